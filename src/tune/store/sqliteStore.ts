import type { Database } from "libsql";
import { FileError, pack, unpack, type Json } from "../../core/index";
import type { TrialRecord, TrialState } from "../trialRecord";
import { isSqliteError, openDatabase } from "./openDatabase";
import type { NewTrial, Store, StudyHeader } from "./store";

interface TrialRow {
  number: number;
  state: TrialState;
  owner: string | null;
  revision: number;
  body: string;
}

interface ReportRow {
  id: number;
  number: number;
  step: number;
  /** SQLite has neither NaN nor -0: null, and a text as bytes. */
  value: number | null | object;
}

/**
 * A study in an SQLite file. SQLite's locks, which the system frees when a process dies, keep several processes
 * apart; the write-ahead log keeps what was written before a crash.
 */
export function sqliteStore(path: string, header: StudyHeader): Store {
  return new SqliteStore(path, header);
}

class SqliteStore implements Store {
  readonly header: StudyHeader;
  private readonly database: Database;
  private readonly study: number;
  private revision = 0;
  private depth = 0;

  constructor(
    private readonly path: string,
    header: StudyHeader,
  ) {
    this.database = openDatabase(path);
    const { id, ...found } = this.atomically(() => this.find(header));
    this.study = id;
    this.header = found;
  }

  private find({ name, directions, seed }: StudyHeader): StudyHeader & { id: number } {
    const { database } = this;
    database
      .prepare("INSERT OR IGNORE INTO studies (name, directions, seed) VALUES (?, ?, ?)")
      .run(name, JSON.stringify(directions), seed);
    const row = database.prepare("SELECT id, directions, seed FROM studies WHERE name = ?").get(name) as {
      id: number;
      directions: string;
      seed: number;
    };
    return {
      id: row.id,
      name,
      directions: this.parse(row.directions, "the study's directions"),
      seed: row.seed,
    };
  }

  changes(): TrialRecord[] {
    return this.attempt(() => {
      const rows = this.database
        .prepare("SELECT number, state, owner, revision, body FROM trials WHERE study = ? AND revision > ?")
        .all(this.study, this.revision) as TrialRow[];
      for (const { revision } of rows) this.revision = Math.max(this.revision, revision);
      return rows.map((row) => this.recordOf(row));
    });
  }

  private recordOf({ number, state, owner, body }: TrialRow): TrialRecord {
    const parsed = unpack(this.parse<Json>(body, `trial ${number}`)) as TrialRecord;
    return { ...parsed, number, state, owner: owner ?? undefined, reports: this.reportsOf(number) };
  }

  private reportsOf(number: number): [number, number][] {
    const rows = this.database
      .prepare("SELECT number, step, value FROM reports WHERE study = ? AND number = ? ORDER BY step")
      .all(this.study, number) as ReportRow[];
    return rows.map(({ step, value }) => [
      step,
      typeof value === "object" ? (value === null ? NaN : -0) : value,
    ]);
  }

  add(trial: NewTrial): number {
    return this.atomically(() => {
      const { next } = this.database
        .prepare("SELECT coalesce(max(number) + 1, 0) AS next FROM trials WHERE study = ?")
        .get(this.study) as { next: number };
      this.database
        .prepare(
          "INSERT INTO trials (study, number, state, owner, retry_of, body, revision) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          this.study,
          next,
          trial.state,
          trial.owner ?? null,
          trial.retryOf ?? null,
          bodyOf(trial),
          this.nextRevision(),
        );
      for (const [step, value] of trial.reports) this.insertReport(next, step, value);
      return next;
    });
  }

  claim(owner: string): number | undefined {
    return this.atomically(() => {
      const row = this.database
        .prepare("SELECT number FROM trials WHERE study = ? AND state = 'waiting' ORDER BY number LIMIT 1")
        .get(this.study) as { number: number } | undefined;
      if (!row) return undefined;
      this.database
        .prepare(
          "UPDATE trials SET state = 'running', owner = ?, revision = ? WHERE study = ? AND number = ?",
        )
        .run(owner, this.nextRevision(), this.study, row.number);
      return row.number;
    });
  }

  begun(): number {
    return this.attempt(() => {
      const { count } = this.database
        .prepare(
          `SELECT count(*) AS count FROM trials t WHERE study = ? AND state <> 'waiting'
           AND NOT EXISTS (SELECT 1 FROM trials r WHERE r.study = t.study AND r.retry_of = t.number)`,
        )
        .get(this.study) as { count: number };
      return count;
    });
  }

  save(trial: TrialRecord, from: TrialState): boolean {
    return this.atomically(() => {
      const { changes } = this.database
        .prepare(
          "UPDATE trials SET state = ?, body = ?, revision = ? WHERE study = ? AND number = ? AND state = ?",
        )
        .run(trial.state, bodyOf(trial), this.nextRevision(), this.study, trial.number, from);
      return changes === 1;
    });
  }

  report(number: number, step: number, value: number): void {
    this.atomically(() => {
      this.insertReport(number, step, value);
      this.database
        .prepare("UPDATE trials SET revision = ? WHERE study = ? AND number = ?")
        .run(this.nextRevision(), this.study, number);
    });
  }

  private insertReport(number: number, step: number, value: number): void {
    this.database
      .prepare("INSERT OR REPLACE INTO reports (study, number, step, value) VALUES (?, ?, ?, ?)")
      .run(this.study, number, step, storedNumber(value));
  }

  /** A number that no row has had: readers ask for what is above the last they saw. */
  private nextRevision(): number {
    const { next } = this.database
      .prepare("UPDATE studies SET revision = revision + 1 WHERE id = ? RETURNING revision AS next")
      .get(this.study) as { next: number };
    return next;
  }

  atomically<T>(work: () => T): T {
    if (this.depth > 0) return work();
    return this.attempt(() => {
      this.database.exec("BEGIN IMMEDIATE");
      this.depth++;
      try {
        const result = work();
        this.database.exec("COMMIT");
        return result;
      } catch (error) {
        if (this.database.inTransaction) this.database.exec("ROLLBACK");
        throw error;
      } finally {
        this.depth--;
      }
    });
  }

  close(): void {
    if (!this.database.open) return;
    // Into the file itself, so that the file alone is the study: libsql lets go of the log only when it is collected.
    this.attempt(() => this.database.pragma("wal_checkpoint(TRUNCATE)"));
    this.database.close();
  }

  private parse<T>(text: string, what: string): T {
    try {
      return JSON.parse(text) as T;
    } catch {
      const required = `${this.path} is damaged: ${what} cannot be read`;
      throw new FileError({ where: "study", required, remedy: "restore a copy, or choose another file" });
    }
  }

  private attempt<T>(work: () => T): T {
    if (!this.database.open) {
      const remedy = "createStudy with the same storage opens it again";
      throw new FileError({ where: "study", required: `${this.path} is closed`, remedy });
    }
    try {
      return work();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      const required = `${this.path} could not be read or written (${error.message})`;
      const remedy = "nothing that was stored is lost; make it writable, and go on";
      throw new FileError({ where: "study", required, remedy });
    }
  }
}

function storedNumber(value: number): number | null | Buffer {
  if (Object.is(value, -0)) return Buffer.from("-0");
  return Number.isNaN(value) ? null : value;
}

/** All but what has a column or a table of its own. */
function bodyOf({ reports: _reports, state: _state, owner: _owner, ...body }: NewTrial): string {
  const known = Object.entries(body).filter(([, value]) => value !== undefined);
  return JSON.stringify(pack(Object.fromEntries(known)));
}
