import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

describe("Output", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("of ten megabytes in many lines comes whole, before the reply's idle", async () => {
    const { stdout } = await kernel.execute(
      `const line = "x".repeat(49); for (let i = 0; i < 200_000; i++) console.log(line)`,
    );
    expect(stdout.length).toBe(200_000 * 50);
  });

  it("of child processes, of raw descriptors and of workers is the cell's", async () => {
    const { stdout, stderr } = await kernel.execute(`
      import { execSync, spawnSync } from "node:child_process";
      import { writeSync } from "node:fs";
      import { Worker } from "node:worker_threads";
      console.log("a");
      execSync("echo b; echo oops >&2", { stdio: "inherit" });
      writeSync(1, "c\\n");
      const worker = new Worker("console.log('d')", { eval: true });
      await new Promise((resolve) => worker.once("exit", resolve));
      console.log("e");
    `);
    expect(stdout).toBe("a\nb\nc\nd\ne\n");
    expect(stderr).toBe("oops\n");
  });

  it("of a timer is credited to the cell that started it", async () => {
    const first = await kernel.submit(
      `setTimeout(() => console.log("late"), 100); setTimeout(async () => { await 0; console.error("later") }, 120); 0`,
    );
    await kernel.execution(first);
    await kernel.execute(
      `console.log("other"); await new Promise((resolve) => setTimeout(resolve, 200)); console.log("end")`,
    );
    const later = (await kernel.untilPrinted(first, "later")).parent;
    const late = (await kernel.untilPrinted(first, "late\n")).parent;
    expect([late.msg_id, later.msg_id]).toEqual([first, first]);
  });

  it("keeps multi-byte characters whole across writes", async () => {
    const { stdout } = await kernel.execute(
      `const bytes = Buffer.from("é😀"); for (const byte of bytes) process.stdout.write(Buffer.from([byte])); console.log("ü".repeat(70_000).length)`,
    );
    expect(stdout).toBe("é😀70000\n");
  });

  it("that looks like a barrier is only text", async () => {
    const { stdout } = await kernel.execute(String.raw`console.log("\x1b_tsdescent:0:1:1:1\x1b\\done\x1b")`);
    expect(stdout).toBe("\x1b_tsdescent:0:1:1:1\x1b\\done\x1b\n");
  });

  it("tells of errors that nobody caught, once, with the cell that caused them", async () => {
    const first = await kernel.submit(
      `setTimeout(() => { throw new Error("thrown late") }, 50); Promise.resolve().then(() => setTimeout(() => { void Promise.reject(new Error("rejected late")) }, 60)); 0`,
    );
    await kernel.execution(first);
    await kernel.until(({ parent, content }) => parent.msg_id === first && content.evalue === "thrown late");
    await kernel.until(
      ({ parent, content }) => parent.msg_id === first && content.evalue === "rejected late",
    );
    await kernel.execute("await new Promise((resolve) => setTimeout(resolve, 50))");
    const told = kernel.published.filter(
      ({ parent, header }) => parent.msg_id === first && header.msg_type === "error",
    );
    expect(told).toHaveLength(2);
  });
});
