// What code may expect of Node whether or not the kernel has changed it, by what is changed. Run alone it prints what
// Node itself does; with the number of a patch of kernel/child/patches, what it does with that one: both print the same.
const childProcess = require("node:child_process");
const { EventEmitter, errorMonitor, once } = require("node:events");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");
const { PassThrough } = require("node:stream");
const timers = require("node:timers");
const { promisify } = require("node:util");
const { Worker } = require("node:worker_threads");

const node = process.execPath;
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "unpatched-")));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

/** @param {Record<string, string>} files */
function write(files) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

/**
 * @param {() => unknown} act
 * @returns {unknown} what it gives, or the name, code and message of what it throws
 */
function tried(act) {
  const failed = (/** @type {any} */ { name, code, message }) => [
    name,
    code,
    String(message).replaceAll(folder, ""),
  ];
  try {
    const value = act();
    return value instanceof Promise ? value.catch(failed) : value;
  } catch (error) {
    return failed(error);
  }
}

const padding = `\n// ${"x".repeat(120_000)}\n`;
write({
  "node_modules/large/index.js": `exports.names = [__filename, typeof require("./small"), this === exports, module.id].map(String);
exports.fails = () => { throw new Error("here"); };
exports.late = () => import("node:path").then(({ sep }) => sep);${padding}`,
  "node_modules/large/small.js": "module.exports = 1;",
  "node_modules/broken/index.js": "const = 1;",
  "node_modules/data/index.json": `{"a": [1, 2]}`,
  "node_modules/data/wrong.json": `{"a": `,
  "node_modules/@scope/inner/package.json": `{"exports": {"./sub": "./made.js"}}`,
  "node_modules/@scope/inner/made.js": "module.exports = module.children.length;",
});
const from = Module.createRequire(path.join(folder, "here.js"));
const placed = (/** @type {string} */ name) => path.relative(folder, from.resolve(name));

