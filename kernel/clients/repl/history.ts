import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** How many lines are kept. */
const most = 1000;

/** The lines that were typed, the newest first, in a file that only its owner can read. */
export class LineHistory {
  constructor(private readonly path = ownPath()) {}

  read(): string[] {
    try {
      return readFileSync(this.path, "utf8").split("\n").filter(Boolean).slice(0, most);
    } catch {
      return [];
    }
  }

  /** Keeps them; a disk that is full costs the history, nothing else. */
  write(lines: readonly string[]): void {
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      writeFileSync(this.path, lines.slice(0, most).join("\n"), { mode: 0o600 });
    } catch {
      // They are gone with this terminal.
    }
  }
}

function ownPath(): string {
  const data = process.env.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return join(data, "tsdescent", "repl-history");
}
