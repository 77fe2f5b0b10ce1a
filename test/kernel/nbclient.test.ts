import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { ensureBuilt, root } from "./testKernel";

const python = join(root, ".venv", "bin", "python");
const isThere = existsSync(python) && spawnSync(python, ["-c", "import nbclient"]).status === 0;
const test = isThere || process.env.CI ? it : it.skip;

interface Run {
  /** The error that ended the run. */
  stopped: string | null;
  /** What each cell shows. */
  outputs: string[][];
}

describe("nbclient", () => {
  const prefix = mkdtempSync(join(tmpdir(), "kernel-nbclient-"));
  const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter"), XDG_DATA_HOME: prefix };
  beforeAll(() => {
    ensureBuilt();
    const install = [join(root, "dist/kernel/jupyter/install.js"), "install", "--prefix", prefix];
    expect(spawnSync(process.execPath, install).status).toBe(0);
  });

  function run(allowErrors: boolean, ...cells: string[]): Run {
    const args = [join(__dirname, "nbclientRun.py"), JSON.stringify([allowErrors, ...cells])];
    const { stdout, stderr } = spawnSync(python, args, { env, cwd: prefix, encoding: "utf8" });
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout) as Run;
  }

  const cells = [
    `const kept: number = 1; console.log("one")`,
    `throw new RangeError("two")`,
    `const wrong: string = kept`,
    `setTimeout(() => { throw new Error("late") }, 20); void Promise.reject(new Error("rejected")); await new Promise((resolve) => setTimeout(resolve, 200)); "three"`,
    `process.exit(4)`,
    `"alive"`,
  ];

  test("that allows errors runs every cell, and each cell shows its own errors once", () => {
    const { stopped, outputs } = run(true, ...cells);
    expect(stopped).toBeNull();
    expect(outputs).toEqual([
      ["one\n"],
      ["two"],
      ["Type 'number' is not assignable to type 'string'."],
      ["rejected", "late", "'three'"],
      ["the process that runs the cells ended with exit code 4"],
      ["'alive'"],
    ]);
  });

  test("that allows no errors stops at the first", () => {
    expect(run(false, cells[0], cells[1], `"never"`)).toEqual({
      stopped: "RangeError: two",
      outputs: [["one\n"], ["two"], []],
    });
  });
});
