import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore } from "../../../src/tune/store/memoryStore";
import { sqliteStore } from "../../../src/tune/store/sqliteStore";
import { newTrial, type Store, type StudyHeader } from "../../../src/tune/store/store";

const header: StudyHeader = { name: "study", directions: ["minimize", "maximize"], seed: 7 };

let folder: string;
let file: string;
const open: Store[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
  file = join(folder, "study.sqlite");
});
afterEach(() => {
  for (const store of open.splice(0)) store.close();
  rmSync(folder, { recursive: true, force: true });
});

function opened(of: StudyHeader = header): Store {
  const store = sqliteStore(file, of);
  open.push(store);
  return store;
}

const stores: Record<string, () => Store> = { "in memory": () => memoryStore(header), "in a file": opened };
const summary = (store: Store) => store.changes().map(({ number, state, owner }) => [number, state, owner]);

describe.each(Object.keys(stores))("a store %s", (name) => {
  const make = stores[name];

  test("is what it was made for", () => expect(make().header).toEqual(header));

  test("counts its trials from 0, and tells once of each that changed", () => {
    const store = make();
    expect(store.changes()).toEqual([]);
    expect([store.add(newTrial()), store.add(newTrial({ state: "running", owner: "me" }))]).toEqual([0, 1]);
    expect(summary(store)).toEqual([
      [0, "waiting", undefined],
      [1, "running", "me"],
    ]);
    expect(store.changes()).toEqual([]);
    expect(store.add(newTrial({ state: "complete" }))).toBe(2);
    expect(summary(store)).toEqual([[2, "complete", undefined]]);
  });

  test("keeps a trial as it was given", () => {
    const store = make();
    const trial = {
      state: "complete" as const,
      params: { x: 0.5, kind: "a", flag: true, none: null },
      distributions: { x: { kind: "float" as const, low: 0, high: 1, log: false } },
      values: [1, -0],
      reports: [] as [number, number][],
      constraints: { size: -1 },
      notes: { why: "because", at: new Date(5) },
      fixed: { kind: "a" },
      error: "none",
      checkpoint: { epoch: 3 },
      slot: "worker 1",
      startedMs: 5,
      endedMs: 8,
      retryOf: 0,
    };
    const number = store.add(trial);
    expect(store.changes()).toEqual([{ ...trial, number }]);
  });

  test("gives out what waits, the oldest first, each to one", () => {
    const store = make();
    for (const state of ["running", "waiting", "complete", "waiting"] as const)
      store.add(newTrial({ state }));
    store.changes();
    expect(store.claim("me")).toBe(1);
    expect(summary(store)).toEqual([[1, "running", "me"]]);
    expect([store.claim("you"), store.claim("me")]).toEqual([3, undefined]);
    expect(summary(store)).toEqual([[3, "running", "you"]]);
  });

  test("counts as begun what does not wait and is not repeated", () => {
    const store = make();
    expect(store.begun()).toBe(0);
    for (const state of ["waiting", "running", "failed", "complete", "pruned"] as const)
      store.add(newTrial({ state }));
    expect(store.begun()).toBe(4);
    store.add(newTrial({ retryOf: 2 }));
    expect(store.begun()).toBe(3);
    store.claim("me");
    store.claim("me");
    expect(store.begun()).toBe(5);
  });

  test("writes a trial only where it is in the state that is expected", () => {
    const store = make();
    store.add(newTrial({ state: "running", params: { x: 1 } }));
    const [trial] = store.changes();
    expect(store.save({ ...trial, state: "complete", values: [2] }, "running")).toBe(true);
    expect(store.changes()).toMatchObject([{ number: 0, state: "complete", values: [2], params: { x: 1 } }]);
    expect(store.save({ ...trial, state: "failed" }, "running")).toBe(false);
    expect(store.changes()).toEqual([]);
  });

  test("does what belongs together, also within itself", () => {
    const store = make();
    const number = store.atomically(() => {
      store.add(newTrial());
      return store.atomically(() => store.claim("me"));
    });
    expect([number, store.begun()]).toEqual([0, 1]);
  });
});

