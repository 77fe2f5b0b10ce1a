import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "../../protocol/project.js";

/** Reads the `descent` entry of the package that this file belongs to. */
export function readProject(): Project {
  const root = dirname(dirname(dirname(dirname(__dirname))));
  const { name, version, descent = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const preload = descent.preload && join(root, descent.preload);
  return { root, name, version, packages: descent.packages ?? [], preload };
}
