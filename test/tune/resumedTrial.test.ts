import "@tensorflow/tfjs-node";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpoint, earlyStopping } from "../../src/callbacks/index";
import { adam } from "../../src/optim/index";
import { fit, type Callback, type FitOptions } from "../../src/train/index";
import { createStudy, float, reportTo, type Trial, type TrialRecord } from "../../src/tune/index";
import { line, linearUnit } from "../train/models";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
const folder = mkdtempSync(join(tmpdir(), "resumed-trial-"));
afterAll(() => {
  quiet.mockRestore();
  rmSync(folder, { recursive: true });
});

/** Where a trial is cut off: at so many steps or epochs of its fit. */
type Cut = { steps: number } | { epochs: number };

/** Six epochs of eight steps. The run notes all that it left, where it comes to its end. */
async function train(
  trial: Trial<{ rate: number }>,
  options: FitOptions,
  cut: () => Promise<void> | void,
  at?: Cut,
) {
  const model = linearUnit();
  const cutting: Callback = {
    onBatchEnd: (_, __, run) => (at && "steps" in at && run.step === at.steps ? cut() : undefined),
    onEpochEnd: (epoch) => (at && "epochs" in at && epoch + 1 === at.epochs ? cut() : undefined),
  };
  try {
    const history = await fit(model, line(), {
      loss: "mse",
      epochs: 6,
      batchSize: 8,
      compile: "eager",
      optimizer: adam({ learningRate: trial.params.rate }),
      ...options,
      callbacks: [
        earlyStopping({ patience: 4 }),
        checkpoint(trial.file("run.ckpt"), { everySteps: 3, resume: true }),
        reportTo(trial as unknown as Trial),
        cutting,
      ],
    });
    const { seconds: _, ...told } = history.toJSON();
    trial.note("history", told);
    trial.note(
      "weights",
      model.getWeights().map((weight) => Array.from(weight.dataSync())),
    );
    return history.last.loss;
  } finally {
    model.dispose();
  }
}

/** What a finished trial is known by. */
const known = ({ values, reports, notes, params }: TrialRecord) => ({ values, reports, notes, params });

let studies = 0;

/** What became of the second of several trials, which is cut off at each of some places, one after the other. */
async function searched(options: FitOptions, cuts: Cut[], stored: boolean) {
  const storage = stored ? join(folder, `${++studies}.sqlite`) : undefined;
  const begin = () => createStudy({ space: { rate: float(0.01, 0.1) }, seed: 1, storage, retries: 3 });
  let study = begin();
  for (const at of [...cuts, undefined]) {
    const stop = new AbortController();
    // As where the process is gone: nothing more comes of the trial.
    const cut = () => {
      stop.abort();
      throw new Error("crash");
    };
    const isSecond = (trial: Trial<{ rate: number }>) => trial.params.rate === secondRate(study.trials);
    await study.optimize((trial) => train(trial, options, cut, isSecond(trial) ? at : undefined), {
      trials: 3,
      progress: false,
      signal: stop.signal,
    });
    if (stored) {
      study.close();
      study = begin();
    }
  }
  const { trials } = study;
  study.close();
  return trials.filter(({ state, params }) => state === "complete" && params.rate === secondRate(trials));
}

const secondRate = (trials: readonly TrialRecord[]) => trials[1]?.params.rate;

const kinds: Record<string, FitOptions> = {
  "with a validation share": { validation: 0.25, seed: 3 },
  "with gathered batches": { accumulate: 2, seed: 4 },
};

describe.each([false, true])("a trial that is cut off, in a study that is kept in a file: %s", (stored) => {
  test.each([
    ["with a validation share", [{ steps: 1 }]],
    ["with a validation share", [{ steps: 20 }]],
    ["with a validation share", [{ epochs: 2 }, { steps: 17 }, { epochs: 6 }]],
    ["with gathered batches", [{ steps: 15 }]],
  ] as [string, Cut[]][])("%s at %j, and retried, is the trial uninterrupted", async (kind, cuts) => {
    const options = kinds[kind];
    const whole = await searched(options, [], stored);
    const pieces = await searched(options, cuts, stored);
    expect(whole).toHaveLength(1);
    expect(pieces.map(known)).toEqual(whole.map(known));
  });
});
