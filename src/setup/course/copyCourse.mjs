import fs from "node:fs";
import path from "node:path";
import { inRoot, places, readVersion } from "../system/places.mjs";
import { readJson, writeWhole } from "../system/writeWhole.mjs";
import { digestOf, hasRun, withoutOutputs } from "./notebookFile.mjs";

/**
 * What a copy of the course remembers: of each notebook, what its cells were when it was given.
 *
 * @typedef {{version: string, given: Record<string, string>}} Copied
 */

/**
 * What became of the notebooks: `fresh` were not there, `renewed` were as they had been given, `beside` are new ones next to
 * notebooks that the student changed.
 *
 * @typedef {{fresh: string[], renewed: string[], beside: string[]}} Changes
 */

const recordName = ".tsdescent.json";

/**
 * Whether a folder is a student's copy of the course.
 *
 * @param {string} folder
 */
export function isCourse(folder) {
  return fs.existsSync(path.join(folder, recordName));
}

/**
 * Brings a folder up to this version's notebooks. What a student changed or ran stays as it is: a new version of such a notebook
 * is written beside it, once.
 *
 * @param {string} folder
 * @returns {Changes}
 */
export function copyCourse(folder) {
  const record = path.join(folder, recordName);
  const given = { .../** @type {Copied | null} */ (readJson(record))?.given };
  /** @type {Changes} */
  const changes = { fresh: [], renewed: [], beside: [] };
  fs.mkdirSync(folder, { recursive: true });
  for (const name of notebooks()) {
    const text = withoutOutputs(fs.readFileSync(path.join(places.notebooks, name), "utf8"));
    bring(folder, name, text, given[name], changes);
    given[name] = digestOf(text);
  }
  copyPictures(folder);
  const copied = `${JSON.stringify({ version: readVersion(), given }, null, 2)}\n`;
  if (!fs.existsSync(record) || fs.readFileSync(record, "utf8") !== copied) writeWhole(record, copied);
  return changes;
}

/**
 * Says what came of it, where there is something to say.
 *
 * @param {Changes} changes
 * @param {string} folder
 */
export function sayCopied({ fresh, renewed, beside }, folder) {
  if (fresh.length)
    console.log(`${fresh.length === 1 ? fresh[0] : `${fresh.length} notebooks`} copied to ${folder}`);
  if (renewed.length) console.log(`new versions of ${renewed.join(", ")}, which you had not changed`);
  if (beside.length) console.log(`your work stays as it is; new versions beside it: ${beside.join(", ")}`);
}

function notebooks() {
  return fs.readdirSync(places.notebooks).filter((name) => name.endsWith(".ipynb"));
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {string} text
 * @param {string | undefined} given
 * @param {Changes} changes
 */
function bring(folder, name, text, given, changes) {
  const file = path.join(folder, name);
  const wanted = digestOf(text);
  const state = stateOf(file, given);
  if (state === "absent") {
    writeWhole(file, text);
    changes.fresh.push(name);
  } else if (given !== wanted && state === "untouched") {
    writeWhole(file, text);
    changes.renewed.push(name);
  } else if (given !== wanted && state !== wanted) {
    const other = freeName(folder, `${path.basename(name, ".ipynb")} (${readVersion()}`);
    writeWhole(path.join(folder, other), text);
    changes.beside.push(other);
  }
}

/**
 * @param {string} file
 * @param {string | undefined} given
 * @returns {string} "absent", "untouched", or the digest of what the student made of it
 */
function stateOf(file, given) {
  if (!fs.existsSync(file)) return "absent";
  const text = fs.readFileSync(file, "utf8");
  try {
    const digest = digestOf(text);
    return digest === given && !hasRun(text) ? "untouched" : digest;
  } catch {
    return "no notebook";
  }
}

/**
 * A name that nothing in the folder has yet.
 *
 * @param {string} folder
 * @param {string} stem up to where the bracket closes
 * @param {number} [count]
 * @returns {string}
 */
function freeName(folder, stem, count = 1) {
  const name = `${stem}${count > 1 ? `, ${count}` : ""}).ipynb`;
  return fs.existsSync(path.join(folder, name)) ? freeName(folder, stem, count + 1) : name;
}

/** @param {string} folder */
function copyPictures(folder) {
  const pictures = inRoot("notebooks", "images");
  if (fs.existsSync(pictures)) fs.cpSync(pictures, path.join(folder, "images"), { recursive: true });
}
