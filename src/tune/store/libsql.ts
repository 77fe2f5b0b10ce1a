import { createRequire } from "node:module";
import type Libsql from "libsql";
import { FileError } from "../../core/index";

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
