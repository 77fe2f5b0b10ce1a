import { closeSync, mkdirSync, openSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { FileError, OptionError } from "../core/index";

/** Checks that a path is text. */
export function checkPath(where: string, path: unknown): void {
  if (typeof path === "string" && path !== "") return;
  throw new OptionError({
    where,
    required: "path must be text",
    got: String(path) || '""',
    remedy: `call it as ${where}("run")`,
  });
}

/**
 * Makes the folder of a file, and finds out before training whether a file can be written there.
 *
 * @throws FileError `csvLog: runs/log.csv must be a file that can be written, got EACCES: permission denied …`
 */
export function checkWritable(where: string, path: string): void {
  const probe = `${path}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(probe, "w"));
    rmSync(probe);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error("a folder");
  } catch (error) {
    throw new FileError({
      where,
      required: `${path} must be a file that can be written`,
      got: (error as Error).message,
    });
  }
}

/** Writes while a model trains: a disk that is full must not cost the training, but is said, once until it works again. */
export class Writing {
  private failed = false;

  constructor(
    private readonly where: string,
    private readonly path: string,
  ) {}

  /** Whether it could be written. */
  try(write: () => void): boolean {
    try {
      write();
      this.failed = false;
    } catch (error) {
      if (!this.failed) this.say(error as Error);
      this.failed = true;
    }
    return !this.failed;
  }

  private say({ message }: Error): void {
    console.log(`${this.where}: ${this.path} could not be written (${message}); training goes on without it`);
  }
}
