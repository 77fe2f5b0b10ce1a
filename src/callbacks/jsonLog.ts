import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { FileError, numberText, checkNoOptions } from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run } from "../train/index";
import { rowOf } from "./csvLog";
import { checkPath, checkWritable, writeAside, Writing } from "./writing";
import { asOurs } from "../train/ours";

/**
 * Writes a line of JSON per epoch, and one for what the run was: JSON Lines, which can be read while it is written.
 *
 * A run that is resumed goes on in the same file, from the epoch where it was resumed, as if it had never been cut off; any
 * other begins it anew. A disk that is full later is said, and training goes on.
 *
 * ```ts
 * fit(model, data, { callbacks: [jsonLog("run.jsonl")] });
 * ```
 *
 * @param path its folder is made if it is not there
 * @throws FileError before training where no file can be written
 */
export function jsonLog(path: string, ...none: []): Callback {
  checkNoOptions("jsonLog", none);
  checkPath("jsonLog", path);
  return asOurs(new JsonLog(path));
}

class JsonLog implements Callback {
  readonly name = "jsonLog";
  private readonly writing: Writing;
  private begun!: boolean;

  constructor(private readonly path: string) {
    this.writing = new Writing("jsonLog", path);
  }

  onTrainBegin(): void {
    checkWritable("jsonLog", this.path);
    this.begun = false;
  }

  onEpochBegin(epoch: number, run: Run): void {
    if (!this.begun) this.begin(epoch, run);
  }

  onEpochEnd(epoch: number, logs: EpochLogs, run: Run): void {
    // A run may be resumed in the middle of an epoch, whose beginning nobody told.
    if (!this.begun) this.begin(epoch, run);
    this.write(rowOf(epoch, logs, run));
  }

  onTrainEnd(run: Run): void {
    if (!run.stopped) return;
    if (!this.begun) this.begin(run.epoch, run);
    this.write({ stopped: run.stopped });
  }

  private begin(epoch: number, run: Run): void {
    this.begun = this.writing.try(() => {
      const kept = epoch > 0 ? linesBefore(epoch, this.path) : "";
      const write = kept === "" ? writeFileSync : writeAside;
      write(this.path, lineOf({ run: describe(run) }) + kept);
    });
  }

  private write(entry: object): void {
    this.writing.try(() => appendFileSync(this.path, lineOf(entry)));
  }
}

/** What an earlier run wrote of earlier epochs; what it was, why it stopped, and a line that it was killed in are left out. */
function linesBefore(epoch: number, path: string): string {
  if (!existsSync(path)) return "";
  const kept = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => isBefore(epoch, line));
  return kept.map((line) => `${line}\n`).join("");
}

function isBefore(epoch: number, line: string): boolean {
  return isWhole(line) && ((JSON.parse(line) as { epoch?: number }).epoch ?? Infinity) < epoch;
}

function lineOf(entry: object): string {
  return `${JSON.stringify(entry, plainNumbers)}\n`;
}

function describe(run: Run): object {
  const { seed, epochs, batchSize } = run;
  return { seed, epochs, batchSize, ...run.optimizer.optimizer.toJSON() };
}

/** JSON has no NaN, and JavaScript writes no -0: they become words. */
function plainNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return Number.isFinite(value) && !Object.is(value, -0) ? value : numberText(value);
}

/** A line of a {@link jsonLog}: what the run was, an epoch, or why it stopped. */
export interface JsonLogEntry {
  /** Seed, epochs, batch size and optimiser. */
  run?: Record<string, unknown>;
  /** From 0; rate, seconds and logs stand beside it. */
  epoch?: number;
  /** Why the run ended early. */
  stopped?: string;
  [log: string]: unknown;
}

/**
 * The entries of a {@link jsonLog}, its numbers as they were: NaN, ±∞ and -0, which are words in the file, are numbers again.
 *
 * ```ts
 * readJsonLog("run.jsonl").flatMap(({ loss }) => loss ?? []); // [0.7, 0.4, NaN]
 * ```
 *
 * @throws FileError where there is no such file
 */
export function readJsonLog(path: string, ...none: []): JsonLogEntry[] {
  checkNoOptions("readJsonLog", none);
  checkPath("readJsonLog", path);
  if (!existsSync(path)) throw new FileError({ where: "readJsonLog", required: `${path} must exist` });
  const lines = readFileSync(path, "utf8").split("\n");
  // A run that was killed may have left half a line.
  return lines.filter(isWhole).map((line) => JSON.parse(line, numberOf) as JsonLogEntry);
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const words = ["NaN", "Infinity", "-Infinity", "-0"];

function numberOf(_key: string, value: unknown): unknown {
  return words.includes(value as string) ? Number(value) : value;
}
