import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";

/**
 * A path inside this package, wherever its code runs from (`src` in tests, `dist` otherwise).
 *
 * ```ts
 * packagePath("src/data/files/iris.csv")
 * ```
 */
export function packagePath(relative: string): string {
  return join(root(__dirname), relative);
}

function root(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : root(dirname(folder));
}

/**
 * The folders in which this package finds those that it depends on, the nearest first: where it is installed, they stand beside it.
 *
 * ```ts
 * packageModules()[0] // ".../tsdescent/node_modules"
 * ```
 */
export function packageModules(): string[] {
  return createRequire(packagePath("package.json")).resolve.paths("tsdescent")!;
}

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
