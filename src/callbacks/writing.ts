import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { checkText, FileError } from "../core/index";

/** Checks that a path is text. */
export function checkPath(where: string, path: unknown): void {
  checkText(where, "path", path, `call it as ${where}("run")`);
}

/**
 * Makes the folder of a file, and finds out before training whether the file can be written; leaves it as it is.
 *
 * @throws FileError `csvLog: runs/log.csv must be a file that can be written, got EACCES: permission denied …`
 */
export function checkWritable(where: string, path: string): void {
  check(where, path, () => {
    const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    closeSync(openSync(path, "a"));
    if (!isThere) rmSync(path, { force: true });
  });
}

/**
 * Makes the folder of a file, and finds out before training whether {@link writeAside} can put a file there.
 *
 * @throws FileError as {@link checkWritable}
 */
export function checkReplaceable(where: string, path: string): void {
  check(where, path, () => {
    const probe = `${placeOf(path)}.${randomUUID()}.tmp`;
    closeSync(openSync(probe, "wx"));
    rmSync(probe, { force: true });
  });
}

function check(where: string, path: string, attempt: () => void): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error("a folder");
    attempt();
  } catch (error) {
    throw new FileError({
      where,
      required: `${path} must be a file that can be written`,
      got: (error as Error).message,
    });
  }
}

/** Writes a file aside, onto the disk, and puts it in its place in one move: there is the old one or the new one, whole. */
export function writeAside(path: string, content: string | Uint8Array): void {
  const place = placeOf(path);
  // One name for all: what a killed process left is written over.
  const aside = `${place}.tmp`;
  try {
    writeFileSync(aside, content, { flush: true });
    renameSync(aside, place);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** Where a file lies: a link stays one. */
function placeOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** Writes while a model trains: a disk that is full must not cost the training, but is said, once until it works again. */
export class Writing {
  private failed = false;

  constructor(
    private readonly where: string,
    private readonly path: string,
  ) {}

  /** Whether it could be written; what is no error of the file system is thrown on. */
  try(write: () => void): boolean {
    try {
      write();
      this.failed = false;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      if (!this.failed) this.say(error as Error);
      this.failed = true;
    }
    return !this.failed;
  }

  private say({ message }: Error): void {
    console.log(`${this.where}: ${this.path} could not be written (${message}); training goes on without it`);
  }
}
