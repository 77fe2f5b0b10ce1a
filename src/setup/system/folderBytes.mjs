import fs from "node:fs";
import path from "node:path";

/**
 * Bytes in a folder and below; 0 when there is none.
 *
 * @param {string} folder
 * @returns {number}
 */
export function folderBytes(folder) {
  let bytes = 0;
  try {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      bytes += entry.isDirectory() ? folderBytes(file) : fs.lstatSync(file).size;
    }
  } catch {
    // Being written or removed by another process while we look.
  }
  return bytes;
}
