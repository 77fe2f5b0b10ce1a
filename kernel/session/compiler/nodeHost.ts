import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import type { Host } from "../../protocol/host.js";

/** This machine, as the language sees it. */
export const nodeHost: Host = {
  nodeVersion: process.versions.node,
  isBuiltin,
  readFile: (path) => attempt(() => readFileSync(path, "utf8")),
  hasFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  namesIn: (folder) => attempt(() => readdirSync(folder)) ?? [],
  finds: (folder, request) =>
    attempt(() => createRequire(join(folder, "notebook.js")).resolve(request)) !== undefined,
  stateOf(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? `${stat.mtimeMs} ${stat.size}` : "";
  },
};

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
