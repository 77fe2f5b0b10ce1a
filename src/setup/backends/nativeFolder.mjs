import fs from "node:fs";
import path from "node:path";
import { linkTo } from "../system/linkTo.mjs";
import { isCheckout, packageFolder, places } from "../system/places.mjs";

/**
 * Where one native TensorFlow lies, whole or not at all: `deps/lib` its libraries, `lib/napi-v8` the binding.
 * Outside node_modules, so that `npm ci` does not throw away what took long to load.
 *
 * @param {string} backend
 * @param {string} version
 */
export function nativeFolder(backend, version) {
  return path.join(places.native, `${backend}-${version}-${process.platform}-${process.arch}`);
}

/**
 * A path inside tfjs-node.
 *
 * @param {string} part
 */
export function inTfjsNode(part) {
  return path.join(packageFolder("@tensorflow/tfjs-node"), part);
}

/**
 * Links a native folder into the tfjs-node of a clone, which looks for `deps` and `lib` inside itself.
 *
 * @param {string} folder
 */
export function linkNative(folder) {
  for (const part of ["deps", "lib"]) linkTo(path.join(folder, part), inTfjsNode(part));
}

/**
 * Removes a native folder that does not work, and the links that led to it.
 *
 * @param {string} folder
 */
export function removeNative(folder) {
  if (isCheckout) for (const part of ["deps", "lib"]) fs.rmSync(inTfjsNode(part), { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}
