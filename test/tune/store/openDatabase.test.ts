import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSqliteError, openDatabase } from "../../../src/tune/store/openDatabase";
import { sqliteStore } from "../../../src/tune/store/sqliteStore";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "database-"));
  file = join(folder, "study.sqlite");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pragma = (path: string, name: string) => {
  const database = openDatabase(path);
  try {
    return (database.prepare(`PRAGMA ${name}`).raw().get() as unknown[])[0];
  } finally {
    database.close();
  }
};

function change(sql: string): void {
  const database = new (createRequire(__filename)("libsql"))(file);
  database.exec(sql);
  database.close();
}

const refusal = (message: string | RegExp) =>
  expect.objectContaining({
    name: "FileError",
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });

test("a new file is a database of studies, with a log written ahead", () => {
  expect(pragma(file, "application_id")).toBe(0x74736474);
  expect(pragma(file, "user_version")).toBe(1);
  expect(pragma(file, "journal_mode")).toBe("wal");
  expect(pragma(file, "synchronous")).toBe(1);
  expect(pragma(file, "busy_timeout")).toBe(30_000);
});

test("a name belongs to one study, a number to one trial, a step to one report", () => {
  openDatabase(file).close();
  const study = "INSERT INTO studies (name, directions, seed) VALUES ('a', '[]', 1)";
  const trial = "INSERT INTO trials (study, number, state, body, revision) VALUES (1, 0, 'waiting', '{}', 1)";
  const report = "INSERT INTO reports (study, number, step, value) VALUES (1, 0, 2, 3)";
  for (const sql of [study, trial, report]) {
    change(sql);
    expect(() => change(sql)).toThrow(/UNIQUE constraint failed/);
  }
});

test("what is no study is refused, and left as it is", () => {
  change("CREATE TABLE cats (name TEXT)");
  const before = readFileSync(file);
  expect(() => openDatabase(file)).toThrow(
    refusal(`createStudy: ${file} is a database, but not of studies; choose another file`),
  );
  expect(readFileSync(file, "utf8")).toContain("cats");
  expect(readFileSync(file).length).toBe(before.length);
});

test("a database without tables that some program has a version of is none of ours", () => {
  change("PRAGMA user_version = 5");
  expect(() => openDatabase(file)).toThrow(
    refusal(`createStudy: ${file} is a database, but not of studies; choose another file`),
  );
});

test.each([
  [1, undefined],
  [2, "update"],
])("a study of format %p", (version, refused) => {
  openDatabase(file).close();
  change(`PRAGMA user_version = ${version}`);
  if (!refused) return openDatabase(file).close();
  expect(() => openDatabase(file)).toThrow(
    refusal(
      `createStudy: ${file} was written by a newer tsdescent (format 2; this one knows 1); update tsdescent; the file was left as it is`,
    ),
  );
});

test("a file that is no database, or a part of one, is said to be damaged", () => {
  const remedy = "the file was left as it is: restore a copy, or choose another file";
  writeFileSync(file, "no database at all, but long enough ".repeat(99));
  expect(() => openDatabase(file)).toThrow(
    refusal(`createStudy: ${file} is damaged, or is no study (file is not a database); ${remedy}`),
  );
  rmSync(file);
  sqliteStore(file, { name: "study", directions: ["minimize"], seed: 1 }).close();
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.concat([whole.subarray(0, 4096), Buffer.alloc(whole.length - 4096, 7)]));
  expect(() => openDatabase(file)).toThrow(refusal(/^createStudy: .*study\.sqlite is damaged.*; the file was left as it is/)); // prettier-ignore
});

test("a folder that is missing, or is there in the file's place, is refused", () => {
  const missing = join(folder, "none", "study.sqlite");
  expect(() => openDatabase(missing)).toThrow(
    refusal(`createStudy: the folder of ${missing} must exist; make it, or choose another file`),
  );
  mkdirSync(file);
  expect(() => openDatabase(file)).toThrow(refusal(/^createStudy: .*study\.sqlite cannot be (opened|used) \(.+\); (make it writable, or )?choose another file$/)); // prettier-ignore
});

test("a database that is refused is let go of", () => {
  change("CREATE TABLE cats (name TEXT)");
  expect(() => openDatabase(file)).toThrow("not of studies");
  // Nobody holds a lock that would keep others from writing.
  change("DROP TABLE cats");
  openDatabase(file).close();
});

test("SQLite's errors are told by their names", () => {
  const named = (code: unknown) => Object.assign(new Error(), { code });
  expect([named("SQLITE_BUSY"), named("ENOENT"), named(5), new Error(), "SQLITE_BUSY", null].map(isSqliteError)).toEqual([true, false, false, false, false, false]); // prettier-ignore
});
