import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OptionError } from "../core/index";

const probe = "probe-";

/** Contents by name, base64. */
export type FileContents = Record<string, string>;

/** The files of a study's trials, a folder for each: beside the study's own file, or in a temporary place. */
export class TrialFiles {
  private place?: string;

  /**
   * The files of a study; nothing is made before it is asked for.
   *
   * @param storage the study's file, if it has one
   */
  constructor(storage?: string) {
    this.place = storage === undefined ? undefined : `${resolve(storage)}.files`;
  }

  /** The folder of one trial, which may not exist yet. */
  folderOf(trial: number): string {
    return join(this.base(), `${trial}`);
  }

  /** A new file that whoever shares this disk can see; remove it in the end. */
  probe(): string {
    const file = fileIn(this.base(), `${probe}${randomUUID()}`);
    writeFileSync(file, "");
    return file;
  }

  /** What a trial keeps, to be sent to where this disk is not seen; undefined where it keeps nothing. */
  read(trial: number): FileContents | undefined {
    const folder = this.folderOf(trial);
    if (!existsSync(folder)) return undefined;
    const entry = (name: string) => [name, readFileSync(join(folder, name), "base64")];
    return Object.fromEntries(readdirSync(folder).map(entry));
  }

  /** Takes in what was sent. */
  write(trial: number, files: FileContents): void {
    for (const [name, content] of Object.entries(files)) {
      const file = fileIn(this.folderOf(trial), name);
      writeFileSync(`${file}.part`, content, "base64");
      renameSync(`${file}.part`, file);
    }
  }

  /** Removes what a trial kept. */
  forget(trial: number): void {
    if (this.place !== undefined) rmSync(this.folderOf(trial), { recursive: true, force: true });
  }

  /** Removes the folder of all, unless files in it wait for another attempt. */
  close(): void {
    if (this.place === undefined || !existsSync(this.place)) return;
    // Probes are those of studies that were killed, or of workers that have read them.
    if (readdirSync(this.place).every((name) => name.startsWith(probe)))
      rmSync(this.place, { recursive: true, force: true });
  }

  private base(): string {
    return (this.place ??= temporaryFolder());
  }
}

const temporary: string[] = [];

function temporaryFolder(): string {
  if (temporary.length === 0) process.once("exit", removeTemporary);
  const folder = mkdtempSync(join(tmpdir(), "tsdescent-trials-"));
  temporary.push(folder);
  return folder;
}

function removeTemporary(): void {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
}

/**
 * A path in a trial's folder, which is made.
 *
 * @throws OptionError `Trial.file: name must be a file name without folders, got "a/b"`
 */
export function fileIn(folder: string, name: string): string {
  if (!/^[^/\\]+$/.test(name) || name === "." || name === "..") {
    const required = "name must be a file name without folders";
    throw new OptionError({ where: "Trial.file", required, got: `"${name}"` });
  }
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}
