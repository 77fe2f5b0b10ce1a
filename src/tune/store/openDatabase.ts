import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "libsql";
import { FileError } from "../../core/index";
import { createRequire } from "node:module";
import type Libsql from "libsql";

/** What this version writes; a file with a higher number is left alone. */
const format = 1;

/** "tsdt", so that no other program's database is taken for a study. */
const applicationId = 0x74736474;

const schema = `
  CREATE TABLE studies (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, directions TEXT NOT NULL,
    seed INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE trials (study INTEGER NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL, owner TEXT,
    retry_of INTEGER, body TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (study, number));
  CREATE INDEX trials_by_revision ON trials (study, revision);
  CREATE TABLE reports (study INTEGER NOT NULL, number INTEGER NOT NULL, step REAL NOT NULL, value REAL,
    PRIMARY KEY (study, number, step));
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${format};
`;

/** How long a process waits for another one's write, ms. */
const busyMs = 30_000;

/**
 * The database of a file, made where there is none.
 *
 * @throws FileError where the folder is missing, or the file is damaged, newer, or something else
 */
export function openDatabase(path: string): Database {
  if (!existsSync(dirname(path)))
    throw complaint(`the folder of ${path} must exist`, "make it, or choose another file");
  const database = open(path);
  try {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = NORMAL");
    database.exec("BEGIN IMMEDIATE");
    prepare(database, path);
    database.exec("COMMIT");
    return database;
  } catch (error) {
    // A database that is closed keeps its lock until it is collected.
    if (database.inTransaction) database.exec("ROLLBACK");
    database.close();
    if (isSqliteError(error)) throw unreadable(path, error);
    throw error;
  }
}

function open(path: string): Database {
  try {
    return connect(path, { timeout: busyMs });
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw complaint(`${path} cannot be opened (${(error as Error).message})`, "choose another file");
  }
}

function prepare(database: Database, path: string): void {
  const version = numberOf(database, "user_version");
  const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_master").get() as {
    tables: number;
  };
  if (tables === 0 && version === 0) return void database.exec(schema);
  if (numberOf(database, "application_id") !== applicationId)
    throw complaint(`${path} is a database, but not of studies`, "choose another file");
  if (version > format) {
    const required = `${path} was written by a newer tsdescent (format ${version}; this one knows ${format})`;
    throw complaint(required, "update tsdescent; the file was left as it is");
  }
  const [check] = database.prepare("PRAGMA quick_check(1)").raw().all() as [string][];
  if (check[0] !== "ok") throw complaint(`${path} is damaged (${check[0].replaceAll("\n", " ")})`, damaged);
}

function numberOf(database: Database, pragma: string): number {
  return (database.prepare(`PRAGMA ${pragma}`).raw().get() as number[])[0];
}

const damaged = "the file was left as it is: restore a copy, or choose another file";

function unreadable(path: string, { code, message }: SqliteError): FileError {
  const isDamaged = code.startsWith("SQLITE_NOTADB") || code.startsWith("SQLITE_CORRUPT");
  if (isDamaged) return complaint(`${path} is damaged, or is no study (${message})`, damaged);
  return complaint(`${path} cannot be used (${message})`, "make it writable, or choose another file");
}

function complaint(required: string, remedy: string): FileError {
  return new FileError({ where: "createStudy", required, remedy });
}

/** An error of SQLite's, with its name: `SQLITE_NOTADB`. */
export interface SqliteError extends Error {
  code: string;
}

/** Opens a database. Loaded here, where a file is asked for, as it is native and exists for some machines only. */
export function connect(path: string, options: { timeout: number }): Libsql.Database {
  return new (library())(path, options);
}

function library(): typeof Libsql {
  try {
    return createRequire(__filename)("libsql") as typeof Libsql;
  } catch (error) {
    const required = `SQLite must load on this machine (${(error as Error).message})`;
    throw new FileError({
      where: "createStudy",
      required,
      remedy: "leave out storage: the study is in memory then",
    });
  }
}

/** Whether SQLite complains, rather than our own code. */
export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Object && String((error as Partial<SqliteError>).code).startsWith("SQLITE_");
}
