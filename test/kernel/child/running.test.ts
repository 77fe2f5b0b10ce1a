import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestNotebook } from "./notebook";

let notebook: TestNotebook;
beforeAll(async () => {
  notebook = new TestNotebook({ "now.ts": "export const seen = [5].at(0), flags = /x/g.flags;" });
  await notebook.run(`const { EventEmitter, once } = require("node:events"); const timers = require("node:timers/promises");
    const { Worker } = require("node:worker_threads"); const { promisify } = require("node:util");
    const gate = () => { let open; const opened = new Promise((resolve) => { open = resolve }); return { open, opened } };
    const never = new Promise(() => undefined); const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`);
});
afterAll(() => notebook.close());
const value = (code: string) => notebook.value(code);

/** What was printed since, with the cell that it was credited to. */
function since(from: number): string[] {
  return notebook.lines.slice(from).map((line) => line.trim());
}

/** A cell that is interrupted once it has printed `on`. */
async function interrupted(code: string) {
  const outcome = notebook.run(code);
  await notebook.came(`${notebook.last} stdout on\n`);
  notebook.session.interrupt();
  return outcome;
}

describe("What code prints belongs to the cell that started it", () => {
  it.each([
    ["a promise", "opened.then(() => console.log('late'))"],
    ["an async function", "void (async () => { await opened; console.log('late') })()"],
    [
      "an async function after more awaits",
      "void (async () => { await opened; await null; console.log('late') })()",
    ],
    ["a microtask of its own promise", "opened.then(() => queueMicrotask(() => console.log('late')))"],
    ["a tick of its own promise", "opened.then(() => process.nextTick(() => console.log('late')))"],
    ["a timer of its own promise", "opened.then(() => setTimeout(() => console.log('late')))"],
    ["an immediate of its own promise", "opened.then(() => setImmediate(() => console.error('late')))"],
    ["a promised timer", "void timers.setTimeout(1).then(() => opened).then(() => console.log('late'))"],
  ])("though another one runs: %s", async (_, code) => {
    await notebook.run(`const { open, opened } = gate(); ${code}; undefined`);
    const [from, starter] = [notebook.lines.length, notebook.last];
    await notebook.run(
      "console.log('before'); open(); await pause(2); await pause(2); console.log('after'); await null; console.error('end')",
    );
    const stream = code.includes("console.error") ? "stderr" : "stdout";
    await notebook.came(`${starter} ${stream} late\n`);
    expect(since(from).filter((line) => !line.endsWith("late"))).toEqual(
      ["stdout before", "stdout after", "stderr end"].map((line) => `${notebook.last} ${line}`),
    );
  });

  it("with what its emitters tell, unless a cell has them tell it", async () => {
    await notebook.run(`const news = new EventEmitter(); news.on("said", (...all) => console.log(...all));
      const worker = new Worker("require('node:worker_threads').parentPort.on('message', (m) => m.port.postMessage(require('node:worker_threads').parentPort.postMessage('heard')))", { eval: true });
      worker.on("message", (said) => console.log(said)); worker.unref(); undefined`);
    const [from, starter] = [notebook.lines.length, notebook.last];
    await notebook.run(
      "news.emit('said', 1, 2); const { port1 } = new MessageChannel(); worker.postMessage({ port: port1 }, [port1]); undefined",
    );
    await notebook.came(`${starter} stdout heard\n`);
    expect(since(from)).toEqual([`${notebook.last} stdout 1 2`, `${starter} stdout heard`]);
    await notebook.run("await worker.terminate(); undefined");
  });

  it("and to the one that ran last where nobody can tell, after an error that nobody caught too", async () => {
    await notebook.run(`globalThis[Symbol.for("Jupyter.comm")].register("board", (comm, data) => { console.log("opened", data.n); comm.onMessage((said) => console.log("got", said)) });
      setTimeout(() => { throw new Error("nobody") }, 5); undefined`);
    const first = notebook.last;
    await notebook.came(`${first} late Error: nobody`);
    await notebook.run("undefined");
    const open = { comm_id: "b", target_name: "board", data: { n: 1 } };
    notebook.session.send({ type: "comm_open", content: open, metadata: {}, buffers: [] });
    await notebook.came(`${notebook.last} stdout opened 1\n`);
    notebook.session.send({
      type: "comm_msg",
      content: { comm_id: "nobody's", data: {} },
      metadata: {},
      buffers: [],
    });
    notebook.session.send({ type: "comm_msg", content: { comm_id: "b" }, metadata: {}, buffers: [] });
    await notebook.came(`${notebook.last} stdout got {}\n`);
    expect(notebook.lines.filter((line) => line.includes(" late "))).toHaveLength(1);
  });
});

