import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { inRoot } from "../../src/setup/system/places.mjs";

const built = inRoot("dist", "src");

/**
 * Writes the compiled library as one file in which every module still runs when it is first asked for, and small files in the
 * places of those modules that are asked for by name. There is one copy of each, whoever asks.
 *
 * @param {{exported: string[], programs: string[]}} modules from dist/src on, without endings; nobody imports a program's names
 * @param {string} folder
 */
export async function bundleLibrary({ exported, programs }, folder) {
  // No part of Node: only makers come here.
  const { build } = await import("esbuild");
  const modules = [...exported, ...programs];
  const doors = modules.map((module) => `${JSON.stringify(module)}: () => require("./${module}.js")`);
  await build({
    stdin: {
      contents: `const doors = { ${doors.join(", ")} };\nexports.open = (name) => doors[name]();`,
      resolveDir: built,
    },
    outfile: path.join(folder, "library.js"),
    banner: { js: "const libraryFolder = __dirname;" },
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    packages: "external",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [{ name: "own places", setup: keepPlaces }],
  });
  for (const module of exported) writeDoor(module, folder, namesOf(module));
  for (const module of programs) writeDoor(module, folder, []);
}

/**
 * Modules go on knowing themselves by the files that they were: they find what lies beside them.
 *
 * @param {import("esbuild").PluginBuild} build
 */
function keepPlaces(build) {
  build.onLoad({ filter: /\.js$/, namespace: "file" }, ({ path: file }) => {
    const text = fs.readFileSync(file, "utf8");
    if (!/\b__(dirname|filename)\b/.test(text)) return { contents: text };
    const inside = path.relative(built, file).split(path.sep).join("/");
    const places = [
      `var __filename = require("node:path").join(libraryFolder, "${inside}")`,
      `var __dirname = require("node:path").dirname(__filename)`,
    ];
    return { contents: `"use strict"; ${places.join("; ")};\n${text}` };
  });
}

/** @param {string} module */
function namesOf(module) {
  return Object.keys(createRequire(inRoot("package.json"))(path.join(built, `${module}.js`)));
}

/**
 * @param {string} module
 * @param {string} folder
 * @param {string[]} names
 */
function writeDoor(module, folder, names) {
  const file = path.join(folder, `${module}.js`);
  const up = "../".repeat(module.split("/").length - 1) || "./";
  const lines = [
    `"use strict";`,
    `const { open } = require("${up}library.js");`,
    `module.exports = open("${module}");`,
    ...(names.length ? ["// Never runs: it is how Node learns the names that `import` may ask for."] : []),
    ...(names.length ? [`0 && (module.exports = { ${names.join(", ")} });`] : []),
  ];
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${lines.join("\n")}\n`);
}
