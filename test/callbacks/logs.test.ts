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
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import protobuf from "protobufjs";
import { crc32c } from "../../src/callbacks/crc32c";
import { csvLog } from "../../src/callbacks/csvLog";
import { jsonLog, readJsonLog } from "../../src/callbacks/jsonLog";
import { tensorBoard } from "../../src/callbacks/tensorBoard";
import { checkReplaceable, checkWritable, writeAside, Writing } from "../../src/callbacks/writing";
import { DataError, FileError } from "../../src/core/index";
import type { Callback, Run } from "../../src/train/index";

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
  said = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});
const place = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(place(name), "utf8");

function runOf(changed: object = {}): Run {
  const run = {
    ...{ seed: 3, epochs: 2, batchSize: 32 },
    optimizer: {
      optimizer: { toJSON: () => ({ optimizer: "sgd", options: { momentum: -0, clip: Infinity } }) },
    },
    history: { learningRate: [0.5, 0.25], seconds: 1.23456 },
    epoch: 1,
    ...changed,
  };
  return run as unknown as Run;
}

/** Tells a callback of these epochs, from one on. */
async function told(callback: Callback, from: number, logs: Record<string, number>[], end: object = {}) {
  await callback.onTrainBegin!(runOf());
  for (const [at, each] of logs.entries()) {
    await callback.onEpochBegin?.(from + at, runOf());
    await callback.onEpochEnd!(from + at, each, runOf());
  }
  await callback.onTrainEnd?.(runOf(end));
}

describe("a CSV", () => {
  const header = "epoch,learningRate,seconds,loss\n";

  test("has a line an epoch, numbers as they are, and is begun anew by a fit from the start", async () => {
    const log = csvLog(place("run.csv"));
    await told(log, 0, [{ loss: 1 / 3 }, { loss: -0 }, { loss: NaN }]);
    expect(read("run.csv")).toBe(
      `${header}0,0.25,1.235,0.3333333333333333\n1,0.25,1.235,-0\n2,0.25,1.235,NaN\n`,
    );
    await told(log, 0, [{ loss: 7 }]);
    expect(read("run.csv")).toBe(`${header}0,0.25,1.235,7\n`);
  });

  test("is gone on with where a fit is resumed: later epochs are replaced, the columns are those of the file", async () => {
    writeFileSync(place("run.csv"), 'epoch,"a ""b"", c",loss\n0,9,1\n1,8,2\n2,7,3\n\n10,7,3\n1');
    await told(csvLog(place("run.csv")), 2, [{ loss: 5, 'a "b", c': 4, mae: 1 }]);
    expect(read("run.csv")).toBe('epoch,"a ""b"", c",loss\n0,9,1\n1,8,2\n2,4,5\n');
  });

  test("is begun where there is none to go on with", async () => {
    await told(csvLog(place("run.csv")), 2, [{ loss: 5 }]);
    expect(read("run.csv")).toBe(`${header}2,0.25,1.235,5\n`);
    writeFileSync(place("empty.csv"), "");
    await told(csvLog(place("empty.csv")), 2, [{ loss: 5 }]);
    expect(read("empty.csv")).toBe(`${header}2,0.25,1.235,5\n`);
  });

  test("quotes what would break its lines", async () => {
    await told(csvLog(place("run.csv")), 0, [{ 'a"b': 1, "c,d": 2, "e\nf": 3, "g\rh": 4, "i j": 5 }]);
    expect(read("run.csv").split("\n0,")[0]).toBe(
      'epoch,learningRate,seconds,"a""b","c,d","e\nf","g\rh",i j',
    );
  });
});

