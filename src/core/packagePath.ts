import { existsSync } from "node:fs";
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
