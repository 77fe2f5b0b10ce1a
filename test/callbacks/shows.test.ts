import { liveFigure, type LiveFigureOptions } from "../../src/callbacks/liveFigure";
import { progress } from "../../src/callbacks/progress";
import {
  type Displayable,
  type DisplayData,
  displaySymbol,
  leaveLine,
  lineWidth,
  type MimeBundle,
  rewriteLine,
} from "../../src/show/index";
import { lossCurve } from "../../src/plot/index";
import { History } from "../../src/train/history";
import type { Run } from "../../src/train/index";

/** What went to the terminal, or without one to the console; what a notebook was shown. */
let written: string[] = [];
let lines: unknown[] = [];
let shown: { bundle: MimeBundle; displayId?: string; update?: boolean }[] = [];
let nowMs = 0;
const symbol = Symbol.for("Jupyter.display");
const home = globalThis as Record<symbol, unknown>;
const terminal = process.stdout as { isTTY?: boolean; columns?: number };
const before = { isTTY: terminal.isTTY, columns: terminal.columns };

beforeEach(() => {
  [written, lines, shown, nowMs] = [[], [], [], 0];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  jest.spyOn(console, "log").mockImplementation((line) => void lines.push(line));
  jest.spyOn(performance, "now").mockImplementation(() => nowMs);
  inTerminal(false);
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.assign(terminal, before);
  delete home[symbol];
});

function inTerminal(is: boolean, columns?: number): void {
  Object.assign(terminal, { isTTY: is, columns });
}

function inNotebook(): void {
  home[symbol] = async (value: Displayable, options: object) =>
    void shown.push({ bundle: bundleOf(await value[displaySymbol]()), ...options });
}

function bundleOf(shown: MimeBundle | DisplayData): MimeBundle {
  return "metadata" in shown ? (shown as DisplayData).data : (shown as MimeBundle);
}

describe("the terminal's last line", () => {
  const [one, other] = [{}, {}];
  const clear = "\r\x1b[2K";

  test("is written over by one at a time, until it is left", () => {
    inTerminal(true, 80);
    rewriteLine(one, "first");
    rewriteLine(other, "not shown");
    rewriteLine(one, "second");
    leaveLine(other, "stays");
    rewriteLine(other, "not shown");
    rewriteLine(one, "third");
    leaveLine(one, "done");
    rewriteLine(other, "shown");
    leaveLine(other, "done");
    expect(written).toEqual(
      ["first", "second", "stays\n", "third", "done\n", "shown", "done\n"].map((text) => clear + text),
    );
    expect(lines).toEqual([]);
  });

  test("is never as wide as the terminal, of which 100 columns are taken where nobody says", () => {
    inTerminal(true, 8);
    expect(lineWidth()).toBe(7);
    rewriteLine(one, "123456789");
    leaveLine(one, "123456789");
    expect(written).toEqual([`${clear}1234567`, `${clear}1234567\n`]);
    inTerminal(true);
    expect(lineWidth()).toBe(99);
    inTerminal(true, 0);
    expect(lineWidth()).toBe(99);
  });

  test("is one whole line in a file or a pipe, and nothing on the way", () => {
    expect(lineWidth()).toBe(Infinity);
    rewriteLine(one, "not shown");
    leaveLine(one, "x".repeat(200));
    expect([written, lines]).toEqual([[], ["x".repeat(200)]]);
  });
});

interface RunParts {
  epoch?: number;
  batch?: number;
  step?: number;
  stepsPerEpoch?: number;
  stopped?: string;
}

/** A run of four epochs of ten steps. */
function runOf(
  history: History,
  { epoch = 0, batch = 0, step = 10 * epoch + batch, stopped, ...given }: RunParts = {},
): Run {
  const { stepsPerEpoch = 10 } = given;
  const known = "stepsPerEpoch" in given ? given.stepsPerEpoch : stepsPerEpoch;
  const run = { history, epoch, batch, step, epochs: 4, stepsPerEpoch: known, learningRate: 0.01, stopped };
  return run as unknown as Run;
}

