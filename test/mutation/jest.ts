import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./mutants";

/** What one run of jest is given. */
export interface Plan {
  /** Texts that files are read as. */
  texts: Record<string, string>;
  /** By test file: the names of the tests that run, or "*" for all of them. */
  only?: Record<string, string[]>;
}

/** A test that ran. */
export interface Ended {
  path: string;
  name: string;
  ms: number | null;
  /** Until the first test of its file could run. */
  loadMs: number;
  /** Why it failed: an assertion, an error, its time. */
  failed?: string;
}

/** What a run came to. */
export interface Outcome {
  code: number | null;
  ended: Ended[];
  reached: { reached: number; test?: string }[];
}

/** Runs jest in one process over the test files, for at most so long; the files on the disk stay as they are. */
export async function runJest(tests: readonly string[], plan: Plan, limitMs: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "mutation-"));
  const [planFile, log, results] = ["plan.json", "reached", "results"].map((name) => join(folder, name));
  writeFileSync(log, "");
  writeFileSync(results, "");
  writeFileSync(planFile, JSON.stringify({ ...plan, results, log: plan.only ? undefined : log }));
  const bail = plan.only ? ["--bail"] : [];
  // A test that fails may leave a kernel behind, for whose pipes jest would wait.
  const options = [
    "--config",
    "test/mutation/jest.config.cjs",
    "--runInBand",
    "--forceExit",
    "--ci",
    ...bail,
  ];
  const code = await runNode([...options, "--runTestsByPath", ...tests], planFile, limitMs);
  const outcome = { code, ended: linesOf<Ended>(results), reached: linesOf<Outcome["reached"][0]>(log) };
  // What was ended may have been writing into it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  return outcome;
}

function linesOf<T>(file: string): T[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}

function runNode(args: readonly string[], planFile: string, limitMs: number): Promise<number | null> {
  const preload = `--require ${JSON.stringify(join(__dirname, "preload.cjs"))}`;
  const child = spawn(
    process.execPath,
    ["--experimental-vm-modules", join(root, "node_modules/jest/bin/jest.js"), ...args],
    {
      cwd: root,
      detached: true,
      stdio: "ignore",
      env: {
        ...process.env,
        CI: "true",
        TF_CPP_MIN_LOG_LEVEL: "3",
        MUTATION_PLAN: planFile,
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --disable-warning=ExperimentalWarning ${preload}`,
      },
    },
  );
  const tooLong = setTimeout(() => endGroup(child.pid!), limitMs);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(tooLong);
      endGroup(child.pid!);
      resolve(code);
    });
  });
}

/** Ends a process and all that it started; where nothing of it is left, nothing. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
