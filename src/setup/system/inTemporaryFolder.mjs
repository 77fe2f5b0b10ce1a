import fs from "node:fs";
import path from "node:path";
import { atExit } from "./atExit.mjs";
import { places } from "./places.mjs";

/**
 * A new empty folder in set-up's folder that `use` works in; gone afterwards, whatever happens.
 *
 * @template T
 * @param {string} name
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function inTemporaryFolder(name, use) {
  fs.mkdirSync(places.temporary, { recursive: true });
  const folder = fs.mkdtempSync(path.join(places.temporary, `${name}-`));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  const forget = atExit(remove);
  try {
    return await use(folder);
  } finally {
    remove();
    forget();
  }
}
