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
import { checkpoint, csvLog, jsonLog, tensorBoard } from "../../src/callbacks";
import { readCheckpoint } from "../../src/callbacks/checkpoint";
import { fit, type Callback } from "../../src/train";
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

/** From the second epoch on, what is written to this path meets a full disk. */
const fillDisk = (path: string): Callback => ({
  onEpochEnd(epoch: number) {
    if (epoch !== 0) return;
    rmSync(path, { force: true });
    symlinkSync("/dev/full", path);
  },
});

test.each(["csvLog", "jsonLog"])("%s says once that the disk is full, and training goes on", async (name) => {
  const path = join(folder, `${name}-full`);
  const history = await train([writers[name](path), fillDisk(path)], 4);
  expect(history.epoch).toHaveLength(4);
  expect(said.mock.calls).toEqual([
    [
      `${name}: ${path} could not be written (ENOSPC: no space left on device, write); training goes on without it`,
    ],
  ]);
});

test("where the disk is full a checkpoint leaves the last one whole, says so, and tries again", async () => {
  const path = join(folder, "full.ckpt");
  const steps: number[] = [];
  const look = { onEpochEnd: () => void steps.push(readCheckpoint(path).epoch) };
  await train([checkpoint(path), look, fillDisk(`${path}.tmp`)], 3);
  expect(steps).toEqual([1, 1, 3]);
  expect(said.mock.calls).toEqual([
    [
      `checkpoint: ${path} could not be written (ENOSPC: no space left on device, write); training goes on without it`,
    ],
  ]);
  expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
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
  expect(entries.map((entry) => JSON.parse(entry).epoch ?? "run")).toEqual(["run", 0, 1, "run", 2, 3]);
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

test("options that cannot be are refused", () => {
  expect(() => tensorBoard("runs", { everySteps: 0 })).toThrow(
    "tensorBoard: everySteps must be a whole number in [1, ∞), got 0",
  );
  expect(() => tensorBoard("runs", { every: 2 } as never)).toThrow(
    `tensorBoard: unknown option "every"; known: everySteps`,
  );
});
