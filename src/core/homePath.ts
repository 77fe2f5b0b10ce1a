import envPaths from "env-paths";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { packagePath } from "./packagePath";

/**
 * A path among what set-up makes: in a clone inside it; where this package was installed, in a folder of this user's for its
 * version, which all projects share. The environment variable `TSDESCENT_HOME` names another.
 *
 * ```ts
 * homePath(".descent/backend.json")
 * ```
 */
export function homePath(relative: string): string {
  return resolve(home(), relative);
}

// The command line asks the same of the same places, in src/setup/system/places.mjs.
function home(): string {
  if (process.env.TSDESCENT_HOME) return process.env.TSDESCENT_HOME;
  if (existsSync(packagePath("tsconfig.build.json"))) return packagePath(".");
  const { name, version } = JSON.parse(readFileSync(packagePath("package.json"), "utf8"));
  return join(envPaths(name, { suffix: "" }).data, version);
}
