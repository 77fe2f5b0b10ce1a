import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callbacks, tune } from "../../src";
import { readCheckpoint } from "../../src/callbacks/checkpoint";
import { setSeed } from "../../src/core/index";
import { adam, schedules } from "../../src/optim/index";
import {
  augment,
  fit,
  type Callback,
  type FitData,
  type FitOptions,
  type History,
} from "../../src/train/index";
import { draws } from "../someOf";
import { smallNet } from "../train/models";

const folder = mkdtempSync(join(tmpdir(), "resumed-"));
const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => {
  quiet.mockRestore();
  rmSync(folder, { recursive: true, force: true });
});

/** Where a run is cut off: after so many steps or epochs. */
type Crash = { steps: number } | { epochs: number };

/** What is drawn: everything about a run that a resumed one has to keep. */
interface Plan {
  names: string[];
  data: "memory" | "stream" | "endless";
  validation: "none" | "share" | "data" | "stream";
  accumulate: number;
  everySteps: number | undefined;
  everyEpochs: number;
  compile: "eager" | "graph" | "xla";
  crashes: Crash[];
}

const rows = 14;
const batchSize = 4;
const classes = Int32Array.from({ length: rows }, (_, row) => row % 3);
const x = Array.from({ length: rows }, (_, row) => [Math.sin(row), Math.cos(2 * row), row / rows, row % 3]);
const inMemory = { x, y: classes };

/** The same batches in every epoch. */
function* batches(): Generator<{ x: number[][]; y: Int32Array }> {
  for (let from = 0; from < rows; from += batchSize)
    yield { x: x.slice(from, from + batchSize), y: classes.slice(from, from + batchSize) };
}

/** Every batch is another one: what comes depends on how many came before. */
function* endless(): Generator<{ x: number[][]; y: Int32Array }> {
  for (let from = 0; ; from = (from + 3) % 11)
    yield { x: x.slice(from, from + 3), y: classes.slice(from, from + 3) };
}

const crashing = ({ crashes }: Plan, attempt: number): Callback => {
  const crash = crashes[attempt] ?? {};
  const fail = (now: boolean) => {
    if (now) throw new Error("crash");
  };
  return {
    onBatchEnd: (_, __, run) => fail("steps" in crash && run.step >= crash.steps),
    onEpochEnd: (epoch) => fail("epochs" in crash && epoch + 1 >= crash.epochs),
  };
};

/** What a run leaves behind, as far as a resumed one must leave the same. */
interface Left {
  [name: string]: unknown;
}

class Attempt {
  readonly trial = tune.fixedTrial({});
  readonly reports: [number, number][] = [];

  constructor(
    private readonly plan: Plan,
    private readonly place: string,
    private readonly crash: Callback,
  ) {
    mkdirSync(place, { recursive: true });
    this.trial.report = async (step, value) => void this.reports.push([step, value]);
  }

  private readonly made = new Map<string, Callback>();

  private make(name: string): Callback {
    const { everySteps, everyEpochs } = this.plan;
    const file = (own: string) => join(this.place, own);
    const makers: Record<string, () => Callback> = {
      checkpoint: () => callbacks.checkpoint(file("run.ckpt"), { everySteps, everyEpochs, resume: true }),
      best: () => callbacks.checkpoint(file("best.ckpt"), { best: true }),
      crash: () => this.crash,
      csvLog: () => callbacks.csvLog(file("run.csv")),
      earlyStopping: () => callbacks.earlyStopping({ patience: 1, minDelta: 0.02 }),
      ema: () => callbacks.ema({ decay: 0.8 }),
      jsonLog: () => callbacks.jsonLog(file("run.jsonl")),
      record: () => callbacks.record({ everySteps: 2 }),
      recordThird: () => callbacks.record({ everySteps: 3, histograms: false }),
      reportTo: () => tune.reportTo(this.trial),
      enough: () => ({ onEpochEnd: (epoch, _, run) => void (epoch === 2 && run.stop("enough")) }),
      slower: () => ({
        onEpochEnd: (epoch, _, run) => void (epoch === 1 && (run.learningRateOverride = 0.004)),
      }),
      snapshotEnsemble: () => callbacks.snapshotEnsemble({ everyEpochs: 1 }),
      swa: () => callbacks.swa({ from: 1 }),
      swaLate: () => callbacks.swa({ from: 2 }),
    };
    const callback = makers[name]();
    this.made.set(name, callback);
    return callback;
  }

  private get data(): FitData {
    const { data } = this.plan;
    return data === "memory" ? inMemory : data === "stream" ? batches : endless;
  }

  private get validation(): FitOptions["validation"] {
    const { validation, data } = this.plan;
    if (validation === "share") return data === "memory" ? 0.3 : undefined;
    return { none: undefined, data: inMemory, stream: batches }[validation];
  }

