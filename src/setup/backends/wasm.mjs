/**
 * TensorFlow.js's WebAssembly backend: an npm package that works everywhere, slower than a native library.
 *
 * @type {import("./backends.mjs").Backend}
 */
export const wasm = {
  name: "wasm",
  title: "WebAssembly",
  requirements: [],
  folder: () => null,
  async install() {},
};
