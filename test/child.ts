import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const root = join(__dirname, "..");

/** Runs a TypeScript file of the tests in a process of its own; what it wrote to stdout and stderr. */
export async function runChild(
  file: string,
  environment: Record<string, string | undefined> = {},
): Promise<{ stdout: string; stderr: string }> {
  const loader = join(root, "test/typescript.cjs");
  const env = { ...process.env, ...environment };
  return promisify(execFile)(process.execPath, ["--require", loader, join(root, file)], { cwd: root, env });
}