describe("progress", () => {
  /** A callback that was told of steps of 32 examples, each half a second, from this one on. */
  async function told(everyMs: number | undefined, from: number, to: number, history = new History()) {
    const callback = progress({ everyMs });
    callback.onTrainBegin!(runOf(history));
    for (let step = from; step <= to; step++) {
      nowMs += 500;
      history.stepLoss.push(1 / step);
      await callback.onBatchEnd!(
        0,
        { batch: 0, size: 32, loss: 1 / step },
        runOf(history, { epoch: Math.floor((step - 1) / 10), batch: ((step - 1) % 10) + 1, step }),
      );
    }
    return { callback, history };
  }

  test("says epoch, batch, loss, rate, examples a second and the time that is left", async () => {
    inNotebook();
    await told(0, 1, 2);
    expect(shown.map(({ bundle }) => bundle["text/plain"])).toEqual([
      "epoch 1/4  batch 1/10  loss 1  rate 0.01  64 samples/s  20 s left",
      "epoch 1/4  batch 2/10  loss 0.5  rate 0.01  64 samples/s  19 s left",
    ]);
    expect(String(shown[1].bundle["text/html"])).toContain('<progress value="5" max="100"');
    expect(shown.map(({ update }) => update)).toEqual([false, true]);
    expect(shown[0].displayId).toMatch(new RegExp(`^tsdescent-progress-${process.pid}-\\d+$`));
    expect(shown[1].displayId).toBe(shown[0].displayId);
  });

  test("counts time from where a resumed fit went on", async () => {
    inNotebook();
    await told(0, 21, 22);
    expect(shown.map(({ bundle }) => bundle["text/plain"])).toEqual([
      "epoch 3/4  batch 1/10  loss 0.04762  rate 0.01  64 samples/s  9.5 s left",
      "epoch 3/4  batch 2/10  loss 0.04545  rate 0.01  64 samples/s  9.0 s left",
    ]);
  });

  test("does without what nobody knows", async () => {
    inNotebook();
    const callback = progress({ everyMs: 0 });
    const history = new History();
    callback.onTrainBegin!(runOf(history));
    await callback.onBatchEnd!(
      0,
      { batch: 0, size: 32, loss: 1 },
      runOf(history, { batch: 1, stepsPerEpoch: undefined }),
    );
    // No time has gone by yet, so that nobody knows how fast it is.
    expect(shown[0].bundle["text/plain"]).toBe("epoch 1/4  batch 1  loss 1  rate 0.01  0 samples/s");
    expect(String(shown[0].bundle["text/html"])).not.toContain("<progress");
  });

  test.each([
    [undefined, 200],
    [700, 700],
  ])("with %s ms between two updates shows after %i", async (everyMs, ms) => {
    inNotebook();
    const callback = progress({ everyMs });
    const history = new History();
    callback.onTrainBegin!(runOf(history));
    const times: number[] = [];
    for (nowMs = 0; nowMs <= 1500; nowMs += 50) {
      await callback.onBatchEnd!(0, { batch: 0, size: 1, loss: 1 }, runOf(history, { batch: 1 }));
      if (shown.length > times.length) times.push(nowMs);
    }
    expect(times).toEqual(Array.from({ length: times.length }, (_, at) => at * ms));
    expect(times.length).toBeGreaterThan(2);
  });

  test("ends with the epoch's numbers and the time in all, and begins anew in the next fit", async () => {
    inNotebook();
    const { callback, history } = await told(1e9, 1, 10);
    callback.onEpochEnd!(0, { loss: 0.7, mae: 0.2 }, runOf(history));
    await callback.onTrainEnd!(runOf(history, { epoch: 4, batch: 0, step: 40, stopped: "enough" }));
    expect(shown.at(-1)!.bundle["text/plain"]).toBe(
      "epoch 4/4  loss 0.7  mae 0.2  rate 0.01  64 samples/s  5.0 s in all  stopped: enough",
    );
    callback.onTrainBegin!(runOf(history));
    await callback.onTrainEnd!(runOf(new History(), { epoch: 0 }));
    expect(shown.at(-1)!.bundle["text/plain"]).toBe(
      "epoch 1/4  loss NaN  rate 0.01  0 samples/s  0.0 s in all",
    );
    expect(shown.map(({ update }) => update)).toEqual([false, true, false]);
    expect(shown[2].displayId).not.toBe(shown[0].displayId);
  });

  test("ends with the last step's loss where the run ended within an epoch, or without a log of it", async () => {
    const { callback, history } = await told(1e9, 1, 4);
    callback.onEpochEnd!(0, { mae: 1 }, runOf(history));
    await callback.onTrainEnd!(runOf(history, { epoch: 1, batch: 0 }));
    callback.onEpochEnd!(0, { loss: 0.7 }, runOf(history));
    await callback.onTrainEnd!(runOf(history, { epoch: 1, batch: 1 }));
    expect(lines).toEqual([
      "epoch 2/4  loss 0.25  mae 1  rate 0.01  64 samples/s  2.0 s in all",
      "epoch 2/4  loss 0.25  rate 0.01  64 samples/s  2.0 s in all",
    ]);
  });

  test("keeps to the terminal's width", async () => {
    inTerminal(true, 45);
    const { callback, history } = await told(0, 1, 1);
    await callback.onTrainEnd!(runOf(history, { epoch: 4 }));
    expect(written).toEqual([
      "\r\x1b[2Kepoch 1/4  batch 1/10  loss 1  20 s left",
      "\r\x1b[2Kepoch 4/4  loss 1  0.5 s in all\n",
    ]);
  });
});