describe("What a cell has the kernel do for it", () => {
  it("ends with the comm that a front end closes", async () => {
    await notebook.run(`globalThis[Symbol.for("Jupyter.comm")].register("closing", (comm) => {
      comm.onMessage(({ n }) => console.log("message", n)); comm.onClose(({ n }) => console.log("close", n)) }); undefined`);
    const from = notebook.lines.length;
    const tell = (type: "comm_open" | "comm_msg" | "comm_close", n: number) => {
      const content = { comm_id: "closed", target_name: "closing", data: { n } };
      notebook.session.send({ type, content, metadata: {}, buffers: [] });
    };
    tell("comm_open", 0);
    tell("comm_msg", 1);
    tell("comm_close", 2);
    tell("comm_msg", 3);
    await notebook.run("console.log('after')");
    // What comes close together is one print.
    const printed = since(from).map((print) => print.replace(/^\d+ stdout /, ""));
    expect(printed.join("\n")).toBe("message 1\nclose 2\nafter");
  });

  it("prints on behind the end of its streams, which are a script's", async () => {
    const from = notebook.lines.length;
    expect(
      await value(
        "let done = 0; process.stdout.end('last\\n'); process.stderr.end('words\\n', () => { done += 1 }); process.stdout.end(); process.stdout.destroy(); console.log('more'); await pause(1); done",
      ),
    ).toBe("1");
    expect(since(from)).toEqual(
      ["stdout last", "stderr words", "stdout more"].map((line) => `${notebook.last} ${line}`),
    );
  });

  it("fails with a program that is not there, and goes on", async () => {
    await notebook.run("const { PATH: path } = process.env; process.env.PATH = '/nowhere'; undefined");
    expect(await value("%npm ls\n1")).toBe("Error: spawn npm ENOENT");
    expect(await value("process.env.PATH = path; 2")).toBe("2");
  });
});

describe("Timers, ticks and microtasks of a cell", () => {
  it("are given what Node gives them", async () => {
    const code = `const own = await new Promise((resolve) => { const timer = setTimeout(function (...all) { resolve([this === timer, ...all]) }, 1, "a", 2) });
      const times = await new Promise((resolve) => { let n = 0; const timer = setInterval(() => { n += 1; if (n === 3) { clearInterval(timer); setTimeout(resolve, 5, n) } }, 1) });
      const immediate = await new Promise((resolve) => setImmediate(resolve, "i")), tick = await new Promise((resolve) => process.nextTick(resolve, "t"));
      [...own, times, immediate, tick, await promisify(setTimeout)(1, "p"), await timers.setTimeout(1, "v"), await timers.setImmediate("w")].join()`;
    expect(await value(code)).toBe("'true,a,2,3,i,t,p,v,w'");
    for (const start of ["setTimeout", "setInterval", "setImmediate", "process.nextTick", "queueMicrotask"])
      expect(await value(`let code; try { ${start}(5) } catch (error) { code = error.code }; code`)).toBe(
        "'ERR_INVALID_ARG_TYPE'",
      );
    expect(
      await value(
        "const off = setTimeout(() => console.log('off'), 1); clearTimeout(off); off.hasRef() + String(setTimeout(() => 0, 1).unref().hasRef())",
      ),
    ).toBe("'truefalse'");
  });

  it.each([
    ["setTimeout", "const next = () => { ticks += 1; setTimeout(next, 1) }; next()"],
    ["setInterval", "setInterval(() => { ticks += 1 }, 1)"],
    ["setImmediate", "const next = () => { ticks += 1; setImmediate(next) }; next()"],
    ["nextTick", "const next = () => { ticks += 1; process.nextTick(next) }; setTimeout(next, 5)"],
    ["queueMicrotask", "const next = () => { ticks += 1; queueMicrotask(next) }; setTimeout(next, 5)"],
    ["a promised timer", "void (async () => { for (;;) { await timers.setTimeout(1); ticks += 1 } })()"],
    ["a promised immediate", "void (async () => { for (;;) { await timers.setImmediate(); ticks += 1 } })()"],
    [
      "a timer turned into a promise",
      "void (async () => { for (;;) { await promisify(setTimeout)(1); ticks += 1 } })()",
    ],
  ])("end with it when it is interrupted: %s", async (_, code) => {
    expect(await interrupted(`let ticks = 0; console.log("on"); ${code}; await never`)).toMatchObject({
      failure: { ename: "Interrupted" },
    });
    expect(await value("const then = ticks; await pause(15); await pause(15); ticks === then")).toBe("true");
  });
});

