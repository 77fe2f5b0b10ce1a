import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { categorical, createStudy, float, tpe, tune } from "../../src/tune/index";

const space = { x: float(-1, 1), y: float(-1, 1) };
const square = ({ params: { x, y } }: { params: { x: number; y: number } }) => x ** 2 + y ** 2;

let folder: string;
let storage: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "study-"));
  storage = join(folder, "study.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: string[]) {
  const argv = [
    "--require",
    join(__dirname, "../typescript.cjs"),
    join(__dirname, "oneProcess.ts"),
    storage,
    ...args,
  ];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const said = new Promise<string>((resolve) =>
    child.stdout.on("data", (text: Buffer) => resolve((output += String(text)))),
  );
  return { child, said, ended: new Promise<number | null>((resolve) => child.on("exit", resolve)) };
}

test("a stored study goes on with the trials that an unbroken one would have had", async () => {
  const options = { space, sampler: tpe({ startupTrials: 4 }), seed: 3, progress: false };
  const whole = await tune(square, { ...options, trials: 14 });
  (await tune(square, { ...options, storage, trials: 9 })).close();
  const second = await tune(square, { ...options, storage, trials: 14 });
  expect(second.trials.map(({ params, values }) => ({ params, values }))).toEqual(
    whole.trials.map(({ params, values }) => ({ params, values })),
  );
  second.close();
  const copy = join(folder, "copy.sqlite");
  copyFileSync(storage, copy);
  const third = createStudy({ storage: copy, space });
  expect(third.trials).toHaveLength(14);
  third.close();
});

test("everything about a trial survives the file", async () => {
  const study = createStudy({ storage, space, name: "notes" });
  study.enqueue({ x: 0.5 });
  const trial = study.ask();
  await trial.report(1, 3);
  await trial.report(0, NaN);
  trial.constrain("size", -2);
  trial.note("why", { a: ["list"] });
  study.tell(trial, 4);
  const [kept] = study.trials;
  study.close();
  const again = createStudy({ storage, space, name: "notes" });
  expect(again.trials).toEqual([kept]);
  expect(kept.reports).toEqual([
    [0, NaN],
    [1, 3],
  ]);
  again.close();
});

const odd = {
  numbers: [NaN, Infinity, -Infinity, -0, 5e-324, 2 ** 53],
  large: 2n ** 70n,
  at: new Date(86400000),
  nothing: undefined,
  weights: new Float32Array([0.1, NaN]),
  seen: new Map([[1, new Set(["a"])]]),
  $number: "a name",
};

test.each(["in memory", "in a file"])("%s, what JSON has no word for comes back as it was", async (where) => {
  const options = where === "in memory" ? {} : { storage };
  const study = createStudy({ ...options, space: { x: categorical([-0, 1]) }, seed: 2 });
  study.enqueue({ x: -0 });
  const trial = study.ask();
  const losses = [1];
  trial.note("odd", odd);
  trial.note("losses", losses);
  trial.note("__proto__", 1);
  losses.push(2);
  trial.save(odd);
  expect(trial.checkpoint).toStrictEqual(odd);
  for (const [step, value] of [-0, NaN, Infinity, -Infinity, 1e300, 2 ** 60].entries())
    await trial.report(step, value);
  study.tell(trial, { values: [-0], constraints: { size: -0 }, notes: { ...odd } });
  study.add({ x: 1 }, -1e300);
  study.close();
  const [first, second] = where === "in memory" ? study.trials : createStudy({ ...options }).trials;
  expect(first.reports.map(([, value]) => value)).toStrictEqual([
    -0,
    NaN,
    Infinity,
    -Infinity,
    1e300,
    2 ** 60,
  ]);
  expect(first.values).toStrictEqual([-0]);
  expect(first.params).toStrictEqual({ x: -0 });
  expect(first.constraints).toStrictEqual({ size: -0 });
  expect(first.notes).toStrictEqual({ ...odd });
  expect(first.checkpoint).toStrictEqual(odd);
  expect(second.values).toEqual([-1e300]);
});

test("what would not come back is refused where it is given", () => {
  const study = createStudy({ storage });
  expect(() => study.enqueue({ x: NaN })).toThrow(
    "Study.enqueue: x must be a finite number, a text, a boolean or null, got NaN",
  );
  expect(() => createStudy({ fixed: { at: new Date(0) as never } })).toThrow(
    "createStudy: at must be a finite number",
  );
  const trial = study.ask();
  expect(() => study.tell(trial, { values: [1], notes: { model: () => 1 } })).toThrow(
    "Study.tell: notes must be of numbers",
  );
  expect(() => study.tell(trial, { values: [1], constraints: { size: NaN } })).toThrow(
    "Trial.constrain: size must be a finite number, got NaN",
  );
  expect(study.trials[0].state).toBe("running");
  study.close();
});

