import fs from "node:fs";
import path from "node:path";
import { linkTo } from "../system/linkTo.mjs";
import { places } from "../system/places.mjs";

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
 * Links a native folder into tfjs-node, which looks for `deps` and `lib` inside itself.
 *
 * @param {string} folder
 */
export function linkNative(folder) {
  for (const part of ["deps", "lib"]) linkTo(path.join(folder, part), path.join(places.tfjsNode, part));
}

/**
 * Removes a native folder that does not work, and the links that led to it.
 *
 * @param {string} folder
 */
export function removeNative(folder) {
  for (const part of ["deps", "lib"]) fs.rmSync(path.join(places.tfjsNode, part), { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}