describe("Code that wants to be told of an interrupt", () => {
  const told = "const onInterrupt = globalThis[Symbol.for('Jupyter.interrupt')]";

  it("ends by itself, with its value", async () => {
    const code = `${told}; let asked = 0, others = 0; const stop = onInterrupt(() => { asked += 1; open() }), other = onInterrupt(() => { others += 1 }); const { open, opened } = gate(); other(); console.log("on"); await opened; stop(); "own end"`;
    expect(await interrupted(code)).toMatchObject({
      status: "ok",
      result: { data: { "text/plain": "'own end'" } },
    });
    expect(await value("[asked, others]")).toBe("[ 1, 0 ]");
    expect(await interrupted(`console.log("on"); await never`)).toMatchObject({
      failure: { ename: "Interrupted" },
    });
    expect(await value("asked")).toBe("1");
  });

  it("is told at once where it begins in a cell that was told already", async () => {
    const code = `const first = gate(); let second = "not asked"; onInterrupt(() => first.open()); console.log("on"); await first.opened; const stop2 = onInterrupt(() => { second = "asked" }); stop2(); second`;
    expect(await interrupted(code)).toMatchObject({ result: { data: { "text/plain": "'asked'" } } });
    expect(await value("let late = 0; onInterrupt(() => { late += 1 })(); late")).toBe("0");
  });

  it("is cut off by a second interrupt, and by the first where nobody listens any more", async () => {
    const both = notebook.run(
      `const heard = gate(); onInterrupt(() => console.log("asked")); console.log("on"); await never`,
    );
    await notebook.came(`${notebook.last} stdout on\n`);
    notebook.session.interrupt();
    await notebook.came(`${notebook.last} stdout asked\n`);
    notebook.session.interrupt();
    expect(await both).toMatchObject({ failure: { ename: "Interrupted" } });
    const one = `const a = onInterrupt(() => undefined), b = onInterrupt(() => undefined); a(); b(); console.log("on"); await never`;
    expect(await interrupted(one)).toMatchObject({ failure: { ename: "Interrupted" } });
    const other = `const c = onInterrupt(() => undefined), d = onInterrupt(() => open()); const { open, opened } = gate(); c(); console.log("on"); await opened; d(); "told"`;
    expect(await interrupted(other)).toMatchObject({ result: { data: { "text/plain": "'told'" } } });
  });
});

describe("An interrupted cell", () => {
  it("has its prints go where they went before it began", async () => {
    const outer =
      "globalThis.plain = process.stdout.write; globalThis.kept = []; process.stdout.write = (text) => { kept.push(text); return plain.call(process.stdout, text) }; undefined";
    await notebook.run(outer);
    await interrupted(
      `console.log("on"); process.stdout.write = () => true; process.stderr.write = () => true; await never`,
    );
    const from = notebook.lines.length;
    await notebook.run(`console.log("out"); console.error("err")`);
    expect(since(from)).toEqual([`${notebook.last} stdout out`, `${notebook.last} stderr err`]);
    expect(await value(`kept.includes("out\\n")`)).toBe("true");
    await notebook.run("process.stdout.write = plain; undefined");
  });

  it("leaves names that it did not come to as they were", async () => {
    notebook.write("names.ts", "export let n = 1; export const up = () => { n += 1; };");
    await notebook.run(`import { n, up } from "./names"; let plainName = "before"; undefined`);
    await interrupted(`console.log("on"); await never; let n = 5, plainName = 6, brandNew = 7`);
    expect(await value("up(); [n, plainName, typeof brandNew]")).toBe("[ 2, 'before', 'undefined' ]");
    expect(await value("let n = 9, plainName = 10; throw new Error('x'); let brandNew = 8")).toBe("Error: x");
    expect(await value("[n, plainName, typeof brandNew]")).toBe("[ 9, 10, 'undefined' ]");
  });
});