describe("a log in JSON lines", () => {
  const run =
    '{"run":{"seed":3,"epochs":2,"batchSize":32,"optimizer":"sgd","options":{"momentum":"-0","clip":"Infinity"}}}\n';
  const epoch = (at: number, loss: string) =>
    `{"epoch":${at},"learningRate":0.25,"seconds":1.235,"loss":${loss}}\n`;

  test("has a line for the run, one an epoch, and one for why it stopped", async () => {
    const log = jsonLog(place("run.jsonl"));
    await told(log, 0, [{ loss: 1 }, { loss: NaN }, { loss: -0 }, { loss: 0 }], { stopped: "enough" });
    expect(read("run.jsonl")).toBe(
      run + epoch(0, "1") + epoch(1, '"NaN"') + epoch(2, '"-0"') + epoch(3, "0") + '{"stopped":"enough"}\n',
    );
    expect(readJsonLog(place("run.jsonl")).flatMap(({ loss }) => loss ?? [])).toEqual([1, NaN, -0, 0]);
    await told(log, 0, [{ loss: 7 }]);
    expect(read("run.jsonl")).toBe(run + epoch(0, "7"));
  });

  test("is begun where a run stops before its first epoch, or is resumed within one", async () => {
    await told(jsonLog(place("none.jsonl")), 0, []);
    expect(existsSync(place("none.jsonl"))).toBe(false);
    await told(jsonLog(place("run.jsonl")), 0, [], { stopped: "enough", epoch: 0 });
    expect(read("run.jsonl")).toBe(`${run}{"stopped":"enough"}\n`);
    const log = jsonLog(place("within.jsonl"));
    log.onTrainBegin!(runOf());
    log.onEpochEnd!(0, { loss: 2 }, runOf());
    expect(read("within.jsonl")).toBe(run + epoch(0, "2"));
  });

  test("is gone on with by a fit that is resumed, as if it had never been cut off", async () => {
    const old = `{"run":{"seed":1}}\n${epoch(0, "1")}${epoch(1, '"NaN"')}`;
    writeFileSync(place("run.jsonl"), `${old}${epoch(2, "3")}{"stopped":"enough"}\n{"epoch":1,"lo`);
    await told(jsonLog(place("run.jsonl")), 2, [{ loss: 5 }]);
    expect(read("run.jsonl")).toBe(run + epoch(0, "1") + epoch(1, '"NaN"') + epoch(2, "5"));
    expect(readdirSync(folder)).toEqual(["run.jsonl"]);
    await told(jsonLog(place("run.jsonl")), 1, [], { stopped: "enough" });
    expect(read("run.jsonl")).toBe(`${run}${epoch(0, "1")}{"stopped":"enough"}\n`);
    await told(jsonLog(place("new.jsonl")), 2, [{ loss: 5 }]);
    expect(read("new.jsonl")).toBe(run + epoch(2, "5"));
  });

  test("of a fit from the start is no file written aside, whatever lies there", async () => {
    mkdirSync(place("run.jsonl.tmp"));
    await told(jsonLog(place("run.jsonl")), 0, [{ loss: 1 }]);
    expect([read("run.jsonl"), said]).toEqual([run + epoch(0, "1"), []]);
  });

  test("is read with its words as numbers again; half a line is left out, and no file is an error", () => {
    writeFileSync(
      place("run.jsonl"),
      '{"a":"NaN","b":"Infinity","c":"-Infinity","d":"-0","e":"other"}\n\n{"a":1',
    );
    expect(readJsonLog(place("run.jsonl"))).toEqual([
      { a: NaN, b: Infinity, c: -Infinity, d: -0, e: "other" },
    ]);
    expect(() => readJsonLog(place("none"))).toThrow(
      new FileError({ where: "readJsonLog", required: `${place("none")} must exist` }),
    );
    expect(() => readJsonLog(3 as never)).toThrow(
      'readJsonLog: path must be text, got 3; call it as readJsonLog("run")',
    );
  });
});

test.each([csvLog, jsonLog])("a log that is no number is refused by %p", async (make) => {
  const logs = { loss: 1, odd: "one" } as unknown as Record<string, number>;
  await expect(told(make(place("run")), 0, [logs])).rejects.toThrow(
    new DataError({
      where: "fit",
      required: "logs must be numbers, so that they come back as they were",
      got: 'a string for "odd"',
    }),
  );
});

