import { mkdtempSync, rmSync, statSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileError } from "../../../core/index";
import { fileIn, type FileContents } from "../../trialFiles";

// Each goes as one line through Ray.
const mostBytes = 64 * 2 ** 20;

/** The files of a trial on a machine that does not see the study's disk: they are sent there when they change. */
export class SentFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), "tsdescent-trial-"));
  private readonly seen = new Map<string, string>();

  constructor(before: FileContents = {}) {
    for (const [name, content] of Object.entries(before)) {
      writeFileSync(this.file(name), content, "base64");
      this.seen.set(name, this.stateOf(name));
    }
  }

  /** A path for one of them. */
  file(name: string): string {
    if (!this.seen.has(name)) this.seen.set(name, "");
    return fileIn(this.folder, name);
  }

  /**
   * Those that changed since the last call; undefined if none did.
   *
   * @throws FileError `Trial.file: run.ckpt must be at most 64 MiB where machines share no disk, got 80 MiB; …`
   */
  changed(): FileContents | undefined {
    const changed = [...this.seen.keys()].filter((name) => this.stateOf(name) !== this.seen.get(name));
    if (changed.length === 0) return undefined;
    return Object.fromEntries(changed.map((name) => [name, this.read(name)]));
  }

  /** Removes them from this machine. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private read(name: string): string {
    const { size } = statSync(this.file(name));
    if (size > mostBytes) {
      const required = `${name} must be at most ${mostBytes / 2 ** 20} MiB where machines share no disk`;
      const remedy = "keep the study's file (storage) on a disk that all machines see under the same path";
      throw new FileError({ where: "Trial.file", required, got: `${Math.ceil(size / 2 ** 20)} MiB`, remedy });
    }
    this.seen.set(name, this.stateOf(name));
    return readFileSync(this.file(name), "base64");
  }

  private stateOf(name: string): string {
    const stat = statSync(this.file(name), { throwIfNoEntry: false });
    return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : "";
  }
}