describe("a store in a file", () => {
  test("is the same study to all who open it, and tells each of what another changed", () => {
    const [first, second] = [opened(), opened({ name: "study", directions: ["minimize"], seed: 99 })];
    expect(second.header).toEqual(header);
    first.add(newTrial({ state: "running", params: { x: 1 } }));
    expect(summary(second)).toEqual([[0, "running", undefined]]);
    const [trial] = first.changes();
    expect(second.changes()).toEqual([]);
    first.report(0, 2, 0.5);
    expect(second.changes()).toMatchObject([{ number: 0, reports: [[2, 0.5]] }]);
    first.save({ ...trial, state: "complete", values: [3] }, "running");
    expect(second.changes()).toMatchObject([{ state: "complete", values: [3], reports: [[2, 0.5]] }]);
    expect(second.save({ ...trial, state: "failed" }, "running")).toBe(false);
    expect([first.begun(), second.begun()]).toEqual([1, 1]);
  });

  test("keeps studies of other names apart", () => {
    const [first, second] = [opened(), opened({ ...header, name: "other", seed: 3 })];
    for (const store of [first, second]) {
      expect(store.add(newTrial())).toBe(0);
      expect(summary(store)).toEqual([[0, "waiting", undefined]]);
    }
    first.report(0, 1, 5);
    expect([second.header.seed, second.claim("me"), first.begun(), second.begun()]).toEqual([3, 0, 0, 1]);
    expect(first.changes()).toMatchObject([{ reports: [[1, 5]], state: "waiting" }]);
    expect(second.changes()).toMatchObject([{ reports: [], state: "running" }]);
  });

  test("keeps reports in the order of their steps, the last one of a step, and every number as it is", () => {
    const store = opened();
    store.add(newTrial({ reports: [[5, 1], [1, NaN]] })); // prettier-ignore
    for (const [step, value] of [
      [3, -0],
      [2, Infinity],
      [4, -Infinity],
      [5, 2],
      [0.5, 1e-300],
    ])
      // prettier-ignore
      store.report(0, step, value);
    const [{ reports }] = store.changes();
    expect(reports).toStrictEqual([[0.5, 1e-300], [1, NaN], [2, Infinity], [3, -0], [4, -Infinity], [5, 2]]); // prettier-ignore
  });

  test("takes back what it did where something goes wrong in the middle", () => {
    const store = opened();
    const failing = () =>
      store.atomically(() => {
        store.add(newTrial());
        throw new RangeError("no");
      });
    expect(failing).toThrow(new RangeError("no"));
    expect(store.changes()).toEqual([]);
    expect(store.add(newTrial())).toBe(0);
    expect(store.atomically(() => 5)).toBe(5);
  });

  test("lets nobody in between of what belongs together", () => {
    const [first, second] = [opened(), opened()];
    first.atomically(() => {
      first.add(newTrial());
      expect(second.changes()).toEqual([]);
    });
    expect(second.changes()).toHaveLength(1);
  });

  test("is the file alone once it is closed, and says that it is closed", () => {
    const store = sqliteStore(file, header);
    store.add(newTrial({ state: "complete" }));
    store.close();
    store.close();
    expect(readCount(file)).toBe(1);
    const closed = `study: ${file} is closed; createStudy with the same storage opens it again`;
    for (const use of [
      () => store.changes(),
      () => store.add(newTrial()),
      () => store.begun(),
      () => store.claim("me"),
    ])
      // prettier-ignore
      expect(use).toThrow(closed);
  });

  test("writes of a trial what there is, and what has no column of its own", () => {
    opened().add(newTrial({ state: "running", owner: "me", params: { x: 1 }, error: undefined, retryOf: 3 }));
    const { body } = onFile(file, (database) => database.prepare("SELECT body FROM trials").get());
    expect(JSON.parse(body)).toEqual({ params: { x: 1 }, distributions: {}, values: [], constraints: {}, notes: {}, fixed: {}, retryOf: 3 }); // prettier-ignore
  });

  test("says which trial cannot be read", () => {
    const store = opened();
    store.add(newTrial());
    change("UPDATE trials SET body = '{'");
    expect(() => store.changes()).toThrow(
      expect.objectContaining({
        name: "FileError",
        message: `study: ${file} is damaged: trial 0 cannot be read; restore a copy, or choose another file`,
      }),
    );
    change("UPDATE studies SET directions = '['");
    expect(() => sqliteStore(file, header)).toThrow(
      `study: ${file} is damaged: the study's directions cannot be read; restore a copy, or choose another file`,
    );
  });

  test("says what SQLite could not do, and that nothing is lost", () => {
    const store = opened();
    change("DROP TABLE trials");
    for (const use of [() => store.begun(), () => store.add(newTrial())])
      expect(use).toThrow(
        expect.objectContaining({
          name: "FileError",
          message: expect.stringMatching(
            /^study: .*study\.sqlite could not be read or written \(.*no such table: trials.*\); nothing that was stored is lost; make it writable, and go on$/,
          ),
        }),
      );
  });
});

interface Database {
  exec(sql: string): void;
  close(): void;
  prepare(sql: string): { get(): { count: number; body: string } };
}

function onFile<T>(path: string, work: (database: Database) => T): T {
  const database = new (createRequire(__filename)("libsql") as new (path: string) => Database)(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const change = (sql: string) => onFile(file, (database) => database.exec(sql));
const readCount = (path: string) =>
  onFile(path, (database) => database.prepare("SELECT count(*) AS count FROM trials").get().count);
