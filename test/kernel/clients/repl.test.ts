import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type * as histories from "../../../kernel/clients/repl/history";
import type * as repls from "../../../kernel/clients/repl/repl";
import type * as sessions from "../../../kernel/session/session";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
const built = <Module>(path: string) => jest.requireActual<Module>(join(root, "dist/kernel", path));
const { LineHistory } = built<typeof histories>("clients/repl/history.js");
const { Repl } = built<typeof repls>("clients/repl/repl.js");
const { Session } = built<typeof sessions>("session/session.js");

const key = { tab: "\t", up: "\x1b[A", interrupt: "\x03", end: "\x04" };
const dot = "iVBORw0KGgo=";

/** A terminal that is typed into, and what stands in it. */
class Typist {
  readonly input = new PassThrough();
  private readonly output = new PassThrough();
  screen = "";

  constructor(readonly isLive: boolean) {
    this.output.setEncoding("utf8").on("data", (text) => (this.screen += text));
  }

  get terminal(): repls.Terminal {
    return { input: this.input, output: this.output, isLive: this.isLive };
  }

  /** Types; resolves with what came, once this stands in it. */
  async type(text: string, until: string | RegExp): Promise<string> {
    const from = this.screen.length;
    this.input.write(text);
    const came = () => stripVTControlCharacters(this.screen.slice(from));
    const isThere = () => (typeof until === "string" ? came().includes(until) : until.test(came()));
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
    return came();
  }
}

describe("A session in a terminal", () => {
  const folder = mkdtempSync(join(tmpdir(), "kernel-repl-"));
  const history = new LineHistory(join(folder, "history"));
  const session = new Session({ folder });
  const typist = new Typist(true);
  let ended: Promise<void>;
  beforeAll(() => {
    writeFileSync(join(folder, "history"), "'from before'");
    ended = new Repl(session, typist.terminal, history).run();
  });
  afterAll(() => session.close());

  it("shows values, output and mistakes, and keeps names", async () => {
    expect(await typist.type("const base: number = 4\n", /\n> $/)).not.toContain("undefined");
    expect(await typist.type("console.log('printed'); base + 1\n", /\n> $/)).toContain("printed\n5\n> ");
    expect(await typist.type("process.stdout.write('no end'); base\n", /\n> $/)).toContain("no end\n4\n> ");
    const wrong = await typist.type("const word: string = base\n", /\n> $/);
    expect(wrong).toContain("TypeScriptError: Type 'number' is not assignable to type 'string'.\nIn [4]:1:7");
    expect(await typist.type("throw new RangeError('far')\n", /\n> $/)).toContain("RangeError: far");
  });

  it("takes code in several lines, also where they come at once", async () => {
    await typist.type("function twice(n: number) {\n", "… ");
    await typist.type("\n", "… ");
    await typist.type("return 2 * n }\n", /\n> $/);
    expect(await typist.type("twice(4)\n", /\n> $/)).toContain("8\n> ");
    const pasted = "if (base > 1) {\n\n  console.log('pasted')\n}\ntwice(base)\n";
    expect(await typist.type(pasted, /8\n> $/)).toContain("pasted\n");
  });

  it("completes names and members, in later lines too", async () => {
    await typist.type(`bas${key.tab}`, "base");
    expect(await typist.type(" * 3\n", /\n> $/)).toContain("12\n> ");
    await typist.type("[\n", "… ");
    await typist.type(`bas${key.tab}`, "base");
    expect(await typist.type("].length\n", /\n> $/)).toContain("1\n> ");
    expect(await typist.type(`"x".padS${key.tab}`, "padStart")).toContain("padStart");
    await typist.type(key.interrupt, /\n> $/);
  });

  it("brings back lines, of earlier terminals too, and keeps them", async () => {
    expect(await typist.type(`'once'\n`, /\n> $/)).toContain("'once'");
    expect(await typist.type(`${key.up}\n`, /\n'once'\n> $/)).toContain("> 'once'");
    expect(history.read()[0]).toBe("'once'");
    expect(history.read()).toContain("'from before'");
  });

  it("stops what runs, and drops what is typed", async () => {
    await typist.type("console.log('on'); while (true);\n", "on\n");
    expect(await typist.type(key.interrupt, /\n> $/)).toContain("Interrupted: the cell was stopped");
    await typist.type("{ unfinished", "unfinished");
    await typist.type(key.interrupt, /\n> $/);
    expect(await typist.type("base\n", /\n> $/)).toContain("4\n> ");
  });

  it("saves figures and says where, and puts their updates there", async () => {
    const figure = (bytes: string) => `{ "image/png": "${bytes}", "text/plain": "a line that falls" }`;
    const shown = (of: string) => `{ [Symbol.for("Jupyter.display")]: () => (${of}) }`;
    const came = await typist.type(`(${shown(figure(dot))})\n`, /\n> $/);
    const [, path] = /a line that falls\n→ (\S+\.png)/.exec(came) ?? [];
    expect(readFileSync(path).toString("base64")).toBe(dot);
    const updated = `await display(${shown(figure(dot))}, { displayId: "d" }); await display(${shown(figure("AAAA"))}, { displayId: "d", update: true })`;
    const [, other, ...more] = (await typist.type(`${updated}\n`, /\n> $/)).match(/→ (\S+)/) ?? [];
    expect([readFileSync(other).toString("base64"), more]).toEqual(["AAAA", []]);
  });

  it("asks what a cell asks", async () => {
    await typist.type(`const name = await input("Who? ")\n`, "Who? ");
    await typist.type("Ada\n", /\n> $/);
    expect(await typist.type("name\n", /\n> $/)).toContain("'Ada'");
    expect(await typist.type(`await input("", { password: true })\n`, /\n> $/)).toContain("cannot ask");
  });

  it("writes what comes late above the line that is typed", async () => {
    await typist.type("void setTimeout(() => console.log('late'), 50)\n", /\n> $/);
    expect(await typist.type("ba", /late\n> ba$/)).toContain("late");
    expect(await typist.type("se\n", /\n> $/)).toContain("4\n");
  });

  it("forgets when told, and leaves at the end of its input", async () => {
    expect(await typist.type(".help\n", /\n> $/)).toContain(".restart  forgets");
    await typist.type(".restart\n", /forgotten\n> $/);
    expect(await typist.type("base\n", /\n> $/)).toContain("Cannot find name 'base'.");
    typist.input.write(key.end);
    await ended;
  });
});

it("runs what a pipe brings, without prompts and colours, to its end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kernel-repl-"));
  const session = new Session({ folder });
  const typist = new Typist(false);
  const path = join(folder, "history");
  const ended = new Repl(session, typist.terminal, new LineHistory(path)).run();
  typist.input.end(
    "const a = [1,\n2]\na.length\nawait input('? ')\nanswer\nthrow new Error('red')\nif (a) {\n'whole'\n}",
  );
  await ended;
  session.close();
  expect(typist.screen.split("\n").slice(0, 4)).toEqual(["2", "'answer'", "Error: red", "    at In [4]:1:7"]);
  expect(typist.screen).not.toMatch(/\x1b|> /);
  expect(existsSync(path)).toBe(false);
});
