import fs from "node:fs";
import path from "node:path";
import { copyCourse, sayCopied } from "../course/copyCourse.mjs";
import { emptyNotebook } from "../course/notebookFile.mjs";
import { SetupError } from "../system/setupError.mjs";
import { readVersion, typedIn } from "../system/places.mjs";

/** @type {Record<string, (name: string | undefined) => string>} */
const kinds = { unit: newUnit, notebook: newNotebook, project: newProject };

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npx tsdescent new unit [DIR] | notebook FILE.ipynb | project DIR",
  help: "A copy of the unit's notebooks, an empty notebook, or a folder with a script and a notebook. Never writes over anything.",
  takes: "KIND NAME",
  options: {},
  async run({ positionals: [kind, name, ...more] }) {
    if (!kind || !Object.hasOwn(kinds, kind) || more.length || (kind !== "unit" && !name)) {
      throw new SetupError(`new takes unit, notebook or project, and a name; got ${kind ?? "nothing"}`, {
        remedy: command.usage,
      });
    }
    console.log(kinds[kind](name));
    return 0;
  },
};

/** @param {string} [name] */
function newUnit(name = "course") {
  const folder = path.resolve(typedIn(), name);
  sayCopied(copyCourse(folder), folder);
  return `${shown(folder)}: open it with npx tsdescent start --dir ${JSON.stringify(shown(folder))}`;
}

/** @param {string} [name] */
function newNotebook(name = "") {
  const file = path.resolve(typedIn(), name.replace(/(\.ipynb)?$/, ".ipynb"));
  write(file, emptyNotebook(['import * as d from "tsdescent";']));
  return shown(file);
}

/** @param {string} [name] */
function newProject(name = "") {
  const folder = path.resolve(typedIn(), name);
  const files = projectFiles(path.basename(folder));
  for (const file of Object.keys(files)) refuseExisting(path.join(folder, file));
  for (const [file, text] of Object.entries(files)) write(path.join(folder, file), text);
  return `${shown(folder)}: ${Object.keys(files).join(", ")}; npm install there, then npm start`;
}

/**
 * @param {string} name
 * @returns {Record<string, string>}
 */
function projectFiles(name) {
  const manifest = {
    name: name.toLowerCase().replace(/[^a-z0-9-]+/g, "-"),
    private: true,
    type: "module",
    scripts: { start: "tsdescent start --dir .", setup: "tsdescent setup" },
    dependencies: { tsdescent: readVersion() },
  };
  const options = { target: "es2022", module: "node20", strict: true, noEmit: true };
  const script = [
    'import * as d from "tsdescent";',
    "",
    "const flowers = d.data.iris();",
    'await d.plot.scatter(flowers).save("flowers.svg");',
    "",
  ];
  return {
    "package.json": json(manifest),
    "tsconfig.json": json({ compilerOptions: options }),
    "main.ts": script.join("\n"),
    "notebook.ipynb": emptyNotebook(['import * as d from "tsdescent";', "d.plot.scatter(d.data.iris())"]),
  };
}

/** @param {object} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  refuseExisting(file);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { flag: "wx" });
}

/** @param {string} file */
function refuseExisting(file) {
  if (!fs.existsSync(file)) return;
  throw new SetupError(`${shown(file)} is there already`, { remedy: "give another name" });
}

/** @param {string} file */
function shown(file) {
  return path.relative(typedIn(), file) || ".";
}