test("CRC-32C of RFC 3720's check values", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, at) => at))).toBe(0x46dd794e);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, at) => 31 - at))).toBe(0x113fdb5c);
  expect(crc32c(new Uint8Array(0))).toBe(0);
});

describe("TensorBoard's file", () => {
  const { root } = protobuf.parse(`syntax = "proto3";
    message Value { string tag = 1; float simple_value = 2; }
    message Summary { repeated Value value = 1; }
    message Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }`);

  /** The events of a file, after a look at their checksums. */
  function eventsOf(name: string): object[] {
    const file = readFileSync(place(name));
    const masked = (part: Buffer) => {
      const crc = BigInt(crc32c(part));
      return Number((((crc >> 15n) | ((crc << 17n) & 0xffffffffn)) + 0xa282ead8n) & 0xffffffffn);
    };
    const events: object[] = [];
    for (let at = 0; at < file.length;) {
      const length = Number(file.readBigUInt64LE(at));
      const data = file.subarray(at + 12, at + 12 + length);
      expect(file.readUInt32LE(at + 8)).toBe(masked(file.subarray(at, at + 8)));
      expect(file.readUInt32LE(at + 12 + length)).toBe(masked(data));
      events.push(
        root.lookupType("Event").toObject(root.lookupType("Event").decode(data), { longs: Number }),
      );
      at += length + 16;
    }
    return events;
  }
  const version = { wallTime: 1700000000.75, fileVersion: "brain.Event:2" };
  const event = (step: number, values: Record<string, number>) => ({
    wallTime: 1700000000.75,
    step,
    summary: { value: Object.entries(values).map(([tag, simpleValue]) => ({ tag, simpleValue })) },
  });
  beforeEach(() => void jest.spyOn(Date, "now").mockReturnValue(1700000000750));
  const ofStep = (step: number) =>
    [0, { batch: 0, size: 1, loss: 1 / step }, runOf({ step, learningRate: 0.5 })] as const;

  test("has its version, the loss and rate of every so manyth step, and the logs of every epoch", () => {
    for (const [options, every] of [
      [undefined, 10],
      [{ everySteps: 4 }, 4],
    ] as const) {
      const board = tensorBoard(place(`board${every}`), options);
      board.onTrainBegin!(runOf());
      for (let step = 1; step <= 2 * every + 1; step++) board.onBatchEnd!(...ofStep(step));
      board.onEpochEnd!(0, { loss: 0.25, val_loss: -2 }, runOf());
      board.onEpochEnd!(1, { loss: 0.125 }, runOf());
      board.onTrainEnd!(runOf());
      const [name, ...others] = readdirSync(place(`board${every}`));
      expect(others).toEqual([]);
      const host = hostname().replaceAll(".", "\\.");
      expect(name).toMatch(
        new RegExp(`^events\\.out\\.tfevents\\.1700000000\\.${host}\\.${process.pid}\\.\\d+$`),
      );
      expect(eventsOf(join(`board${every}`, name))).toEqual([
        version,
        event(every, { "step/loss": Math.fround(1 / every), "step/learningRate": 0.5 }),
        event(2 * every, { "step/loss": Math.fround(0.5 / every), "step/learningRate": 0.5 }),
        event(1, { "epoch/loss": 0.25, "epoch/val_loss": -2 }),
        event(2, { "epoch/loss": 0.125 }),
      ]);
    }
  });

  test("is another one in each fit, and cut where a resumed one goes on in it", () => {
    const board = tensorBoard(folder, { everySteps: 1 });
    const names = () => readdirSync(folder).sort();
    const loss = (step: number) =>
      event(step, { "step/loss": Math.fround(1 / step), "step/learningRate": 0.5 });
    expect(board.save!()).toEqual({});
    board.onTrainBegin!(runOf());
    board.onBatchEnd!(...ofStep(1));
    const state = board.save!() as { fileName: string; bytes: number };
    board.onBatchEnd!(...ofStep(2));
    board.onTrainEnd!(runOf());
    expect(board.save!()).toEqual({});
    const [first] = names();
    expect(state).toEqual({ fileName: first, bytes: expect.any(Number) });
    const whole = eventsOf(first);
    expect(whole).toEqual([version, loss(1), loss(2)]);
    // Nothing to go on with, or less than there was: a file of its own.
    for (const [at, odd] of [
      {},
      { fileName: first },
      { fileName: "gone", bytes: 1 },
      { ...state, bytes: 1e6 },
    ].entries()) {
      board.onTrainBegin!(runOf());
      board.load!(odd, runOf());
      board.onTrainEnd!(runOf());
      expect([names().length, eventsOf(first)]).toEqual([2 + at, whole]);
    }
    const before = names();
    board.onTrainBegin!(runOf());
    board.load!(state, runOf());
    board.onBatchEnd!(...ofStep(3));
    board.onTrainEnd!(runOf());
    expect([names(), eventsOf(first)]).toEqual([before, [version, loss(1), loss(3)]]);
    // As long as it was: nothing is cut.
    const exact = { fileName: first, bytes: readFileSync(place(first)).length };
    board.onTrainBegin!(runOf());
    board.load!(exact, runOf());
    board.onTrainEnd!(runOf());
    expect(eventsOf(first)).toEqual([version, loss(1), loss(3)]);
  });
});