  async run(): Promise<Left> {
    const { plan } = this;
    const model = smallNet({ hidden: 5 });
    const rate = schedules.reduceOnPlateau({ learningRate: 0.02, factor: 0.5, patience: 1 });
    const history = await fit(model, this.data, {
      loss: "sparseCategoricalCrossentropy",
      optimizer: adam({ learningRate: rate }),
      epochs: 4,
      batchSize,
      stepsPerEpoch: plan.data === "endless" ? 3 : undefined,
      validation: this.validation,
      metrics: ["accuracy"],
      accumulate: plan.accumulate,
      augment: [augment.noise({ stdDev: 0.05 })],
      compile: plan.compile,
      callbacks: plan.names.map((name) => this.make(name)),
    });
    const left = await this.left(model, history);
    model.dispose();
    return left;
  }

  private async left(model: tf.LayersModel, history: History): Promise<Left> {
    const { seconds: _, ...told } = history.toJSON();
    const states = [...this.made].map(([name, callback]) => [name, stateOf(callback)]);
    return {
      ...told,
      weights: model.getWeights().map((weight) => Array.from(weight.dataSync())),
      states: Object.fromEntries(states),
      reports: Object.fromEntries(this.reports),
      csv: this.text("run.csv").replace(/^(\d+,[^,]*),[^,]*/gm, "$1"),
      json: this.text("run.jsonl").replace(/"seconds":[\d.]+/g, ""),
      best: this.best(),
    };
  }

  private best(): unknown {
    const path = join(this.place, "best.ckpt");
    if (!existsSync(path)) return undefined;
    const { epoch, batch, step, gathered, sums, optimizer, weights } = readCheckpoint(path);
    return { epoch, batch, step, gathered, sums, optimizer, weights };
  }

  private text(name: string): string {
    const path = join(this.place, name);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }
}

/** What a callback knows; layers, whose names count up within a process, in their order. */
function stateOf(callback: Callback): unknown {
  if (callback instanceof callbacks.Recording) return [callback.steps, Object.values(callback.layers)];
  return callback.save?.();
}

let places = 0;

/** The run in one piece, the run in pieces, and the run in pieces that is run once more after its end. */
async function compared(plan: Plan): Promise<[whole: Left, pieces: Left, again: Left]> {
  const [wholePlace, place] = ["whole", "pieces"].map((kind) => join(folder, `${kind}-${++places}`));
  setSeed(places);
  const whole = await new Attempt(plan, wholePlace, crashing({ ...plan, crashes: [] }, 0)).run();
  setSeed(places);
  for (let attempt = 0; ; attempt++) {
    try {
      const pieces = await new Attempt(plan, place, crashing(plan, attempt)).run();
      setSeed(places + 1000);
      return [whole, pieces, await new Attempt(plan, place, crashing(plan, attempt)).run()];
    } catch (error) {
      if ((error as Error).message !== "crash") throw error;
    }
    // Before the first saving there is nothing to go on from: the run begins anew, with the seed that it has had.
    setSeed(existsSync(join(place, "run.ckpt")) ? places + 1000 + attempt : places);
  }
}

const others = [
  "best",
  "csvLog",
  "earlyStopping",
  "ema",
  "jsonLog",
  "record",
  "recordThird",
  "reportTo",
  "slower",
  "enough",
];
const atTheEnd = ["snapshotEnsemble", "swa", "swaLate"];

const crash = fc.oneof(
  fc.record({ steps: fc.integer({ min: 1, max: 14 }) }),
  fc.record({ epochs: fc.integer({ min: 1, max: 4 }) }),
);

const plans: fc.Arbitrary<Plan> = fc
  .subarray([...others, ...atTheEnd])
  .chain((some) => fc.shuffledSubarray(["checkpoint", "crash", ...some], { minLength: some.length + 2 }))
  .chain((names) =>
    fc.record<Plan>({
      names: fc.constant(names),
      data: fc.constantFrom("memory", "stream", "endless"),
      validation: fc.constantFrom("none", "share", "data", "stream"),
      accumulate: fc.constantFrom(1, 1, 2, 3),
      everySteps: fc.constantFrom(undefined, 1, 2, 5),
      everyEpochs: fc.constantFrom(1, 1, 2),
      compile: fc.constantFrom("eager", "graph"),
      crashes: fc.array(crash, { minLength: 1, maxLength: 2 }),
    }),
  );

test("a run that is cut off anywhere and resumed, with any callbacks in any order, is the run in one piece", async () => {
  const property = fc.asyncProperty(plans, async (plan) => {
    const [whole, pieces, again] = await compared(plan);
    expect({ ...plan, ...pieces }).toEqual({ ...plan, ...whole });
    expect({ ...plan, ...again }).toEqual({ ...plan, ...whole });
  });
  await fc.assert(property, {
    numRuns: Number(process.env.RESUMED_RUNS ?? (draws() ? 8 : 25)),
    seed: draws() ? jest.getSeed() : 14,
    endOnFailure: true,
  });
}, 600_000);
