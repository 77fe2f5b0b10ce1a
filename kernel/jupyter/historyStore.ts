import { chmodSync, mkdirSync, openSync, closeSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type Sqlite from "libsql";
import { historyPath } from "./historyPath.js";
import type { Content } from "./message.js";

/** What was run as cell `line` of a session, and the text of its result. */
type Entry = [session: number, line: number, source: string, output: string | null];

const schema = `
  CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, start TEXT);
  CREATE TABLE IF NOT EXISTS history (
    session INTEGER, line INTEGER, source TEXT, output TEXT, PRIMARY KEY (session, line));
`;

/** How long another kernel's write is waited for, ms: nobody's cell should feel it. */
const busyMs = 100;

const columns = "SELECT session, line, source, output FROM history";

/**
 * What was run in this and earlier kernels, in a database that only its owner can read. SQLite's own locks, which the
 * system frees when a process dies, keep kernels apart; what another one's write keeps waiting is written with the next
 * cell. A disk that is full costs the history, never the cell: that is said once.
 */
export class HistoryStore {
  private database: Sqlite.Database | undefined;
  private session = 0;
  private failed = false;
  private readonly pending: [line: number, source: string, output: string | null][] = [];

  /** Writes it down when nobody waits for the kernel. */
  add(line: number, source: string, output: string | undefined): void {
    this.pending.push([line, source, output ?? null]);
    if (this.pending.length === 1) setImmediate(() => this.write());
  }

  /** Answers a history_request. */
  answer({ hist_access_type: type, output = false, ...request }: Content): Content {
    this.write();
    const entries = this.attempt((database) => this.find(database, String(type), request)) ?? [];
    const history = entries.map(([session, line, source, shown]) => [
      session,
      line,
      output ? [source, shown] : source,
    ]);
    return { history };
  }

  close(): void {
    this.write();
    this.attempt((database) => database.close());
    this.failed = true;
  }

  private write(): void {
    const entries = this.pending.splice(0);
    const written = this.attempt((database) => {
      const insert = database.prepare("INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)");
      // Immediate, as a statement that finds the file locked would stay open in libsql and block the ones behind it.
      database.transaction(() => entries.forEach((entry) => insert.run(this.session, ...entry))).immediate();
      return true;
    });
    if (!written && !this.failed) this.pending.unshift(...entries);
  }

  private find(database: Sqlite.Database, type: string, request: Content): Entry[] {
    if (type === "range") return this.range(database, request);
    const { n = 1000, pattern = "*", unique = false } = request;
    const where = type === "search" ? "WHERE source GLOB ?" : "";
    const group = unique ? "GROUP BY source HAVING MAX(session * 1000000 + line)" : "";
    const statement = database.prepare(
      `${columns} ${where} ${group} ORDER BY session DESC, line DESC LIMIT ?`,
    );
    return entriesOf(statement, ...(where ? [String(pattern)] : []), Number(n)).reverse();
  }

  /** Sessions count from the present one (0) backwards when they are not positive. */
  private range(database: Sqlite.Database, { session = 0, start = 0, stop }: Content): Entry[] {
    const which = Number(session) > 0 ? Number(session) : this.session + Number(session);
    const last = stop === undefined || stop === null ? Number.MAX_SAFE_INTEGER : Number(stop);
    const statement = database.prepare(
      `${columns} WHERE session = ? AND line >= ? AND line < ? ORDER BY line`,
    );
    return entriesOf(statement, which, Number(start), last);
  }

  private attempt<Result>(act: (database: Sqlite.Database) => Result): Result | undefined {
    if (this.failed) return undefined;
    try {
      return act((this.database ??= this.open()));
    } catch (error) {
      if (String((error as { code?: unknown }).code).startsWith("SQLITE_BUSY")) return undefined;
      this.failed = true;
      process.stderr.write(
        `kernel: the history cannot be kept (${(error as Error).message}); cells run all the same\n`,
      );
      return undefined;
    }
  }

  private open(): Sqlite.Database {
    const path = historyPath();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    // Loaded with the first cell: nobody should wait for it before.
    const Database = createRequire(__filename)("libsql") as typeof Sqlite;
    const database = new Database(path, { timeout: busyMs });
    try {
      this.session = begin(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}

/** Makes the tables where they are missing, and gives the number of a new session. */
function begin(database: Sqlite.Database): number {
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.exec(schema);
  const insert = database.prepare("INSERT INTO sessions (start) VALUES (datetime('now'))");
  return Number(database.transaction(() => insert.run().lastInsertRowid).immediate());
}

function entriesOf(statement: Sqlite.Statement, ...parameters: unknown[]): Entry[] {
  return statement.raw().all(...parameters) as Entry[];
}
