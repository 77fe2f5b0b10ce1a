import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Project, Subpath } from "../../protocol/project.js";

/** Reads the `descent` entry of the package that this file belongs to, and where the packages are that it names. */
export function readProject(): Project {
  const root = dirname(dirname(dirname(dirname(__dirname))));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { name, version, descent = {} } = manifest;
  const packages: string[] = descent.packages ?? [];
  const modules = modulesOf(realpathSync(root));
  const folderOf = (each: string) =>
    modules.map((folder) => join(folder, each)).find(existsSync) ?? join(root, "node_modules", each);
  return {
    root,
    name,
    version,
    packages,
    folders: Object.fromEntries([...packages, "tslab"].map((each) => [each, folderOf(each)])),
    subpaths: subpathsOf(manifest, root),
    typeRoots: modules.map((folder) => join(folder, "@types")),
    cache: join(isCheckout(root) ? join(root, ".descent") : userCache(name), "compiled"),
    preload: descent.preload && join(root, descent.preload),
  };
}

function userCache(name: string): string {
  const envPaths = createRequire(__filename)("env-paths") as (
    name: string,
    options: object,
  ) => { cache: string };
  return envPaths(name, { suffix: "" }).cache;
}

/** A clone keeps what it makes inside itself; where the package was installed, its folder is not ours to write to. */
function isCheckout(root: string): boolean {
  return existsSync(join(root, "tsconfig.build.json"));
}

/** Folders with packages that files of this folder find, the nearest first: npm hoists what a package depends on. */
function modulesOf(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, "node_modules"), ...(above === folder ? [] : modulesOf(above))].filter(existsSync);
}

/** What the package exports beside itself, as `tsdescent/plot`. */
function subpathsOf({ name, exports = {} }: Manifest, root: string): Record<string, Subpath> {
  const entries = Object.entries(exports).filter(([key]) => key !== "." && key !== "./package.json");
  const pathsOf = ({ types, default: file }: Target) => ({
    file: join(root, file),
    types: join(root, types),
  });
  return Object.fromEntries(
    entries.map(([key, target]) => [`${name}${key.slice(1)}`, pathsOf(target as Target)]),
  );
}

interface Manifest {
  name: string;
  exports?: Record<string, string | Target>;
}

interface Target {
  types: string;
  default: string;
}
