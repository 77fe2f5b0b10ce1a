// Loaded by a kernel before its own code: the project wants another module loaded (OTHER_PRELOAD).
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..", "..");
const { readFileSync } = fs;

/** @type {(...given: any[]) => any} */
const read = (file, ...rest) => {
  const text = readFileSync(file, ...rest);
  if (path.resolve(String(file)) !== path.join(root, "package.json")) return text;
  const { descent, ...manifest } = JSON.parse(String(text));
  const preload = path.relative(root, String(process.env.OTHER_PRELOAD));
  return JSON.stringify({ ...manifest, descent: { ...descent, preload } });
};
Object.assign(fs, { readFileSync: read });
