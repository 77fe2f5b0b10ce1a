// Lets a child process of a test run our TypeScript: node --require ./test/typescript.cjs file.ts
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

// What a file was compiled to last is kept: tests start many processes, and each of them loads hundreds of files.
const kept = join(__dirname, "..", ".descent", "transformed");
const version = require("@swc/core/package.json").version + readFileSync(__filename, "utf8");

require.extensions[".ts"] = (/** @type {any} */ module, /** @type {string} */ filename) => {
  const text = readFileSync(filename, "utf8");
  const mark = `\n// ${hashOf(`${version}\n${text}`)}`;
  const place = join(kept, hashOf(filename));
  module._compile(readKept(place, mark) ?? keep(place, transformed(text, filename) + mark), filename);
};

/** @param {string} text */
function hashOf(text) {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * @param {string} place
 * @param {string} mark what ends the code of this text
 */
function readKept(place, mark) {
  try {
    const code = readFileSync(place, "utf8");
    return code.endsWith(mark) ? code : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes aside first, so that no other process reads a half.
 *
 * @param {string} place
 * @param {string} code
 */
function keep(place, code) {
  const aside = `${place}.${process.pid}`;
  mkdirSync(kept, { recursive: true });
  writeFileSync(aside, code);
  renameSync(aside, place);
  return code;
}

/**
 * @param {string} text
 * @param {string} filename
 */
function transformed(text, filename) {
  const { transformSync } = require("@swc/core");
  return transformSync(text, {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs", ignoreDynamic: true },
    sourceMaps: "inline",
  }).code;
}
