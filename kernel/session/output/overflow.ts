import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** More than this is only counted, characters: a loop without an end must not fill the disk. */
const most = 200_000_000;

/** Where a cell's output goes that is not shown. */
export interface OverflowFile {
  /** Its path, once something was written; undefined where nothing could be. */
  readonly path?: string;
  append(text: string): void;
}

/** A folder of what cells printed beyond what a notebook shows, for as long as the kernel runs. */
export class Overflow {
  private folder: string | undefined;

  /** The file of a cell, which exists once something is written to it. */
  file(cell: number): OverflowFile {
    let path: string | undefined;
    let length = 0;
    const append = (text: string) => {
      if (length > most) return;
      length += text.length;
      try {
        path ??= join((this.folder ??= mkdtempSync(join(tmpdir(), "tsdescent-output-"))), `cell-${cell}.txt`);
        appendFileSync(path, text, { mode: 0o600 });
      } catch {
        // A disk that is full costs the rest, never the cell.
        length = Infinity;
      }
    };
    return {
      append,
      get path() {
        return path;
      },
    };
  }

  remove(): void {
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
  }
}
