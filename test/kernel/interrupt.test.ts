import { spawn } from "node:child_process";
import { availableParallelism, setPriority } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestKernel } from "./testKernel";

/** Cells that never end by themselves, each in its own way; each prints `go` when it is at it. */
const endless: Record<string, string> = {
  "a loop": `console.log("go"); while (true) {}`,
  "a loop after an await": `await 0; console.log("go"); while (true) {}`,
  "a loop inside a function of an earlier cell": `console.log("go"); spin();`,
  "a loop of microtasks": `console.log("go"); while (true) await null;`,
  "a loop of timers": `console.log("go"); while (true) await new Promise((resolve) => setTimeout(resolve, 1));`,
  "a loop of immediates": `console.log("go"); while (true) await new Promise((resolve) => setImmediate(resolve));`,
  "a promise that nobody resolves": `console.log("go"); await new Promise(() => {});`,
  "a regular expression that backtracks": `console.log("go"); /^(a+)+$/.test("a".repeat(40) + "b");`,
  "waiting on shared memory": `console.log("go"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  "a program that runs in the foreground": `import { execSync } from "node:child_process"; console.log("go"); execSync("sleep 100");`,
  "training, in the middle": `const net = tf.sequential({ layers: [tf.layers.dense({ units: 64, inputShape: [32] }), tf.layers.dense({ units: 1 })] }); net.compile({ optimizer: "sgd", loss: "meanSquaredError" }); const onEpochEnd = (epoch: number) => { if (epoch === 2) console.log("go") }; await net.fit(tf.zeros([512, 32]), tf.zeros([512, 1]), { epochs: 1e6, verbose: 0, callbacks: { onEpochEnd } });`,
  "operations of TensorFlow": `const square = tf.ones([400, 400]); console.log("go"); while (true) tf.tidy(() => square.matMul(square).dataSync());`,
  "a loop that catches everything": `console.log("go"); while (true) { try { while (true) {} } catch {} finally {} }`,
  "a generator that never ends": `console.log("go"); for (const n of (function* () { while (true) yield 1; })()) n;`,
};

/** Loops of one long builtin: V8 looks for a wish to stop only between two of its calls, and now and then misses it. */
const builtins: Record<string, string> = {
  "parsing a long text, again and again": `const text = JSON.stringify(Array.from({ length: 1e5 }, (_, i) => ({ i }))); console.log("go"); while (true) JSON.parse(text, (_key, value) => value);`,
  "parsing, in a loop that does nothing else": `const long = JSON.stringify(Array.from({ length: 1e5 }, (_, i) => ({ i }))); console.log("go"); while (true) JSON.parse(long);`,
};

describe("An interrupt", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
    await kernel.execute("let kept = 1; function spin() { while (true) {} }");
    await kernel.execute(
      `import * as tf from "@tensorflow/tfjs-node"; import { Worker } from "node:worker_threads"; import { spawn } from "node:child_process";`,
    );
  });
  afterAll(() => kernel.stop());

  it.each(Object.entries(endless))("stops %s and keeps the state", async (_name, code) => {
    await kernel.execute("kept += 1");
    const id = await kernel.submit(`let reached = 0; reached = kept; ${code}`);
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    const { reply, error } = await kernel.execution(id);
    expect(reply.status).toBe("error");
    expect(error?.ename).toBe("Interrupted");
    const after = await kernel.execute("kept === reached");
    expect(after.result).toBe("true");
    expect(after.stderr).toBe("");
  });

  it("leaves no loop of timers behind", async () => {
    const id = await kernel.submit(
      `let ticks = 0; console.log("go"); while (true) { await new Promise((resolve) => setTimeout(resolve, 1)); ticks += 1; }`,
    );
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    await kernel.execution(id);
    const { result } = await kernel.execute(
      `const before = ticks; await new Promise((resolve) => setTimeout(resolve, 50)); ticks === before`,
    );
    expect(result).toBe("true");
  });

  it("ends the workers that the cell started, and leaves those of other cells", async () => {
    await kernel.execute(`
      const ticks = new Int32Array(new SharedArrayBuffer(8));
      const start = (at: number) => new Worker(
        "const { workerData: { ticks, at } } = require('node:worker_threads'); for (;;) Atomics.add(ticks, at, 1)",
        { eval: true, workerData: { ticks, at } });
      const mine = start(0);`);
    const id = await kernel.submit(`
      const searching = start(1), watch = setInterval(() => { if (Atomics.load(ticks, 1)) console.log("go") }, 5);
      await new Promise((resolve) => searching.once("exit", resolve));`);
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
    const { result } = await kernel.execute(`
      while (searching.threadId !== -1) await new Promise((resolve) => setTimeout(resolve, 5));
      const before = [...ticks];
      while (Atomics.load(ticks, 0) === before[0]) await new Promise((resolve) => setTimeout(resolve, 5));
      const found = ticks[1] === before[1];
      await mine.terminate();
      found`);
    expect(result).toBe("true");
  });

  it("ends the programs that the cell waits for", async () => {
    const id = await kernel.submit(`
      const program = spawn("sh", ["-c", "echo go; sleep 100"], { stdio: "inherit" });
      await new Promise((resolve) => program.once("exit", resolve));`);
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    await kernel.execution(id);
    const { result } = await kernel.execute(
      `while (program.signalCode === null) await new Promise((resolve) => setTimeout(resolve, 5)); program.signalCode`,
    );
    expect(result).toBe("'SIGINT'");
  });

  it("sent thrice as a signal to the kernel's group, as Ctrl-C is, leaves the compiler alive", async () => {
    const group = await TestKernel.start({ ownGroup: true });
    expect((await group.execute("let n = 1; n")).result).toBe("1");
    for (let at = 0; at < 3; at++) {
      const id = await group.submit(`console.log("go"); while (true) {}`);
      await group.untilPrinted(id, "go");
      process.kill(-(group.process.pid as number), "SIGINT");
      expect((await group.execution(id)).error?.ename).toBe("Interrupted");
    }
    expect((await group.execute("const s: string = n")).error?.ename).toBe("TypeScriptError");
    expect((await group.execute("n + 1")).result).toBe("2");
    await group.stop();
  });

  it("when nothing runs changes nothing", async () => {
    await kernel.request("interrupt_request", {}, "control");
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  });

  it.each([
    ["while another waits behind it", true],
    ["while no other cell was sent", false],
  ])("stops what a cell left behind, %s", async (_name, waits) => {
    const spinner = await kernel.submit(
      `setInterval(() => { console.log("spins"); while (true); }, 20); kept += 1; let left = kept`,
    );
    await kernel.untilPrintedLate(spinner, "spins");
    const waiting = waits ? await kernel.submit("kept += 1000") : undefined;
    if (waiting) await kernel.until((one) => one.parent.msg_id === waiting);
    await kernel.request("interrupt_request", {}, "control");
    if (waiting) expect((await kernel.execution(waiting)).error?.ename).toBe("Interrupted");
    const after = await kernel.execute(
      "await new Promise((resolve) => setTimeout(resolve, 60)); kept === left",
    );
    expect(after.result).toBe("true");
  });

  it("comes twenty times in a row and the kernel still answers", async () => {
    const id = await kernel.submit(`console.log("go"); while (true) {}`);
    await kernel.untilPrinted(id, "go");
    await Promise.all(Array.from({ length: 20 }, () => kernel.request("interrupt_request", {}, "control")));
    expect((await kernel.execution(id)).error?.ename).toBe("Interrupted");
    expect((await kernel.execute("kept > 0")).result).toBe("true");
  });
});

describe("An interrupt of a loop of one long builtin", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
  });
  afterAll(() => kernel.stop());

  it.each(Object.entries(builtins))("stops %s, at the second try at the latest", async (_name, code) => {
    const id = await kernel.submit(code);
    await kernel.untilPrinted(id, "go");
    await kernel.request("interrupt_request", {}, "control");
    const ended = kernel.execution(id);
    const again = setTimeout(() => void kernel.request("interrupt_request", {}, "control"), 6000);
    const { reply } = await ended;
    clearTimeout(again);
    expect(reply.status).toBe("error");
    expect((await kernel.execute("20 + 22")).result).toBe("42");
  });
});

describe("An interrupt at any moment of a cell", () => {
  it("leaves names, values and types that agree", async () => {
    const kernel = await TestKernel.start();
    for (let at = 0; at < 30; at++) {
      await kernel.execute(`let changing = ${at % 2 ? "1" : "'one'"}`);
      const other = at % 2 ? "'two'" : "2";
      const wait = at % 3 ? "" : "import * as zlib from 'node:zlib'; await 0;";
      const id = await kernel.submit(
        `${wait} let changing = ${other}; await new Promise((r) => setTimeout(r, 40));`,
      );
      await new Promise((resolve) => setTimeout(resolve, at * 2));
      await kernel.request("interrupt_request", {}, "control");
      await kernel.execution(id);
      const { result: type } = await kernel.execute("typeof changing");
      const isNumber = type === "'number'";
      const right = await kernel.execute(isNumber ? "changing.toFixed(1)" : "changing.toUpperCase()");
      const wrong = await kernel.execute(isNumber ? "changing.toUpperCase()" : "changing.toFixed(1)");
      expect([at, right.reply.status, wrong.error?.ename]).toEqual([at, "ok", "TypeScriptError"]);
      const { matches } = await kernel.request("complete_request", { code: "changing.to", cursor_pos: 11 });
      expect([at, matches.includes("toFixed")]).toEqual([at, isNumber]);
    }
    await kernel.stop();
  });

  it("loses no cell that comes next, where the process that runs them seldom gets its turn", async () => {
    const kernel = await TestKernel.start();
    setPriority(Number((await kernel.execute("process.pid")).result), 19);
    const burning = Array.from({ length: availableParallelism() }, () =>
      spawn(process.execPath, ["-e", "for (;;);"]),
    );
    try {
      for (let at = 0; at < 40; at++) {
        const id = await kernel.submit(
          `const end${at} = Date.now() + ${at % 30}; while (Date.now() < end${at});`,
        );
        await new Promise((resolve) => setTimeout(resolve, (at * 7) % 60));
        await kernel.request("interrupt_request", {}, "control");
        await kernel.execution(id);
        const { reply, result } = await kernel.execute(`${at}`);
        expect([reply.status, result]).toEqual(["ok", `${at}`]);
      }
    } finally {
      for (const one of burning) one.kill("SIGKILL");
      await kernel.stop();
    }
  });
});