describe("a live figure", () => {
  /** One that was told of so many steps, of which ten are an epoch. */
  async function told(
    options: LiveFigureOptions | undefined,
    steps: number,
    { loss = (step: number) => 1 / step } = {},
  ) {
    const history = new History();
    const callback = liveFigure(options);
    await callback.onTrainBegin!(runOf(history));
    for (let step = 1; step <= steps; step++) {
      nowMs += 50;
      history.stepLoss.push(loss(step));
      const at = { epoch: Math.floor((step - 1) / 10), batch: ((step - 1) % 10) + 1 };
      await callback.onBatchEnd!(0, { batch: 0, size: 32, loss: loss(step) }, runOf(history, at));
      if (step % 10 !== 0) continue;
      history.add(at.epoch, { loss: loss(step), acc: step / 100 }, 0.1);
      await callback.onEpochEnd!(at.epoch, {}, runOf(history, { epoch: at.epoch + 1 }));
    }
    const end = () => callback.onTrainEnd!(runOf(history, { epoch: 4 }));
    return { callback, history, end };
  }
  const plain = () => shown.map(({ bundle }) => bundle["text/plain"]);

  test("is shown ten times a second at most, in one output", async () => {
    inNotebook();
    await told(undefined, 5);
    // After 50, 150 and 250 ms.
    expect(plain()).toEqual([
      "epoch 1/4  loss 1  ▁",
      "epoch 1/4  loss 0.3333  █▃▁",
      "epoch 1/4  loss 0.2  █▄▂▁▁",
    ]);
    expect(shown.map(({ update }) => update)).toEqual([false, true, true]);
    expect(new Set(shown.map(({ displayId }) => displayId)).size).toBe(1);
    expect(shown[0].displayId).toMatch(new RegExp(`^tsdescent-live-${process.pid}-\\d+$`));
    expect(String(shown[0].bundle["text/html"])).toContain(`data-live="${shown[0].displayId}"`);
  });

  test("waits as long as is asked", async () => {
    inNotebook();
    await told({ everyMs: 500 }, 12);
    expect(plain()).toEqual(["epoch 1/4  loss 1  ▁", "epoch 2/4  loss 0.1  ▁"]);
  });

  test("ends as the curves of its metric, of the loss where none is said", async () => {
    inNotebook();
    for (const [options, metric] of [
      [{}, "loss"],
      [{ metric: "acc", mode: "min" }, "acc"],
    ] as const) {
      const { end, history } = await told(options, 20);
      await end();
      const expected = lossCurve(history, { metric, mode: metric === "acc" ? "min" : "auto" });
      expect(shown.at(-1)!.bundle).toEqual(bundleOf(await expected[displaySymbol]()));
    }
  });

  test("ends as the losses of its steps without a whole epoch, and as a line without a finite number", async () => {
    inNotebook();
    await (await told({}, 5)).end();
    expect(plain().at(-1)).toContain("over step from 0 to 4");
    await (await told({}, 5, { loss: (step) => (step === 2 ? 1 : NaN) })).end();
    expect(plain().at(-1)).toContain("over step from 0 to 4");
    await (await told({}, 10, { loss: () => NaN })).end();
    expect(shown.at(-1)!.bundle).toEqual({ "text/plain": "epoch 4/4  loss NaN   " });
    await (await told({}, 20, { loss: (step) => (step === 20 ? 1 : NaN) })).end();
    expect(shown.at(-1)!.bundle).toHaveProperty(["application/vnd.vegalite.v5+json"]);
    const count = shown.length;
    await (await told({}, 0)).end();
    expect(shown).toHaveLength(count);
  });

  test("of one's own is drawn at the ends of epochs, with the history and the run", async () => {
    inNotebook();
    const asked: [number, number][] = [];
    const figure = (history: History, run: Run) => {
      asked.push([history.epoch.length, run.epoch]);
      return { [displaySymbol]: () => ({ "text/plain": `${history.epoch.length} epochs` }) };
    };
    const { end } = await told({ figure }, 20);
    await end();
    expect(asked).toEqual([
      [1, 1],
      [2, 2],
      [2, 4],
    ]);
    expect(plain()).toEqual(["1 epochs", "2 epochs", "2 epochs"]);
  });

  test("of one's own waits as long as is asked between two epochs, too", async () => {
    inNotebook();
    const figure = (history: History) => ({
      [displaySymbol]: () => ({ "text/plain": String(history.epoch.length) }),
    });
    const { end } = await told({ figure, everyMs: 900 }, 40);
    await end();
    expect(plain()).toEqual(["1", "3", "4"]);
  });

  test("that is one of the library's has its still at the end only", async () => {
    inNotebook();
    const { end } = await told({ figure: (history) => lossCurve(history) }, 10);
    await end();
    const stills = shown.map(({ bundle }) => String(bundle["image/png"] ?? "").length > 1000);
    expect(stills).toEqual([false, true]);
  });

  test("is a line in a terminal, whatever is drawn in a notebook", async () => {
    inTerminal(true, 80);
    const { end } = await told({ figure: () => ({ [displaySymbol]: () => ({}) }) }, 3);
    await end();
    expect(written).toEqual([
      "\r\x1b[2Kepoch 1/4  loss 1  ▁",
      "\r\x1b[2Kepoch 1/4  loss 0.3333  █▃▁",
      "\r\x1b[2Kepoch 4/4  loss 0.3333  █▃▁\n",
    ]);
  });
});
