import "@tensorflow/tfjs-node";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpoint, csvLog, jsonLog, readJsonLog, tensorBoard } from "../../src/callbacks/index";
import { readCheckpoint } from "../../src/callbacks/checkpoint";
import { checkReplaceable } from "../../src/callbacks/writing";
import { fit, type Callback } from "../../src/train/index";
import { linearUnit, line } from "../train/models";

const folder = mkdtempSync(join(tmpdir(), "files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const said = jest.spyOn(console, "log").mockImplementation(() => {});
beforeEach(() => said.mockClear());
afterAll(() => said.mockRestore());

const train = (callbacks: Callback[], epochs = 3) =>
  fit(linearUnit(), line(), { loss: "mse", epochs, seed: 1, compile: false, callbacks });
const writers = { checkpoint, csvLog, jsonLog, tensorBoard } as Record<string, (path: string) => Callback>;

describe.each(Object.keys(writers))("%s", (name) => {
  const make = writers[name];

  test("makes the folders that are not there", async () => {
    const path = join(folder, name, "new", "run");
    await train([make(path)]);
    expect(existsSync(path)).toBe(true);
  });

  test("says before training that no file can be written", async () => {
    const file = join(folder, `${name}.txt`);
    writeFileSync(file, "a file, no folder");
    let epochs = 0;
    const run = train([make(join(file, "run")), { onEpochEnd: () => void epochs++ }]);
    await expect(run).rejects.toThrow(
      new RegExp(`^${name}: .*run.* must be a file that can be written, got E(NOTDIR|EXIST): `),
    );
    expect(epochs).toBe(0);
  });

  test("takes nothing but text for a path", () => {
    expect(() => make(undefined as unknown as string)).toThrow(
      `${name}: path must be text, got undefined; call it as ${name}("run")`,
    );
  });
});

test.each(["checkpoint", "csvLog", "jsonLog"])("%s says that its path is a folder", async (name) => {
  const path = join(folder, `${name}-folder`);
  mkdirSync(path);
  await expect(train([writers[name](path)])).rejects.toThrow(
    `${name}: ${path} must be a file that can be written, got a folder`,
  );
});

test.each(["csvLog", "jsonLog"])(
  "%s says before training that its own file cannot be written",
  async (name) => {
    const path = join(folder, `${name}-nowhere`);
    symlinkSync(join(folder, "no folder", "run"), path);
    await expect(train([writers[name](path)])).rejects.toThrow(
      `${name}: ${path} must be a file that can be written, got ENOENT: no such file or directory, open '${path}'`,
    );
  },
);

test("finding out whether a file can be written leaves what is there, and nothing new", async () => {
  const own = mkdtempSync(join(folder, "own-"));
  const [path, other] = [join(own, "run"), join(own, "run.tmp")];
  const fails = (): Callback => ({
    onTrainBegin: () => {
      throw new Error("before the first epoch");
    },
  });
  writeFileSync(other, "the user's");
  for (const log of [csvLog, jsonLog]) {
    await expect(train([log(path), fails()])).rejects.toThrow("before the first epoch");
    expect(readdirSync(own)).toEqual(["run.tmp"]);
  }
  checkReplaceable("checkpoint", path);
  expect(readdirSync(own)).toEqual(["run.tmp"]);
  writeFileSync(path, "an older log");
  await expect(train([csvLog(path), fails()])).rejects.toThrow("before the first epoch");
  expect([path, other].map((file) => readFileSync(file, "utf8"))).toEqual(["an older log", "the user's"]);
});

// Where /dev/full is, which answers each writing as a full disk does.
const testOnLinux = process.platform === "linux" ? test : test.skip;

/** After these epochs, what is written to this path meets a full disk; after the others it does not. */
const fillDisk = (path: string, isFull: (epoch: number) => boolean = () => true): Callback => ({
  onAllTold({ epoch }) {
    rmSync(path, { force: true });
    if (isFull(epoch - 1)) symlinkSync("/dev/full", path);
  },
});

testOnLinux.each(["csvLog", "jsonLog"])(
  "%s says once that the disk is full, and training goes on",
  async (name) => {
    const path = join(folder, `${name}-full`);
    const history = await train([writers[name](path), fillDisk(path)], 4);
    expect(history.epoch).toHaveLength(4);
    expect(said.mock.calls).toEqual([
      [
        `${name}: ${path} could not be written (ENOSPC: no space left on device, write); training goes on without it`,
      ],
    ]);
  },
);

testOnLinux(
  "where the disk is full a checkpoint leaves the last one whole, says so, and tries again",
  async () => {
    const path = join(folder, "full.ckpt");
    const steps: number[] = [];
    const look = { onAllTold: () => void steps.push(readCheckpoint(path).epoch) };
    await train([checkpoint(path), look, fillDisk(`${path}.tmp`, (epoch) => epoch === 0)], 3);
    expect(steps).toEqual([1, 1, 3]);
    expect(said.mock.calls).toEqual([
      [
        `checkpoint: ${path} could not be written (ENOSPC: no space left on device, write); training goes on without it`,
      ],
    ]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
);

testOnLinux("a best checkpoint that met a full disk is not taken for written", async () => {
  const path = join(folder, "best.ckpt");
  // The second epoch is the best, and cannot be written; the third is better than what is in the file.
  const losses = [3, 1, 2, 2.5];
  const scored = {
    onEpochEnd: (epoch: number, logs: Record<string, number>) => void (logs.score = losses[epoch]),
  };
  const steps: number[] = [];
  const look = { onAllTold: () => void steps.push(readCheckpoint(path).epoch) };
  const best = checkpoint(path, { best: true, monitor: "score", mode: "min" });
  await train([scored, best, look, fillDisk(`${path}.tmp`, (epoch) => epoch === 0)], 4);
  expect(steps).toEqual([1, 1, 3, 3]);
});

test("what keeps a run from being saved, but is no error of the file system, ends the training", async () => {
  const path = join(folder, "unsaved.ckpt");
  const fails = (save: () => unknown): Callback => ({ name: "fails", save, load: () => {} });
  const broken = () => {
    throw new Error("no state");
  };
  await expect(train([checkpoint(path), fails(broken)])).rejects.toThrow("no state");
  await expect(train([checkpoint(path), fails(() => ({ broken }))])).rejects.toThrow(
    /^checkpoint: what fails saves must be of numbers, .* got a function at what fails saves\.broken$/,
  );
  expect(existsSync(path)).toBe(false);
  expect(said).not.toHaveBeenCalled();
});

testOnLinux("a resumed run whose logs meet a full disk loses none of their earlier epochs", async () => {
  const [ckpt, csv, json] = ["kept.ckpt", "kept.csv", "kept.jsonl"].map((name) => join(folder, name));
  const callbacks = () => [checkpoint(ckpt, { resume: true }), csvLog(csv), jsonLog(json)];
  await train(callbacks(), 2);
  const before = [csv, json].map((path) => readFileSync(path, "utf8"));
  for (const path of [csv, json]) symlinkSync("/dev/full", `${path}.tmp`);
  const seen: string[][] = [];
  const look = { onEpochBegin: () => void seen.push([csv, json].map((path) => readFileSync(path, "utf8"))) };
  await train([...callbacks(), look], 4);
  expect(seen[0]).toEqual(before);
  expect(said.mock.calls.flat().sort()).toEqual(
    [csv, json].map((path, at) => {
      const name = ["csvLog", "jsonLog"][at];
      return `${name}: ${path} could not be written (ENOSPC: no space left on device, write); training goes on without it`;
    }),
  );
  // The full disk went with the file that could not be written: later epochs are there again.
  const rows = readFileSync(csv, "utf8").trim().split("\n").slice(1);
  expect(rows.map((row) => Number(row.split(",")[0]))).toEqual([0, 1, 3]);
  const entries = readFileSync(json, "utf8").trim().split("\n");
  expect(entries.map((entry) => JSON.parse(entry).epoch ?? "run")).toEqual(["run", 0, 1, 2, 3]);
});

test("a run that was killed after its checkpoint and is resumed has every epoch once in its logs", async () => {
  const [ckpt, csv, json] = ["killed.ckpt", "killed.csv", "killed.jsonl"].map((name) => join(folder, name));
  const callbacks = () => [checkpoint(ckpt, { everyEpochs: 2, resume: true }), csvLog(csv), jsonLog(json)];
  const kill = (epoch: number) => {
    if (epoch === 2) throw new Error("killed");
  };
  await expect(train([...callbacks(), { onEpochEnd: kill }], 4)).rejects.toThrow("killed");
  writeFileSync(json, `${readFileSync(json, "utf8")}{"epoch":3,"lo`);
  await train(callbacks(), 4);
  const rows = readFileSync(csv, "utf8").trim().split("\n");
  expect(rows[0]).toBe("epoch,learningRate,seconds,loss");
  expect(rows.slice(1).map((row) => Number(row.split(",")[0]))).toEqual([0, 1, 2, 3]);
  const entries = readFileSync(json, "utf8").trim().split("\n");
  expect(entries.map((entry) => JSON.parse(entry).epoch ?? "run")).toEqual(["run", 0, 1, 2, 3]);
});

test("a CSV keeps its columns: names with commas are quoted, and what an epoch lacks is empty", async () => {
  const path = join(folder, "columns.csv");
  const log = csvLog(path);
  const run = (rates: number[]) => ({ history: { learningRate: rates, seconds: 1 } }) as never;
  log.onTrainBegin!(run([]));
  log.onEpochEnd!(0, { loss: 1, "top, 5": 0.5 }, run([0.1]));
  log.onEpochEnd!(1, { "top, 5": NaN }, run([0.1]));
  log.onTrainBegin!(run([]));
  log.onEpochEnd!(2, { "top, 5": 0.25, loss: 3 }, run([0.1]));
  expect(readFileSync(path, "utf8")).toBe(
    'epoch,learningRate,seconds,loss,"top, 5"\n0,0.1,1,1,0.5\n1,0.1,1,,NaN\n2,0.1,1,3,0.25\n',
  );
});

test("a log in JSON begins with what the run was, says why it stopped, and writes NaN as a word", async () => {
  const path = join(folder, "said.jsonl");
  const ends: Callback = {
    onEpochEnd: (epoch, logs, run) => {
      if (epoch === 0) (logs as Record<string, number>).odd = NaN;
      if (epoch === 1) run.stop("enough");
    },
  };
  await train([ends, jsonLog(path)], 3);
  const entries = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((entry) => JSON.parse(entry));
  expect(entries).toHaveLength(4);
  expect(entries[0]).toEqual({ run: expect.objectContaining({ seed: 1, epochs: 3, batchSize: 32 }) });
  expect(entries[1]).toMatchObject({ epoch: 0, odd: "NaN", loss: expect.any(Number) });
  expect(entries[2]).toMatchObject({ epoch: 1 });
  expect(entries[3]).toEqual({ stopped: "enough" });
  // A run from the start begins the file anew.
  await train([jsonLog(path)], 1);
  expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(2);
});

test("options that cannot be are refused", () => {
  expect(() => tensorBoard("runs", { everySteps: 0 })).toThrow(
    "tensorBoard: everySteps must be a whole number in [1, ∞), got 0",
  );
  expect(() => tensorBoard("runs", { every: 2 } as never)).toThrow(
    `tensorBoard: unknown option "every"; known: everySteps`,
  );
});

test("numbers that JSON has no word for come back from the logs as they were", async () => {
  const path = join(folder, "odd.jsonl");
  const csv = join(folder, "odd.csv");
  const values = [NaN, Infinity, -Infinity, -0, 5e-324, 2 ** 60];
  const odd: Callback = {
    onEpochEnd: (epoch, logs) => void ((logs as Record<string, number>).odd = values[epoch]),
  };
  await train([odd, jsonLog(path), csvLog(csv)], values.length);
  const [{ run }, ...epochs] = readJsonLog(path);
  expect(run).toMatchObject({ seed: 1, epochs: 6 });
  expect(epochs.map((entry) => entry.odd)).toStrictEqual(values);
  const lines = readFileSync(csv, "utf8").trim().split("\n").slice(1);
  expect(lines.map((line) => Number(line.split(",").at(-1)))).toStrictEqual(values);
  expect(() => readJsonLog(join(folder, "none"))).toThrow("readJsonLog: ");
});

test("a log that is no number is refused, not written as something else", async () => {
  const odd: Callback = { onEpochEnd: (_, logs) => void ((logs as Record<string, unknown>).odd = 3n) };
  for (const log of [jsonLog, csvLog])
    await expect(train([odd, log(join(folder, "refused"))])).rejects.toThrow(
      'fit: logs must be numbers, so that they come back as they were, got a bigint for "odd"',
    );
});

test("a callback's state comes back from a checkpoint as it was, or is refused", async () => {
  const path = join(folder, "state.ckpt");
  const state = { odd: [NaN, Infinity, -0], large: 2n ** 70n, at: new Date(5), seen: new Map([["a", 1]]) };
  let loaded: unknown;
  const own = (kept: unknown): Callback => ({
    name: "own",
    save: () => kept,
    load: (got) => void (loaded = got),
  });
  await train([own(state), checkpoint(path)], 2);
  await train([own(state), checkpoint(path, { resume: true })], 3);
  expect(loaded).toEqual(state);
  await expect(train([own({ model: linearUnit() }), checkpoint(path)])).rejects.toThrow(
    /^checkpoint: what own saves must be of numbers, .* got a Sequential at what own saves\.model$/,
  );
});
