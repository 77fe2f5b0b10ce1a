// verifyBackend.cjs native FOLDER | wasm: loads one backend for real, multiplies two matrices with it, and prints what it found as one line of JSON.
const { createRequire } = require("node:module");
const path = require("node:path");
const util = require("node:util");

// tfjs-node 4.22 calls two functions that Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const product = [19, 22, 43, 50];

/** @returns {Promise<{tf: any, version: string}>} */
async function loadNative() {
  const near = createRequire(require.resolve("@tensorflow/tfjs-node/package.json"));
  near("@mapbox/node-pre-gyp/lib/pre-binding").find = () =>
    path.join(process.argv[3], "lib", "napi-v8", "tfjs_binding.node");
  const tf = require("@tensorflow/tfjs-node");
  return { tf, version: /** @type {any} */ (tf.backend()).binding.TF_Version };
}

/** @returns {Promise<{tf: any, version: string}>} */
async function loadWasm() {
  const tf = require("@tensorflow/tfjs");
  const wasm = require("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  return { tf, version: wasm.version_wasm };
}

async function main() {
  const { tf, version } = await (process.argv[2] === "wasm" ? loadWasm() : loadNative());
  const values = await tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).data();
  if (String([...values]) !== String(product))
    throw new Error(`a product of matrices came out as [${values}]`);
  console.log(
    JSON.stringify({ backend: tf.getBackend(), version, tfjs: tf.version.tfjs ?? tf.version_core }),
  );
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
