import { chmodSync, mkdirSync, openSync, closeSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type * as Sqlite from "node-sqlite3-wasm";
import { historyPath } from "./historyPath.js";
import type { Content } from "./wire/message.js";

/** What was run as cell `line` of a session, and the text of its result. */
type Entry = [session: number, line: number, source: string, output: string | null];

const schema = `
  CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, start TEXT);
  CREATE TABLE IF NOT EXISTS history (
    session INTEGER, line INTEGER, source TEXT, output TEXT, PRIMARY KEY (session, line));
`;
const columns = "SELECT session, line, source, output FROM history";

/**
 * What was run in this and earlier kernels, in a database that only its owner can read. A disk that is full or a
 * file that is locked costs the history, never the cell: what cannot be written is dropped, and said once.
 */
export class HistoryStore {
  private database: Sqlite.Database | undefined;
  private session = 0;
  private failed = false;
  private readonly pending: [line: number, source: string, output: string | null][] = [];

  constructor(private readonly path = historyPath()) {}

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
    for (const entry of this.pending.splice(0))
      this.attempt((database) =>
        database.run("INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)", [this.session, ...entry]),
      );
  }

  private find(database: Sqlite.Database, type: string, request: Content): Entry[] {
    if (type === "range") return this.range(database, request);
    const { n = 1000, pattern = "*", unique = false } = request;
    const where = type === "search" ? "WHERE source GLOB ?" : "";
    const group = unique ? "GROUP BY source HAVING MAX(session * 1000000 + line)" : "";
    const found = database.all(`${columns} ${where} ${group} ORDER BY session DESC, line DESC LIMIT ?`, [
      ...(where ? [String(pattern)] : []),
      Number(n),
    ]);
    return found.map(entryOf).reverse();
  }

  /** Sessions count from the present one (0) backwards when they are not positive. */
  private range(database: Sqlite.Database, { session = 0, start = 0, stop }: Content): Entry[] {
    const which = Number(session) > 0 ? Number(session) : this.session + Number(session);
    const last = stop === undefined || stop === null ? Number.MAX_SAFE_INTEGER : Number(stop);
    const parameters = [which, Number(start), last];
    return database
      .all(`${columns} WHERE session = ? AND line >= ? AND line < ? ORDER BY line`, parameters)
      .map(entryOf);
  }

  private attempt<Result>(act: (database: Sqlite.Database) => Result): Result | undefined {
    if (this.failed) return undefined;
    try {
      return act((this.database ??= this.open()));
    } catch (error) {
      if (/lock|busy/i.test((error as Error).message)) return undefined;
      this.failed = true;
      process.stderr.write(
        `kernel: the history cannot be kept in ${this.path}: ${(error as Error).message}\n`,
      );
      return undefined;
    }
  }

  private open(): Sqlite.Database {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    closeSync(openSync(this.path, "a", 0o600));
    chmodSync(this.path, 0o600);
    // Loaded with the first cell: nobody should wait for it before.
    const { Database } = createRequire(__filename)("node-sqlite3-wasm") as typeof Sqlite;
    const database = new Database(this.path);
    database.exec(schema);
    this.session = Number(
      database.run("INSERT INTO sessions (start) VALUES (datetime('now'))").lastInsertRowid,
    );
    return database;
  }
}

function entryOf(row: Record<string, unknown>): Entry {
  return [Number(row.session), Number(row.line), String(row.source), row.output as string | null];
}
