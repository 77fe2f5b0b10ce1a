import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "@jest/globals";
import { root } from "../kernel/testKernel";
import { isAlive } from "../kernel/processes";

/** Starts a Python program as our tools do, from a process of its own; gives that process and the program's first line. */
async function started(target: string, ...args: string[]) {
  const code = `import { withParent } from "./src/setup/system/withParent.mjs"; import { spawn } from "node:child_process";
    spawn("python3", withParent(...${JSON.stringify([target, ...args])}), { stdio: ["ignore", "inherit", "inherit"] });`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", code], { cwd: root });
  const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
  return { parent, line };
}

describe("A Python program of ours", () => {
  const script = join(mkdtempSync(join(tmpdir(), "with-parent-")), "waits.py");
  const beside = join(script, "..", "beside.py");
  writeFileSync(beside, "import os, sys, time\ndef told(): print(os.getpid(), *sys.argv[1:], flush=True)\n");
  writeFileSync(
    script,
    'import beside, time\nif __name__ == "__main__":\n  beside.told()\n  time.sleep(1000)\n',
  );

  it("ends with the process that started it, though that was killed", async () => {
    const { parent, line } = await started(script, "a b", "--c");
    const [pid, ...args] = line.split(" ");
    expect(args.join(" ")).toBe("a b --c");
    process.kill(Number(pid), 0);
    parent.kill("SIGKILL");
    while (isAlive(Number(pid))) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it("may be a module", async () => {
    const { parent, line } = await started("json.tool", "--help");
    expect(line).toMatch(/^usage: .*[-\w]*json/);
    parent.kill();
  });
});
