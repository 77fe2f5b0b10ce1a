import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
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
  return join(userFolders(name).data, version);
}

/** Only an installed package has its folders there: it need not be loaded in a clone. */
function userFolders(name: string): { data: string } {
  const envPaths = createRequire(__filename)("env-paths") as (
    name: string,
    options: object,
  ) => { data: string };
  return envPaths(name, { suffix: "" });
}
