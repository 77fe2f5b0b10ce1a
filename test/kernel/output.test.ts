import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root, TestKernel } from "./testKernel";

describe("Output", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("of child processes, of raw descriptors and of workers is the cell's", async () => {
    const { stdout, stderr } = await kernel.execute(`
      import { execSync, spawn } from "node:child_process";
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

  it("of native code keeps its place among the rest", async () => {
    const koffi = JSON.stringify(join(root, "node_modules/koffi"));
    const { stdout, stderr } = await kernel.execute(`
      const native = require(${koffi}).load(null);
      const puts = native.func("int puts(const char *)"), perror = native.func("void perror(const char *)");
      console.log("a"); puts("b"); console.log("c"); console.error("d"); perror("e"); console.error("f");
    `);
    expect(stdout).toBe("a\nb\nc\n");
    expect(stderr).toMatch(/^d\ne: .*\nf\n$/);
  });

  it("of programs and workers that outlive their cell is still that cell's", async () => {
    const first = await kernel.submit(`
      const program = spawn("sh", ["-c", "sleep 0.3; echo program; echo complaint >&2"], { stdio: "inherit" });
      new Worker("setTimeout(() => console.log('worker'), 300)", { eval: true });
      program.stdout
    `);
    const { result } = await kernel.execution(first);
    expect(result).toBe("null");
    const other = await kernel.execute(
      `console.log("other"); await new Promise((resolve) => setTimeout(resolve, 600)); console.log("end")`,
    );
    expect(other.stdout).toBe("other\nend\n");
    for (const text of ["program", "complaint", "worker"]) await kernel.untilPrintedLate(first, text);
  });

  it("of a program is there before its exit is told", async () => {
    const { stdout } = await kernel.execute(`
      await new Promise((resolve) => spawn("sh", ["-c", "echo $0", "x".repeat(5000)], { stdio: "inherit" }).once("exit", resolve));
      console.log("after")
    `);
    expect(stdout).toBe(`${"x".repeat(5000)}\nafter\n`);
  });

  it("without end holds back the cell, not the kernel", async () => {
    const id = await kernel.submit(`while (true) console.log("flood")`);
    await kernel.untilPrinted(id, "flood");
    expect((await kernel.request("kernel_info_request")).status).toBe("ok");
    await kernel.request("interrupt_request", {}, "control");
    const { error, stdout } = await kernel.execution(id);
    expect(error?.ename).toBe("Interrupted");
    expect(stdout).toMatch(/^(flood\n)+$/);
    expect(stdout.length).toBeLessThanOrEqual(10_000 * "flood\n".length);
  });

  it("of a timer is credited to the cell that started it", async () => {
    const first = await kernel.submit(
      `setTimeout(() => console.log("late"), 100); setTimeout(async () => { await 0; console.error("later") }, 120); 0`,
    );
    await kernel.execution(first);
    await kernel.execute(
      `console.log("other"); await new Promise((resolve) => setTimeout(resolve, 200)); console.log("end")`,
    );
    const later = (await kernel.untilPrintedLate(first, "later")).parent;
    const late = (await kernel.untilPrintedLate(first, "late\n")).parent;
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

  it("of console.trace says what was traced, and where", async () => {
    const { stderr, reply } = await kernel.execute(`console.trace("here")`);
    expect(stderr).toBe(`Trace: here\n    at In [${reply.execution_count}]:1:9\n`);
  });

  it("goes on after a cell has ended its stream", async () => {
    const { stdout } = await kernel.execute(`process.stdout.end("last\\n"); process.stdout.destroy(); 0`);
    expect(stdout).toBe("last\n");
    expect((await kernel.execute(`console.log("more")`)).stdout).toBe("more\n");
  });

  it("is text where a value's own display gives a number for text", async () => {
    const { messages } = await kernel.execute(
      `({ [Symbol.for("Jupyter.display")]: () => ({ "text/plain": 5 }) })`,
    );
    const shown = messages.find(({ header }) => header.msg_type === "execute_result");
    expect(shown?.content.data).toEqual({ "text/plain": "5" });
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
