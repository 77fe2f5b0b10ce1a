import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await TestKernel.start();
});
afterAll(() => kernel.stop());

describe("An error that nobody caught", () => {
  it.each([
    ["a rejected promise", `void Promise.reject(new Error("lost"))`],
    ["an async function without await", `void (async () => { await null; throw new Error("lost") })()`],
    ["a microtask", `queueMicrotask(() => { throw new Error("lost") })`],
    ["the next tick", `process.nextTick(() => { throw new Error("lost") })`],
    [
      "a timer while the cell runs",
      `setTimeout(() => { throw new Error("lost") }); await new Promise((r) => setTimeout(r, 30))`,
    ],
    [
      "a display of the value",
      `({ [Symbol.for("Jupyter.display")]() { void Promise.reject(new Error("lost")); return { "text/plain": "9" } } })`,
    ],
    [
      "a file that is read and not waited for",
      `void import("node:fs/promises").then((fs) => fs.readFile("lost")).catch(() => { throw new Error("lost") })`,
    ],
    [
      "turns that follow each other",
      `const later = (turns: number) => { if (turns === 0) throw new Error("lost"); setImmediate(later, turns - 1) }; later(6)`,
    ],
    [
      "a callback of a request to the system",
      `import fs from "node:fs"; fs.stat(".", () => fs.stat(".", () => { throw new Error("lost") }))`,
    ],
  ])("in %s fails its cell, once, and what it declared stays", async (_, code) => {
    const { reply, messages } = await kernel.execute(`let kept = 3; ${code}`);
    expect([reply.status, reply.ename, reply.evalue]).toEqual(["error", "Error", "lost"]);
    const errors = messages.filter(({ header }) => header.msg_type === "error");
    expect(errors.map(({ content }) => content.evalue)).toEqual(["lost"]);
    expect(messages.at(-1)?.content.execution_state).toBe("idle");
    expect((await kernel.execute("kept")).result).toBe("3");
  });

  it("leaves the cell its value, and stops the cells behind it", async () => {
    const [first, second] = [
      await kernel.submit(`void Promise.reject(new Error("lost")); 6 * 7`),
      await kernel.submit(`"never"`),
    ];
    expect((await kernel.execution(first)).result).toBe("42");
    expect((await kernel.execution(second)).reply.status).toBe("aborted");
  });

  it("of an earlier cell fails no later one", async () => {
    await kernel.execute(`setTimeout(() => { throw new Error("earlier") }, 40); 0`);
    const { reply, result } = await kernel.execute(`await new Promise((r) => setTimeout(r, 120)); 7`);
    expect([reply.status, result]).toEqual(["ok", "7"]);
  });

  it("but is caught within the turn fails none", async () => {
    const { reply } = await kernel.execute(
      `const refused = Promise.reject(new Error("no")); await null; refused.catch(() => 0)`,
    );
    expect(reply.status).toBe("ok");
  });
});

describe("One interrupt", () => {
  it.each([
    ["of microtasks that the cell left", `void (async () => { console.log("go"); for (;;) await null })()`],
    ["of microtasks in a timer", `setTimeout(async () => { console.log("go"); for (;;) await null }, 30)`],
    [
      "of microtasks that queue the next one",
      `setTimeout(() => { console.log("go"); const next = () => queueMicrotask(next); next() }, 30)`,
    ],
    [
      "of ticks",
      `setTimeout(() => { console.log("go"); const next = () => process.nextTick(next); next() }, 30)`,
    ],
  ])("ends a loop %s, and keeps the state", async (_, code) => {
    const id = await kernel.submit(`const kept = 11; ${code}`);
    await kernel.untilPrintedLate(id, "go");
    const waiting = await kernel.submit("kept");
    await kernel.request("interrupt_request", {}, "control");
    await kernel.execution(waiting);
    expect((await kernel.execute("kept")).result).toBe("11");
  });

  it.each([
    ["spawnSync", `spawnSync("sleep", ["60"])`],
    ["execSync, whose error is caught", `try { execSync("sleep 60") } catch {}`],
    ["execFileSync, whose error is caught", `try { execFileSync("sleep", ["60"]) } catch {}`],
    ["a loop of programs", `for (;;) spawnSync("sleep", ["60"])`],
  ])("of a cell that waits for %s ends the cell there", async (_, code) => {
    const id = await kernel.submit(
      `import { spawnSync, execSync, execFileSync } from "node:child_process"; console.log("go"); ${code}; console.log("behind")`,
    );
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    const { error, stdout } = await kernel.execution(id);
    expect([error?.ename, stdout]).toEqual(["Interrupted", "go\n"]);
  });
});

describe("What runs without a number", () => {
  it.each([
    ["a silent request", { silent: true }],
    ["a request that is not stored", { store_history: false }],
  ])("as %s, leaves an earlier cell its places, and the values shown", async (_, options) => {
    const failing = `function one() {\n\n  throw new Error("from one")\n}\n"shown"`;
    const { reply } = await kernel.execute(failing);
    await kernel.execute(`const a = 1\nconst b = 2\nconst c = 3\n"other"`, options);
    const { error } = await kernel.execute("one()");
    const text = error?.traceback.join("\n") ?? "";
    expect(text).toContain(`In [${reply.execution_count}]:3:9\n2 | \n3 |   throw new Error("from one")`);
    expect((await kernel.execute(`[_, Out[${reply.execution_count}]]`)).result).toBe("[ 'shown', 'shown' ]");
  });

  it("as an expression that came with a cell, tells its own place", async () => {
    const { reply } = await kernel.execute("const x = 1", { user_expressions: { bad: "JSON.parse('{')" } });
    expect(reply.user_expressions.bad.traceback.join("\n")).toContain("In [ ]:1:6\n1 | JSON.parse('{')");
  });

  it("shows the code of the cell that an error is from where its stack was copied", async () => {
    const { error, reply } = await kernel.execute(
      `const inner = new Error("inner")\nconst outer = new Error("outer")\nouter.stack = inner.stack\nthrow outer`,
    );
    expect(error?.traceback.join("\n")).toContain(`In [${reply.execution_count}]:1:15\n1 | const inner`);
  });
});
