import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

describe("The kernel on the wire", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it("says what it is", async () => {
    const info = await kernel.request("kernel_info_request");
    expect(info).toMatchObject({ status: "ok", protocol_version: "5.4", implementation: "tsdescent" });
    expect(info.language_info).toMatchObject({ name: "typescript", file_extension: ".ts" });
  });

  it("publishes busy, execute_input, output, result and idle in this order", async () => {
    const { messages, reply } = await kernel.execute(
      `console.log("a"); console.error("b"); console.log("c"); 42`,
    );
    expect(
      messages.map(({ header, content }) => content.execution_state ?? content.text ?? header.msg_type),
    ).toEqual(["busy", "execute_input", "a\n", "b\n", "c\n", "execute_result", "idle"]);
    expect(reply).toMatchObject({ status: "ok", payload: [], user_expressions: {} });
  });

  it("counts cells, but neither silent nor empty ones", async () => {
    const { reply: first } = await kernel.execute("1");
    await kernel.execute("2", { silent: true });
    await kernel.execute("  ");
    const { reply: second } = await kernel.execute("3", { store_history: false });
    const { reply: third } = await kernel.execute("4");
    expect([second.execution_count, third.execution_count]).toEqual([
      first.execution_count,
      first.execution_count + 1,
    ]);
  });

  it("publishes nothing of a silent cell but its status", async () => {
    const { messages } = await kernel.execute("7", { silent: true });
    expect(messages.map(({ header }) => header.msg_type)).toEqual(["status", "status"]);
  });

  it("evaluates user expressions after the cell", async () => {
    const { reply } = await kernel.execute("let u = 20", {
      user_expressions: { sum: "u + 1", bad: "nowhere" },
    });
    expect(reply.user_expressions.sum).toMatchObject({ status: "ok", data: { "text/plain": "21" } });
    expect(reply.user_expressions.bad).toMatchObject({ status: "error", ename: "TypeScriptError" });
  });

  it("abandons what was queued behind an error, and nothing after", async () => {
    const ids = await Promise.all([
      kernel.submit(`throw new Error("first")`),
      kernel.submit("1"),
      kernel.submit("2"),
    ]);
    const all = await Promise.all(ids.map((id) => kernel.execution(id)));
    expect(all.map(({ reply }) => reply.status)).toEqual(["error", "aborted", "aborted"]);
    expect((await kernel.execute("5")).result).toBe("5");
  });

  it("goes on behind an error when the cell says so", async () => {
    const ids = [
      await kernel.submit(`throw new Error("first")`, { stop_on_error: false }),
      await kernel.submit("1"),
    ];
    const all = await Promise.all(ids.map((id) => kernel.execution(id)));
    expect(all.map(({ reply }) => reply.status)).toEqual(["error", "ok"]);
  });

  it.each([
    ["const a = 1", "complete"],
    ["function f() {", "incomplete"],
    ["const s = `abc", "incomplete"],
    ["f(1,", "incomplete"],
    ["/* open", "incomplete"],
    ["const = 5", "invalid"],
    ["export", "incomplete"],
    ["const a = await", "incomplete"],
    ["#!/usr/bin/env node\n1", "complete"],
    ["if (a) {} else", "incomplete"],
    ["}", "invalid"],
    ["a)", "invalid"],
    ["else", "invalid"],
    ["f(}", "invalid"],
    ["const s = 'abc", "invalid"],
    ["%typecheck off", "complete"],
  ])("tells of %j that it is %s", async (code, status) => {
    expect((await kernel.request("is_complete_request", { code })).status).toBe(status);
  });

  it("completes members, names and option names, after an emoji and while a cell runs", async () => {
    await kernel.execute("const point = { easting: 1, northing: 2 }; function go(o: { speed?: number }) {}");
    const id = await kernel.submit(`await new Promise((resolve) => setTimeout(resolve, 300))`);
    const complete = async (code: string) =>
      kernel.request("complete_request", { code, cursor_pos: [...code].length });
    expect((await complete("point.")).matches).toEqual(["easting", "northing"]);
    expect((await complete("poi")).matches[0]).toBe("point");
    const emoji = await complete(`const s = "😀"; point.nor`);
    expect(emoji).toMatchObject({ matches: ["northing"], cursor_start: 21, cursor_end: 24 });
    const options = await kernel.request("complete_request", { code: "go({  })", cursor_pos: 5 });
    expect(options.matches).toContain("speed");
    expect((await kernel.execution(id)).reply.status).toBe("ok");
  });

  it("inspects types with their documentation, and signatures inside a call", async () => {
    await kernel.execute(
      "/** Twice as much. */\nfunction double(amount: number): number { return 2 * amount }",
    );
    const hover = await kernel.request("inspect_request", { code: "double", cursor_pos: 3, detail_level: 0 });
    expect(hover.data["text/plain"]).toContain("function double(amount: number): number");
    expect(hover.data["text/plain"]).toContain("Twice as much.");
    const inCall = await kernel.request("inspect_request", {
      code: "double( )",
      cursor_pos: 8,
      detail_level: 0,
    });
    expect(inCall.data["text/plain"]).toContain("amount: number");
    const nothing = await kernel.request("inspect_request", { code: "   ", cursor_pos: 1, detail_level: 0 });
    expect(nothing).toMatchObject({ status: "ok", found: false });
  });

  it("asks the reader and gives the answer to the cell", async () => {
    kernel.answer = (prompt, password) => `${prompt}${password}`;
    expect((await kernel.execute(`await input("name? ")`)).result).toBe("'name? false'");
    expect((await kernel.execute(`await input("word? ", { password: true })`)).result).toBe("'word? true'");
    const { error } = await kernel.execute(`await input("?")`, { allow_stdin: false });
    expect(error?.evalue).toContain("cannot ask");
  });

  it("answers the right cell after one was stopped while it asked", async () => {
    const answered = kernel.answer;
    const asked = new Promise<void>((resolve) => {
      kernel.answer = () => void resolve();
    });
    const id = await kernel.submit(`await input("never answered")`);
    await asked;
    await kernel.request("interrupt_request", {}, "control");
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
    kernel.answer = () => "second";
    expect((await kernel.execute(`await input("again")`)).result).toBe("'second'");
    kernel.answer = answered;
  });

  it("shows, replaces and clears in the middle of a cell", async () => {
    const value = (text: string) => `{ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "${text}" }) }`;
    const { messages } = await kernel.execute(
      `await display(${value("one")}, { displayId: "d" }); clearOutput({ wait: true }); await display(${value("two")}, { displayId: "d", update: true });`,
    );
    expect(
      messages.slice(2, -1).map(({ header, content }) => [header.msg_type, content.data ?? content.wait]),
    ).toEqual([
      ["display_data", { "text/html": "one" }],
      ["clear_output", true],
      ["update_display_data", { "text/html": "two" }],
    ]);
    expect(messages[2].content.transient).toEqual({ display_id: "d" });
  });

  it("shows a result by its own MIME bundle, promised or with metadata", async () => {
    const { messages } = await kernel.execute(
      `({ [Symbol.for("Jupyter.display")]: async () => ({ data: { "image/png": new Uint8Array([1, 2]) }, metadata: { "image/png": { width: 9 } } }) })`,
    );
    const shown = messages.find(({ header }) => header.msg_type === "execute_result")?.content;
    expect(shown).toMatchObject({ data: { "image/png": "AQI=" }, metadata: { "image/png": { width: 9 } } });
  });

  it("drops what is badly signed, malformed or sent twice, and goes on", async () => {
    const header = {
      msg_id: "forged",
      session: "x",
      username: "x",
      date: "",
      msg_type: "kernel_info_request",
      version: "5.4",
    };
    const frames = kernel.frames([header, {}, {}, {}]);
    await kernel.sockets.shell.send([frames[0], "0".repeat(64), ...frames.slice(2)]);
    await kernel.sockets.shell.send(["<IDS|MSG>", "short"]);
    await kernel.sockets.shell.send(["nonsense"]);
    await kernel.sockets.shell.send(kernel.frames([{ hello: 1 }, {}, {}, {}]));
    await kernel.sockets.shell.send(frames);
    await kernel.sockets.shell.send(frames);
    expect((await kernel.execute("6 * 7")).result).toBe("42");
    const answers = kernel.published.filter(({ parent }) => parent.msg_id === "forged");
    expect(answers.map(({ content }) => content.execution_state)).toEqual(["busy", "idle"]);
  });

  it("takes a cell of a megabyte", async () => {
    const { result } = await kernel.execute(`const long = "${"x".repeat(1e6)}"; long.length`);
    expect(result).toBe("1000000");
  });

  it("answers heartbeats while a cell keeps the processor busy", async () => {
    const id = await kernel.submit(`const until = Date.now() + 500; while (Date.now() < until);`);
    expect(await kernel.heartbeat()).toBe("beat");
    await kernel.execution(id);
  });

  it("remembers what was run, in a file that is the reader's alone", async () => {
    await kernel.execute("const remembered = 12345");
    const { history } = await kernel.request("history_request", {
      hist_access_type: "tail",
      n: 3,
      output: false,
      raw: true,
    });
    expect(history.at(-1)[2]).toBe("const remembered = 12345");
    const found = await kernel.request("history_request", {
      hist_access_type: "search",
      pattern: "*remembered*",
      n: 1,
      output: false,
      raw: true,
    });
    expect(found.history.map(([, , code]: string[]) => code)).toEqual(["const remembered = 12345"]);
    await kernel.execute("'unstored' + 1", { store_history: false });
    await kernel.execute("'stored' + 1");
    const { history: last } = await kernel.request("history_request", {
      hist_access_type: "tail",
      n: 1,
      output: true,
      raw: true,
    });
    expect(last.at(-1).slice(2)).toEqual([["'stored' + 1", "'stored1'"]]);
    const unstored = await kernel.request("history_request", {
      hist_access_type: "search",
      pattern: "*unstored*",
    });
    expect(unstored.history).toEqual([]);
    const file = join(kernel.dataHome, "tsdescent", "history.sqlite");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
