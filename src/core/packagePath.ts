import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

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
