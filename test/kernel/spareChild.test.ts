import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as passed } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { someOf } from "../someOf";
import { TestKernel } from "./testKernel";

/** The processes of a kernel that run cells, or wait to, by what Linux says of every process. */
function childrenOf(kernel: TestKernel): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => isChildOf(kernel, pid)).map(Number);
}

function isChildOf({ process }: TestKernel, pid: string): boolean {
  try {
    const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const isRunner = readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("kernel/child/main.js");
    return isRunner && Number(parent) === process.pid;
  } catch {
    return false; // it has just ended
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 50_000; !holds(); await passed(50))
    if (Date.now() > end) throw new Error(`not so within 50 s: ${holds}`);
}

const describeOnLinux = process.platform === "linux" ? describe : describe.skip;

describeOnLinux("A spare child", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  const runner = async () => Number((await kernel.execute("process.pid")).result);
  /** The child that waits, once there is one. */
  const spareBeside = async (pid: number): Promise<number> => {
    await until(() => childrenOf(kernel).length === 2);
    return childrenOf(kernel).find((one) => one !== pid) as number;
  };

  const ends = [
    ["ended by a cell", "process.exit(3)"],
    ["ended from outside", "process.kill(process.pid, 'SIGKILL')"],
    ["aborted, as when memory runs out", "process.kill(process.pid, 'SIGABRT')"],
  ];

  it.each(someOf(ends, 1))(
    "takes over from one that was %s, and another comes in its place",
    async (_, code) => {
      const first = await runner();
      const spare = await spareBeside(first);
      expect((await kernel.execute(`const gone = 1; ${code}`)).error?.ename).toBe("ProcessEnded");
      expect(await runner()).toBe(spare);
      expect((await kernel.execute("typeof gone")).error?.evalue).toBe("Cannot find name 'gone'.");
      expect((await kernel.execute("console.log(1 + 1)")).stdout).toBe("2\n");
      expect(await spareBeside(spare)).not.toBe(first);
    },
  );

  it("is replaced when it dies itself, unnoticed by the notebook", async () => {
    const pid = await runner();
    const spare = await spareBeside(pid);
    await kernel.execute("const here = 1");
    process.kill(spare, "SIGKILL");
    await until(() => !isAlive(spare));
    expect((await kernel.execute("here")).result).toBe("1");
    expect(await spareBeside(pid)).not.toBe(spare);
    expect(await runner()).toBe(pid);
  });
});

describeOnLinux("A spare child of a kernel that ends", () => {
  it.each([
    ["is shut down", (kernel: TestKernel) => kernel.stop()],
    ["is killed", (kernel: TestKernel) => void kernel.process.kill("SIGKILL")],
  ])("ends too, when the kernel %s", async (_, end) => {
    const kernel = await TestKernel.start();
    await until(() => childrenOf(kernel).length === 2);
    const children = childrenOf(kernel);
    await end(kernel);
    await until(() => !children.some(isAlive));
    kernel.leave();
  });
});
