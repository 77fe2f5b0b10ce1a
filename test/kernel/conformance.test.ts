import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ensureBuilt, root } from "./testKernel";

const python = join(root, ".venv", "bin", "python");
const isThere = existsSync(python) && spawnSync(python, ["-c", "import jupyter_kernel_test"]).status === 0;

describe("Jupyter's own checks of a kernel", () => {
  const check = isThere || process.env.CI ? it : it.skip;

  check("pass, but for the pager, which no TypeScript kernel has", () => {
    ensureBuilt();
    const prefix = mkdtempSync(join(tmpdir(), "kernel-conformance-"));
    const installed = spawnSync(process.execPath, [
      join(root, "dist/kernel/jupyter/install.js"),
      "install",
      "--prefix",
      prefix,
    ]);
    expect(installed.status).toBe(0);
    const env = { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter"), XDG_DATA_HOME: prefix };
    const run = spawnSync(python, [join(__dirname, "conformance.py")], {
      env,
      cwd: prefix,
      encoding: "utf8",
    });
    expect(run.stderr).toMatch(/OK \(skipped=1\)\s*$/);
  });
});