test("two processes at once make as many trials as were asked for, each once", async () => {
  const both = [start("60", "together"), start("60", "together")];
  expect(await Promise.all(both.map(({ ended }) => ended))).toEqual([0, 0]);
  const study = createStudy({ storage, space });
  expect(study.trials.map(({ number }) => number)).toEqual(Array.from({ length: 60 }, (_, number) => number));
  expect(study.trials.every(({ state, reports }) => state === "complete" && reports.length === 1)).toBe(true);
  expect(new Set(study.trials.map(({ owner }) => owner)).size).toBe(2);
  expect(new Set(study.trials.map(({ params }) => params.x)).size).toBe(60);
  study.close();
});

test("a process that is killed in mid-trial loses nothing, and its trial is run again", async () => {
  const { child, said, ended } = start("0", "hang");
  const params = JSON.parse((await said).replace("running ", ""));
  child.kill("SIGKILL");
  await ended;
  let resumed: unknown;
  const study = await tune(
    (trial) => {
      resumed ??= trial.checkpoint;
      return square(trial);
    },
    { storage, space, trials: 5, progress: false },
  );
  const [first, second, third, fourth] = study.trials;
  expect([first.values, second.values]).toEqual([[1], [2]]);
  expect(third).toMatchObject({ state: "failed", reports: [[0, 0.5]], params });
  expect(third.error).toMatch(/^its process \(.+\) ended before the trial did$/);
  expect(fourth).toMatchObject({ state: "complete", retryOf: 2, params });
  expect(resumed).toEqual({ epoch: 7 });
  expect(study.trials.filter(({ state }) => state === "complete")).toHaveLength(5);
  study.close();
});

test("a trial that is lost again and again is given up", () => {
  const study = createStudy({ space, retries: 1 });
  for (let attempt = 0; attempt < 2; attempt++) {
    const trial = study.ask();
    study.lose(study.trials[trial.number], "the machine is gone");
  }
  expect(study.trials.map(({ state }) => state)).toEqual(["failed", "failed"]);
});

test("a damaged file, one of a newer version and one of something else are left as they are", () => {
  const study = createStudy({ storage, space });
  for (let number = 0; number < 50; number++) study.tell(study.ask(), number);
  study.close();
  const whole = readFileSync(storage);

  const damaged = join(folder, "damaged.sqlite");
  writeFileSync(damaged, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 7)]));
  const before = readFileSync(damaged);
  expect(() => createStudy({ storage: damaged, space })).toThrow(
    /^createStudy: .*damaged\.sqlite is damaged.*; the file was left as it is: restore a copy, or choose another file$/,
  );
  expect(readFileSync(damaged).equals(before)).toBe(true);

  const noise = join(folder, "noise.sqlite");
  writeFileSync(noise, "this is no database at all, though it is long enough to be one".repeat(40));
  expect(() => createStudy({ storage: noise, space })).toThrow(
    /is damaged, or is no study \(file is not a database\)/,
  );

  const newer = join(folder, "newer.sqlite");
  copyFileSync(storage, newer);
  const Database = createRequire(__filename)("libsql");
  const database = new Database(newer);
  database.exec("PRAGMA user_version = 9");
  database.close();
  expect(() => createStudy({ storage: newer, space })).toThrow(
    `createStudy: ${newer} was written by a newer tsdescent (format 9; this one knows 1); update tsdescent; the file was left as it is`,
  );

  const other = join(folder, "other.sqlite");
  const strange = new Database(other);
  strange.exec("CREATE TABLE cats (name TEXT)");
  strange.close();
  expect(() => createStudy({ storage: other, space })).toThrow(
    `createStudy: ${other} is a database, but not of studies; choose another file`,
  );

  const again = createStudy({ storage, space });
  expect(again.trials).toHaveLength(50);
  again.close();
});

test("a folder that is missing or no file at all is refused with what to do", () => {
  const missing = join(folder, "none", "study.sqlite");
  expect(() => createStudy({ storage: missing, space })).toThrow(
    `createStudy: the folder of ${missing} must exist; make it, or choose another file`,
  );
  mkdirSync(storage);
  expect(() => createStudy({ storage, space })).toThrow(/^createStudy: .* cannot be (opened|used) \(.+\); /);
});

test("a study that was closed says so, and may be closed again", () => {
  const study = createStudy({ storage, space });
  study.close();
  study.close();
  expect(() => study.trials).toThrow(
    `study: ${storage} is closed; createStudy with the same storage opens it again`,
  );
});

test("a stored study keeps its directions, and several studies share a file", () => {
  const first = createStudy({ storage, space });
  expect(() => createStudy({ storage, space, direction: "maximize" })).toThrow(
    'createStudy: the stored study "study" has directions minimize, got maximize; choose another name',
  );
  const second = createStudy({ storage, space, name: "other", direction: "maximize" });
  first.tell(first.ask(), 1);
  expect(second.trials).toHaveLength(0);
  first.close();
  second.close();
});