describe("writing", () => {
  test("aside leaves the old file or the new one, never both, and a link a link", () => {
    writeAside(place("a"), "one");
    writeAside(place("a"), "two");
    symlinkSync(place("a"), place("link"));
    writeAside(place("link"), Buffer.from("three"));
    expect([read("a"), readdirSync(folder).sort()]).toEqual(["three", ["a", "link"]]);
    mkdirSync(place("folder"));
    mkdirSync(place("folder/inside"));
    expect(() => writeAside(place("folder"), "no")).toThrow(/^E(ISDIR|NOTEMPTY|EXIST|PERM)/);
    expect(readdirSync(folder).sort()).toEqual(["a", "folder", "link"]);
  });

  test("is tried beforehand, which makes folders and leaves files as they are", () => {
    for (const check of [checkWritable, checkReplaceable]) {
      const own = check.name;
      check("some", place(`${own}/new/run`));
      expect(readdirSync(place(`${own}/new`))).toEqual([]);
      writeFileSync(place(`${own}/there`), "old");
      check("some", place(`${own}/there`));
      expect([read(`${own}/there`), readdirSync(place(own)).sort()]).toEqual(["old", ["new", "there"]]);
      const refused = (path: string, got: string) =>
        new FileError({ where: "some", required: `${path} must be a file that can be written`, got });
      expect(() => check("some", place(own))).toThrow(refused(place(own), "a folder"));
      symlinkSync(place("nowhere/file"), place(`${own}/dangling`));
      if (check === checkWritable)
        expect(() => check("some", place(`${own}/dangling`))).toThrow(
          refused(
            place(`${own}/dangling`),
            `ENOENT: no such file or directory, open '${place(`${own}/dangling`)}'`,
          ),
        );
    }
    symlinkSync(place("checkWritable/made"), place("link"));
    checkWritable("some", place("link"));
    expect(readdirSync(place("checkWritable")).sort()).toContain("made");
  });

  test("that fails is said once, until it works again; what is no error of the file system is thrown", () => {
    const writing = new Writing("some", "a/file");
    const full = () => {
      throw Object.assign(new Error("ENOSPC: full"), { syscall: "write" });
    };
    expect([full, full, () => {}, full].map((write) => writing.try(write))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const line = "some: a/file could not be written (ENOSPC: full); training goes on without it";
    expect(said).toEqual([line, line]);
    expect(() =>
      writing.try(() => {
        throw new Error("other");
      }),
    ).toThrow("other");
  });
});
