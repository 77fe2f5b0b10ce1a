import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { npm } from "../../src/setup/system/npm.mjs";
import { fromRoot, places } from "../../src/setup/system/places.mjs";
import { mustRun } from "../../src/setup/system/runCommand.mjs";
import { stage } from "./stage.mjs";

/**
 * Makes dist/tsdescent-VERSION.tgz of what was built, the very file that would be published.
 *
 * @returns {Promise<{file: string, bytes: number, files: number}>}
 */
export async function pack() {
  const folder = path.join(places.dist, "package");
  await stage(folder);
  const [command, ...args] = npm();
  const options = ["--json", "--ignore-scripts", "--pack-destination", places.dist];
  const output = await mustRun("npm pack", command, [...args, "pack", folder, ...options]);
  const [{ filename, size, entryCount }] = Object.values(JSON.parse(output.slice(output.search(/^[[{]/m))));
  return { file: path.join(places.dist, filename), bytes: size, files: entryCount };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, bytes, files } = await pack();
  console.log(`${fromRoot(file)}: ${(bytes / 1e6).toFixed(2)} MB, ${files} files`);
}