describe("What a cell makes of the built-ins", () => {
  const throws = "() => { throw new Error('mine') }";
  it.each([
    ["Buffer", "from", throws],
    ["Object.getPrototypeOf([].values())", "next", "() => ({ done: true })"],
    ["Object.getPrototypeOf(new Map().values())", "next", "() => ({ done: true })"],
    ["Object.getPrototypeOf(function* () {}).prototype", "next", throws],
    ["JSON", "stringify", "() => '{}'"],
    ["globalThis", "Map", "class {}"],
    ["globalThis", "setImmediate", throws],
    ["Array.prototype", "map", undefined],
    ["String.prototype", "startsWith", undefined],
    ["Object", "entries", undefined],
    ...["toJSON", "then", "get", "set"].map((name) => ["Object.prototype", name, "() => 'mine'"]),
    ...["value", "writable", "enumerable", "configurable"].map((name) => ["Object.prototype", name, "true"]),
    ...["data", "update", "displayId", "metadata", "type", "encoding"].map((name) => [
      "Object.prototype",
      name,
      "'mine'",
    ]),
    ...["then", "constructor"].map((name) => ["Promise.prototype", name, throws]),
    ...["get", "set"].map((name) => ["WeakMap.prototype", name, throws]),
    ...["getOwnPropertyDescriptor", "defineProperty", "apply"].map((name) => ["Reflect", name, throws]),
    ["Function.prototype", "apply", throws],
    ["Array.prototype", "toJSON", "() => 'mine'"],
    ["require('node:events').prototype", "emit", throws],
    ["require('node:util')", "inspect", throws],
  ])("leaves the kernel's work as it is: %s.%s", async (holder, key, made) => {
    const name = `of-${key}-${holder?.length}`;
    notebook.write(`${name}.ts`, "export const a = 1;");
    notebook.write(`${name}.cjs`, "exports.b = 2;");
    const from = notebook.lines.length;
    const replace = made ? `held.holder.${key} = ${made}` : `delete held.holder.${key}`;
    const code = `globalThis.held = { holder: ${holder}, original: Object.getOwnPropertyDescriptor(${holder}, "${key}") }; ${replace};
      console.log("printed"); await display({ a: 1 }); const m = await import("./${name}.ts"); const c = await import("./${name}.cjs"); import os from "node:os"; Object.keys(m)[0] + typeof os.cpus + c.b`;
    expect(await value(code)).toBe("'afunction2'");
    const cell = notebook.last;
    expect(since(from)).toEqual([
      `${cell} stdout printed`,
      `${cell} display  ${JSON.stringify({ "text/plain": "{ a: 1 }" })}`,
    ]);
    expect(await value("throw new RangeError('thrown')")).toBe("RangeError: thrown");
    await notebook.run(
      `if (held.original) Object.defineProperty(held.holder, "${key}", held.original); else delete held.holder.${key}; undefined`,
    );
    expect(
      await value(
        "const of = Object.getOwnPropertyDescriptor(m, '__esModule'); [of.enumerable, of.configurable, of.writable].join()",
      ),
    ).toBe("'false,false,false'");
  });

  it("leaves it as it is where a getter is replaced", async () => {
    await notebook.run(
      "const size = Object.getOwnPropertyDescriptor(Map.prototype, 'size'); Object.defineProperty(Map.prototype, 'size', { get: () => 99, configurable: true }); undefined",
    );
    expect(await value("await display(new Map([[1, 2]])); new Map().size")).toBe("99");
    expect(notebook.lines.at(-1)).toContain("Map(1) { 1 => 2 }");
    await notebook.run("Object.defineProperty(Map.prototype, 'size', size); undefined");
  });

  it("stays with cells and their modules, after the kernel's own work too", async () => {
    expect(
      await value(
        "const at = Array.prototype.at; Array.prototype.at = () => 7; delete RegExp.prototype.flags; await display(1); console.log(2); [[5].at(0), /x/g.flags].join()",
      ),
    ).toBe("'7,'");
    expect(
      await value(
        `import { seen, flags } from "./now"; [seen, [5].at(0), flags, await Promise.resolve().then(() => [5].at(0))].join()`,
      ),
    ).toBe("'7,7,,7'");
    expect(await value("Array.prototype.at = at; [5].at(0)")).toBe("5");
    expect(await value("[5].at(0)")).toBe("5");
  });
});
