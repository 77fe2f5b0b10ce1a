import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The checkout. */
export const root = join(__dirname, "..", "..");

/** The Python that runs Jupyter. */
export const python = join(root, ".venv", ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));

const kernelspec = join(root, ".venv", "share", "jupyter", "kernels", "descent", "kernel.json");

/**
 * `describe` for tests that need something installed. What is missing is said; under CI it is an error, elsewhere the
 * tests are skipped.
 */
export function describeWith(missing: string | undefined): jest.Describe {
  if (missing === undefined) return describe;
  if (process.env.CI && process.env.CI !== "false") throw new Error(missing);
  console.warn(missing);
  return describe.skip;
}

/** What is missing to run a notebook on the kernel, and what to do about it. */
export function missingKernel(): string | undefined {
  if (existsSync(python) && existsSync(kernelspec)) return undefined;
  return "the descent kernel is not installed in .venv; run npm run setup";
}

/** Whether set-up found no XGBoost for this machine: notebooks then leave its parts out, and say so. */
export function isWithoutXgboost(): boolean {
  return "reason" in JSON.parse(readFileSync(join(root, ".descent", "xgboost.json"), "utf8"));
}
