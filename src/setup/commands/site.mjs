import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { setUp } from "../steps/setUp.mjs";
import { atExit } from "../system/atExit.mjs";
import { folderBytes } from "../system/folderBytes.mjs";
import { inRoot, places } from "../system/places.mjs";
import { SetupError } from "../system/setupError.mjs";
import { Progress } from "../terminal/progress.mjs";
import { pythonEvents } from "./programEvents.mjs";

/** @type {import("./main.mjs").Command} */
export const command = {
  usage: "npm run site",
  help: "Builds the notebooks, as they are recorded, into a static site in dist/site: it runs nothing and needs no server.",
  options: {},
  async run() {
    await setUp();
    await new Progress().run("Site", (line) => buildSite(line));
    const index = path.relative(process.cwd(), path.join(places.site, "index.html"));
    console.log(`  ${index}: ${(folderBytes(places.site) / 1e6).toFixed(1)} MB; open it in a browser`);
    return 0;
  },
};

/**
 * Builds aside and renames, so that an interrupted build leaves the site as it was.
 *
 * @param {import("../terminal/progress.mjs").Report} line
 * @param {{notebooks?: string, readme?: string, site?: string}} [from] folders of the notebooks and of the site; `readme` has their table
 */
export async function buildSite(line, from = {}) {
  const { notebooks = places.notebooks, readme = inRoot("README.md"), site = places.site } = from;
  const aside = `${site}.${process.pid}.tmp`;
  const remove = () => fs.rmSync(aside, { recursive: true, force: true });
  const forget = atExit(remove);
  try {
    fs.mkdirSync(aside, { recursive: true });
    const pages = await writePages({ notebooks, readme, site: aside }, line);
    swap(aside, site);
    return `${pages} notebooks`;
  } finally {
    remove();
    forget();
  }
}

/**
 * @param {{notebooks: string, readme: string, site: string}} asked
 * @param {import("../terminal/progress.mjs").Report} line
 * @returns {Promise<number>} how many
 */
async function writePages(asked, line) {
  /** @type {Record<string, any>} */
  const told = {};
  await pythonEvents("buildSite.py", asked, (event) => {
    Object.assign(told, event);
    if (told.page) line.progress(told.done / told.pages, told.page);
  });
  if (told.failed)
    throw new SetupError(told.failed, { remedy: "mend the link, then run npm run site again" });
  return told.pages;
}

/**
 * @param {string} made
 * @param {string} place
 */
function swap(made, place) {
  const old = `${made}.old`;
  if (fs.existsSync(place)) fs.renameSync(place, old);
  fs.renameSync(made, place);
  fs.rmSync(old, { recursive: true, force: true });
}