/** @type {Record<string, () => Promise<unknown>>} */
const probes = {
  async "Module.prototype._compile"() {
    const large = from("large");
    const frame = String(tried(() => large.fails()) && stackOf(() => large.fails())[0]);
    return [large.names.map((one) => one.replace(folder, "")), frame.replace(folder, ""), await large.late()];
  },
  async "v8.promiseHooks"() {
    const order = [];
    class Own extends Promise {}
    const kept = new Own((resolve) => resolve(1)).then((value) => order.push(value));
    queueMicrotask(() => order.push("task"));
    await (async () => order.push("inside"))();
    await kept;
    const thenable = await { then: (/** @type {any} */ resolve) => resolve("thenable") };
    return [order, kept instanceof Own, thenable, tried(() => Promise.reject(new TypeError("no")))];
  },
  async "JSON.parse"() {
    const keys = [];
    JSON.parse('{"a": {"b": 1}}', function (key, value) {
      keys.push([key, Object.keys(this).length]);
      return value;
    });
    const texts = ["[1, 2.5e3, null]", "{", '"\\ud83d\\ude00"', ""];
    return [keys, JSON.parse.length, JSON.parse.name, texts.map((text) => tried(() => JSON.parse(text)))];
  },
  async "timers, timers/promises, setTimeout, setInterval, setImmediate, queueMicrotask"() {
    const promised = require("node:timers/promises");
    const given = await new Promise((resolve) => setTimeout((...all) => resolve(all), 1, "a", "b"));
    const own = await new Promise((resolve) => {
      const timer = setTimeout(function () {
        resolve(this === timer);
      }, 1);
    });
    let turns = 0;
    await new Promise((resolve) => {
      const timer = setInterval(() => ++turns === 3 && resolve(clearInterval(timer)), 1);
    });
    const cleared = setTimeout(() => (turns = 99), 1);
    clearTimeout(cleared);
    const aborted = AbortSignal.abort(new RangeError("enough"));
    const ticks = [];
    for await (const tick of promised.setInterval(1, "tick")) if (ticks.push(tick) === 2) break;
    return [
      given,
      own,
      turns,
      ticks,
      await promisify(setTimeout)(1, "one"),
      await promisify(setImmediate)("two"),
      await promised.setTimeout(1, "three"),
      await tried(() => promised.setTimeout(1, 0, { signal: aborted })),
      [setTimeout, setInterval, setImmediate].map((start) => tried(() => start(/** @type {any} */ (5)))),
      tried(() => queueMicrotask(/** @type {any} */ (5))),
      [
        setTimeout(() => 0, 1).hasRef(),
        setTimeout(() => 0, 1)
          .unref()
          .hasRef(),
      ],
      timers.setTimeout === setTimeout,
    ];
  },
  async "process.nextTick"() {
    const order = [];
    const given = await new Promise((resolve) => {
      setImmediate(() => order.push("immediate"));
      process.nextTick(
        /** @this {unknown} */ function (...all) {
          order.push("tick");
          process.nextTick(() => order.push("tick of a tick"));
          queueMicrotask(() => order.push("microtask"));
          setTimeout(() => resolve([this === undefined, ...all]), 5);
        },
        "a",
        2,
      );
      order.push("at once");
    });
    const { name, length } = process.nextTick;
    return [order, given, name, length, tried(() => process.nextTick(/** @type {any} */ (5)))];
  },
  async "EventEmitter.init, EventEmitter.prototype.emit"() {
    const emitter = new EventEmitter();
    const heard = [];
    emitter.once("news", (...all) => heard.push(all));
    emitter.on("news", function () {
      heard.push(this === emitter);
    });
    const watched = new EventEmitter().on(errorMonitor, ({ message }) => heard.push(message));
    const rejecting = new EventEmitter({ captureRejections: true });
    rejecting.on("go", async () => Promise.reject(new Error("async")));
    const failed = once(rejecting, "error").catch(({ message }) => message);
    rejecting.emit("go");
    const old = Object.create(EventEmitter.prototype);
    EventEmitter.call(old);
    return [
      emitter.emit("news", 1, 2),
      emitter.emit("news"),
      emitter.emit("none"),
      heard,
      tried(() => watched.emit("error", new Error("unheard"))),
      (await failed).map?.(String) ?? (await failed),
      old.emit("x"),
      tried(() => emitter.emit("error", "a text")),
    ];
  },
  async "ChildProcess.prototype.spawn, spawnSync, execSync, execFileSync"() {
    const code = (/** @type {string} */ text) => ["-e", text];
    const ended = async (/** @type {import("node:child_process").ChildProcess} */ program) => {
      const events = [];
      for (const name of ["spawn", "exit", "close", "error"])
        program.on(name, (...all) => events.push([name, ...all]));
      await once(program, "close").catch(() => undefined);
      return [events, [program.stdin, program.stdout, program.stderr].map((one) => one === null)];
    };
    const piped = childProcess.spawn(node, code("process.stdin.pipe(process.stdout)"));
    let echoed = "";
    piped.stdout.on("data", (chunk) => (echoed += chunk));
    const echo = ended(piped);
    piped.stdin.end("echo");
    return [
      await echo,
      echoed,
      await ended(
        childProcess.spawn(node, code("console.log('out'); process.exit(3)"), { stdio: "inherit" }),
      ),
      await ended(childProcess.spawn(node, code("0"), { stdio: ["ignore", "inherit", "pipe"] })),
      await ended(childProcess.spawn(node, code("0"), { stdio: "ignore" })),
      await ended(childProcess.fork(path.join(folder, "node_modules/large/small.js"), { stdio: "ignore" })),
      await tried(() => promisify(childProcess.execFile)(node, code("console.log(1)"))),
      childProcess.spawnSync(node, code("console.log(2); process.exit(4)"), { encoding: "utf8" }).status,
      childProcess.execFileSync(node, code("console.log(3)"), { encoding: "utf8" }),
      tried(() => childProcess.execSync("exit 5", { stdio: "pipe" })),
      tried(() => childProcess.spawn(/** @type {any} */ (5))),
      childProcess.spawnSync("no-such-program").error?.message,
    ];
  },
  async 'process.on("worker")'() {
    const worker = new Worker("require('worker_threads').parentPort.postMessage([1, 2])", { eval: true });
    const [message] = await once(worker, "message");
    const failing = new Worker("throw new TypeError('in the worker')", { eval: true });
    const [error] = await once(failing, "error");
    return [message, String(error), await once(failing, "exit")];
  },
  async "process.stdout, process.stderr"() {
    const written = (/** @type {any[]} */ ...given) =>
      new Promise((resolve) =>
        process.stdout.write(.../** @type {[any]} */ ([...given, () => resolve("done")])),
      );
    console.log("%d of %s", 1, "console");
    console.error("to the other");
    return [
      await written("text\n"),
      await written("c8\n", "latin1"),
      await written(Buffer.from("bytes\n")),
      process.stdout.write(new Uint8Array([104, 10])),
      [process.stdout.fd, process.stderr.fd, typeof process.stdout.on],
    ];
  },
  async "process.stdin, readline.createInterface, readline.Interface"() {
    const input = (/** @type {string} */ text) => {
      const stream = new PassThrough();
      stream.end(text);
      return stream;
    };
    const lines = [];
    for await (const line of readline.createInterface({ input: input("a\nb\n\nc") })) lines.push(line);
    const first = readline.createInterface(input("Ada\n"), new PassThrough());
    const name = await new Promise((resolve) => first.question("name? ", resolve));
    const { createInterface } = require("node:readline/promises");
    const made = new readline.Interface({ input: input("by new\n") });
    const [line] = await once(made, "line");
    return [
      lines,
      name,
      await createInterface({ input: input("Bob\n") }).question("name? "),
      line,
      made instanceof readline.Interface,
    ];
  },
  async "Module._resolveFilename"() {
    return [
      placed("large"),
      placed("./node_modules/large/small"),
      placed("@scope/inner/sub"),
      from.resolve("fs"),
      from.resolve("node:fs"),
      path.relative(folder, from.resolve("large", { paths: [folder] })),
      ["./none", "no-such-package", "@scope/inner/other", "node:none", ""].map((name) =>
        firstLine(tried(() => from.resolve(name))),
      ),
    ];
  },
  async "Error.prepareStackTrace, Error.stackTraceLimit"() {
    class Own extends Error {
      name = "Own";
    }
    const object = { toString: () => "object" };
    Error.captureStackTrace(object);
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (_, calls) => calls.length > 0 && typeof calls[0].getLineNumber();
    const { stack } = new Error("mine");
    Error.prepareStackTrace = before;
    const deep = (/** @type {number} */ n) => (n === 0 ? stackOf(() => fail("deep")) : deep(n - 1));
    const fail = (/** @type {string} */ what) => {
      throw new Own(what);
    };
    return [
      String(new Error("two\nlines").stack).split("\n").slice(0, 2),
      String(/** @type {any} */ (object).stack).split("\n")[0],
      stack,
      String(new Own("x").stack).split("\n")[0],
      deep(3).slice(0, 4),
      Object.keys(new Error("none")),
    ];
  },
  async "Module._extensions"() {
    return [
      from("@scope/inner/sub"),
      from("data/index.json"),
      firstLine(tried(() => from("data/wrong.json"))),
      tried(() => from("broken")),
      Object.keys(require.extensions).slice(0, 3),
      from("./node_modules/large/small.js") === from("./node_modules/large/small"),
    ];
  },
};

