import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { DataError, numberText, checkNoOptions } from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run } from "../train/index";
import { checkPath, checkWritable, writeAside, Writing } from "./writing";
import { asOurs } from "../train/ours";

/**
 * Writes a line per epoch to a CSV file: epoch, learning rate, seconds, and every log.
 *
 * A run that is resumed goes on in the same file, from the epoch where it was resumed; any other begins it anew. The
 * columns are those of the first epoch. A disk that is full later is said, and training goes on.
 *
 * ```ts
 * fit(model, data, { callbacks: [csvLog("run.csv")] });
 * ```
 *
 * @param path its folder is made if it is not there
 * @throws FileError before training where no file can be written
 */
export function csvLog(path: string, ...none: []): Callback {
  checkNoOptions("csvLog", none);
  checkPath("csvLog", path);
  return asOurs(new CsvLog(path));
}

class CsvLog implements Callback {
  readonly name = "csvLog";
  private readonly writing: Writing;
  private columns: string[] | undefined;

  constructor(private readonly path: string) {
    this.writing = new Writing("csvLog", path);
  }

  onTrainBegin(): void {
    checkWritable("csvLog", this.path);
    this.columns = undefined;
  }

  onEpochEnd(epoch: number, logs: EpochLogs, run: Run): void {
    const row = rowOf(epoch, logs, run);
    this.writing.try(() => {
      this.columns ??= this.begin(epoch, Object.keys(row));
      const cells = this.columns.map((name) => (name in row ? numberText(row[name]) : ""));
      appendFileSync(this.path, lineOf(cells));
    });
  }

  /** The columns of the file: a new one's, or those of a run that goes on, whose later epochs are taken out. */
  private begin(epoch: number, columns: string[]): string[] {
    const lines = epoch > 0 && existsSync(this.path) ? readFileSync(this.path, "utf8").split("\n") : [];
    const [header, ...rows] = lines;
    if (!header) {
      writeFileSync(this.path, lineOf(columns));
      return columns;
    }
    // What stands behind the last end of a line is nothing, or what a killed run was writing.
    const kept = rows.slice(0, -1).filter((row) => Number.parseInt(row) < epoch);
    writeAside(this.path, [header, ...kept, ""].join("\n"));
    return cellsOf(header);
  }
}

function lineOf(cells: string[]): string {
  return `${cells.map(quoted).join(",")}\n`;
}

function quoted(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function cellsOf(line: string): string[] {
  const cells = line.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

/** What is written of an epoch; epochs count from 0, as in TensorFlow.js. */
export function rowOf(epoch: number, logs: EpochLogs, run: Run): Record<string, number> {
  const { learningRate, seconds } = run.history;
  for (const [name, value] of Object.entries(logs)) {
    if (typeof value === "number") continue;
    const required = "logs must be numbers, so that they come back as they were";
    throw new DataError({ where: "fit", required, got: `a ${typeof value} for "${name}"` });
  }
  return { epoch, learningRate: learningRate.at(-1)!, seconds: Number(seconds.toFixed(3)), ...logs };
}
