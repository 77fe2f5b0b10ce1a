import { statSync } from "node:fs";
import { join, sep } from "node:path";

/** Where the kernel and its library are. */
const home = join(__dirname, "..", "..") + sep;

/** Whether a file is the reader's own: not a package's, and not this project's. */
export function isOwn(filename: string): boolean {
  return !filename.includes(`${sep}node_modules${sep}`) && !filename.startsWith(home);
}

/** The package that a file belongs to; undefined for the reader's own files. */
export function packageOf(filename: string): string | undefined {
  if (isOwn(filename)) return undefined;
  const inside = filename.split(`${sep}node_modules${sep}`).at(-1) as string;
  if (inside === filename) return "tsdescent";
  const [scope, name] = inside.split(sep);
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

/** The loaded files that are the reader's own, and when each was last edited. */
export class OwnFiles {
  private readonly times = new Map<string, number>();

  /** Remembers that a file was loaded. */
  note(filename: string): void {
    if (isOwn(filename)) this.times.set(filename, editTime(filename));
  }

  /** Unloads every module whose file was edited, and those that import it; gives what they exported. */
  unloadEdited(): Map<string, unknown> {
    const stale = new Set(
      [...this.times].filter(([file, time]) => editTime(file) !== time).map(([file]) => file),
    );
    for (let grown = stale.size > 0; grown;) {
      const importers = Object.values(require.cache).filter(
        (module) => module && this.isStale(module, stale),
      );
      for (const module of importers) stale.add((module as NodeModule).filename);
      grown = importers.length > 0;
    }
    return new Map([...stale].map((file) => [file, this.unload(file)]));
  }

  private isStale({ filename, children }: NodeModule, stale: Set<string>): boolean {
    if (stale.has(filename) || !this.times.has(filename)) return false;
    return children.some((child) => stale.has(child.filename));
  }

  private unload(file: string): unknown {
    const exported = require.cache[file]?.exports;
    delete require.cache[file];
    this.times.delete(file);
    return exported;
  }
}

function editTime(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