/** @param {unknown} told */
function firstLine(told) {
  return Array.isArray(told) ? told.map((one) => String(one).split("\n")[0]) : told;
}

/**
 * @param {() => unknown} act
 * @returns {string[]} the frames of what it throws
 */
function stackOf(act) {
  try {
    act();
    return [];
  } catch (error) {
    return String(/** @type {Error} */ (error).stack)
      .split("\n")
      .filter((line) => /^ +at /.test(line));
  }
}

/**
 * Applies patches of a built kernel outside of any cell.
 *
 * @param {string} child
 * @param {number[]} numbers
 */
function patch(child, numbers) {
  const built = (/** @type {string} */ name) => require(path.join(child, name));
  const maps = new (built("modules/sourceMaps.js").SourceMaps)();
  const modules = new (built("modules/ownModules.js").OwnModules)(maps, undefined, () => ({}));
  const parts = {
    project: {
      ...{ root: folder, name: "none", version: "0", packages: [], folders: {}, subpaths: {}, typeRoots: [] },
      cache: path.join(folder, ".descent/compiled"),
    },
    state: built("context/sharedState.js").sharedState(built("context/sharedState.js").sharedMemory()),
    output: { write: fs.writeSync, send: () => undefined },
    questions: { ask: async () => "asked" },
    maps,
    modules,
  };
  const { patches } = built("patches/patches.js");
  for (const number of numbers) patches[number].apply(parts);
}

async function main() {
  const [child, numbers, ...names] = process.argv.slice(2);
  process.exitCode = 9; // unless it comes to its end
  if (numbers) patch(child, numbers.split(",").map(Number));
  for (const name of names) console.log(JSON.stringify([name, await Promise.all(await probes[name]())]));
  process.exitCode = 0;
}

void main();
