import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { Compiler } from "../../../kernel/session/compiler/compiler";
import type * as sessions from "../../../kernel/session/session";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const { Session } = jest.requireActual<typeof sessions>(join(root, "dist/kernel/session/session.js"));

/** What happens in a session, as lines. */
function listened(session: sessions.Session): string[] {
  const came: string[] = [];
  session.on("text", (cell, stream, text) => came.push(`${cell} ${stream} ${text}`));
  session.on("display", (cell, { shown, update }) =>
    came.push(`${cell} ${update ? "update" : "display"} ${shown.data["text/plain"]}`),
  );
  session.on("clear", (cell, wait) => came.push(`${cell} clear ${wait}`));
  session.on("comm", (cell, { type, content }) => came.push(`${cell} ${type} ${content.target_name ?? ""}`));
  session.on("late", (cell, { ename, evalue }) => came.push(`${cell} late ${ename}: ${evalue}`));
  session.on("reset", () => came.push("reset"));
  return came;
}

/** Resolves when a line has come. */
async function came(lines: string[], line: string | RegExp): Promise<void> {
  const isThere = () => lines.some((one) => (typeof line === "string" ? one === line : line.test(one)));
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("A session, without sockets", () => {
  const folder = mkdtempSync(join(tmpdir(), "kernel-session-"));
  let session: sessions.Session;
  let lines: string[];
  beforeAll(() => {
    session = new Session({ folder });
    session.start();
    lines = listened(session);
  });
  afterEach(() => void lines.splice(0));
  afterAll(() => session.close());

  const value = async (code: string) => {
    const outcome = await session.run(code);
    if (outcome.status === "error") return `${outcome.failure.ename}: ${outcome.failure.evalue}`;
    return outcome.result?.data["text/plain"];
  };

  it("runs a cell in its folder, with an outcome and events in their order", async () => {
    const code = `console.log("a"); await display({ b: 1 }); console.error("c"); clearOutput({ wait: true }); process.cwd()`;
    const outcome = await session.run(code, { cell: 70, label: "In [1]" });
    expect(outcome).toMatchObject({ status: "ok", result: { data: { "text/plain": `'${folder}'` } } });
    expect(lines).toEqual(["70 stdout a\n", "70 display { b: 1 }", "70 stderr c\n", "70 clear true"]);
  });

  it("numbers cells that bring no number, and keeps their names for the next", async () => {
    const numbers: number[] = [];
    session.on("text", (cell) => numbers.push(cell));
    expect(await value("const kept = 5; console.log(kept)")).toBeUndefined();
    expect(await value("console.log(kept); kept + 1")).toBe("6");
    expect(numbers[1] - numbers[0]).toBe(1);
  });

  it("makes the failures of mistakes in types, of what is thrown, and of what nobody caught", async () => {
    const wrong = await session.run("const n: number = 'text'", { label: "In [3]" });
    expect(wrong).toMatchObject({
      status: "error",
      failure: { ename: "TypeScriptError", evalue: "Type 'string' is not assignable to type 'number'." },
    });
    expect("failure" in wrong && wrong.failure.traceback[0].split("\n")[1]).toBe("In [3]:1:7");
    expect(await value("throw new RangeError('too far')")).toBe("RangeError: too far");
    expect(await value("1")).toBe("1");
    await session.run("setTimeout(() => { throw new Error('later') }, 20)", { cell: 90 });
    await came(lines, "90 late Error: later");
  });

  it("warns where types are only to be warned of, and goes on", async () => {
    const outcome = await session.run("%typecheck warn\nconst warned: number = 'text'; 2", { cell: 91 });
    await value("%typecheck error\n0");
    expect(outcome).toMatchObject({ status: "ok", result: { data: { "text/plain": "2" } } });
    expect(lines[0]).toMatch(/^91 stderr .*TypeScriptError.*: Type 'string' is not assignable/);
  });

  it("evaluates expressions after a cell that ended well, and only then", async () => {
    const outcome = await session.run("const base = 2", {
      expressions: { twice: "2 * base", none: "nobody" },
    });
    const expressions = outcome.status === "ok" ? outcome.expressions : undefined;
    expect(expressions).toMatchObject({
      twice: { status: "ok", result: { data: { "text/plain": "4" } } },
      none: { status: "error", failure: { evalue: "Cannot find name 'nobody'." } },
    });
    const failed = await session.run("throw 1", { expressions: { never: "console.log('never')" } });
    expect("expressions" in failed).toBe(false);
    expect(lines).toEqual([]);
  });

  it("stops a cell that runs without end, and keeps what it did", async () => {
    const ended = session.run("let turns = 0; console.log('on'); while (true) turns++", { cell: 92 });
    await came(lines, "92 stdout on\n");
    session.interrupt();
    expect(await ended).toMatchObject({ status: "error", failure: { ename: "Interrupted" } });
    expect(await value("turns > 0")).toBe("true");
  });

  it("asks its client, and hands the answer or its absence to the cell", async () => {
    const prompts: string[] = [];
    const answer = jest.fn((id: number) => session.reply(id, "Ada"));
    session.on("input", (_, { id, prompt, password }) => {
      prompts.push(`${prompt}${password}`);
      answer(id);
    });
    expect(await value(`await input("name? ")`)).toBe("'Ada'");
    answer.mockImplementation((id) => session.reply(id));
    expect(await value(`await input("word? ", { password: true })`)).toMatch(
      /^Error: input: this front end cannot ask/,
    );
    expect(prompts).toEqual(["name? false", "word? true"]);
  });

  it("completes, inspects and describes with what values are", async () => {
    await value("const bytes = new Uint8Array(3); const words = { bytes }");
    const found = await session.complete("words.by", 8);
    expect([found.matches, found.kinds]).toEqual([["bytes"], ["Uint8Array [3]"]]);
    expect(await session.inspect("bytes", 2)).toMatch(
      /const bytes: Uint8Array.*\n[^]*\n\nNow: Uint8Array \[3\]$/,
    );
    expect(await session.describe(["words"], ["bytes", "none"])).toEqual({ bytes: "Uint8Array [3]" });
    expect(await session.completeness("if (1) {")).toEqual({ status: "incomplete", indent: "  " });
  });

  it("passes messages of comms on in both directions", async () => {
    const open = `const comm = (globalThis as any)[Symbol.for("Jupyter.comm")].open("board", {}, { id: "one" });`;
    await session.run(`${open} comm.onMessage((data: object) => console.log("got", data))`, { cell: 93 });
    const content = { comm_id: "one", data: { x: 1 } };
    session.send({ type: "comm_msg", content, metadata: {}, buffers: [] });
    await came(lines, "93 stdout got { x: 1 }\n");
    expect(lines[0]).toBe("93 comm_open board");
  });

  it("says what ended the process, loses its state and goes on", async () => {
    const outcome = await session.run("const gone = 1; process.exit(3)");
    expect(outcome).toMatchObject({
      status: "error",
      isLost: true,
      failure: { ename: "ProcessEnded", evalue: "the process that runs the cells ended with exit code 3" },
    });
    expect(lines).toEqual(["reset"]);
    expect(await value("gone")).toBe("TypeScriptError: Cannot find name 'gone'.");
    expect(await value("1 + 1")).toBe("2");
  });

  it("starts anew when told, whatever runs", async () => {
    await value("const before = 1");
    const ended = session.run("console.log('on'); await new Promise(() => undefined)", { cell: 94 });
    await came(lines, "94 stdout on\n");
    session.restart();
    expect(await ended).toMatchObject({ isLost: true, failure: { ename: "Restarted" } });
    expect(lines).toEqual(["94 stdout on\n", "reset"]);
    expect(await value("before")).toBe("TypeScriptError: Cannot find name 'before'.");
    expect(await value("'here again'")).toBe("'here again'");
  });
});

it("takes any compiler, and says what one that fails said", async () => {
  const told: string[] = [];
  const compiler = {
    start: () => told.push("start"),
    convert: () => Promise.reject(new Error("no room")),
    reset: () => told.push("reset"),
    close: () => told.push("close"),
  } as unknown as Compiler;
  const session = new Session({ compiler });
  session.start();
  expect(await session.run("1")).toMatchObject({ failure: { evalue: "the compiler failed: no room" } });
  expect(await session.run(" \n")).toEqual({ status: "ok", expressions: {} });
  session.restart();
  session.close();
  expect(told).toEqual(["start", "reset", "close"]);
});
