import { statSync } from "node:fs";
import { join, sep } from "node:path";

/** Where the kernel and its library are. */
const home = join(__dirname, "..", "..", "..") + sep;

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

/** The files that are the reader's own and were asked for, and how each was then. */
export class OwnFiles {
  private readonly states = new Map<string, string>();

  /** Remembers how a file is that is about to be loaded, or that is not there. */
  note(filename: string): void {
    if (isOwn(filename)) this.states.set(filename, stateOf(filename));
  }

  /** Unloads every module whose file was edited, and those that import it; gives what they exported. */
  unloadEdited(): Map<string, unknown> {
    const stale = new Set(
      [...this.states].filter(([file, state]) => stateOf(file) !== state).map(([file]) => file),
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
    if (stale.has(filename) || !this.states.has(filename)) return false;
    return children.some((child) => stale.has(child.filename));
  }

  private unload(file: string): unknown {
    const exported = require.cache[file]?.exports;
    delete require.cache[file];
    this.states.delete(file);
    return exported;
  }
}

/** Differs after every edit; the same for whatever is not there. */
function stateOf(file: string): string {
  const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
  return `${mtimeMs} ${size}`;
}
