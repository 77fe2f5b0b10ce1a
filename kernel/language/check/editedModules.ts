import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import type { LanguageServer } from "../../session/compiler/languageServer.js";

const sources = [".ts", ".tsx", ".d.ts", ".js", ".jsx"];
const endings = [
  "",
  ...sources,
  ".mts",
  ".cts",
  ".mjs",
  ".cjs",
  ".json",
  ...sources.map((one) => `/index${one}`),
];

/** Knows the modules beside the notebook; tells the compiler, which reads files once, of those edited since. */
export class EditedModules {
  private readonly states = new Map<string, string>();
  private readonly imports = new Map<string, string[]>();

  constructor(
    private readonly server: Pick<LanguageServer, "filesChanged">,
    private readonly folder: string,
  ) {
    this.addDeclarations();
  }

  /** Looks at all that this cell and earlier ones import; gives what this one does, and what that imports. */
  tell({ text }: ts.SourceFile): string[] {
    const added = this.addDeclarations();
    const changed = [...this.states].filter(([path, state]) => stateOf(path) !== state);
    for (const [path] of changed) this.add(path);
    const imported = this.follow(text, this.folder);
    const changes = changed.map(([path, before]) => ({ path, type: changeFrom(before, stateOf(path)) }));
    changes.push(...added.map((path) => ({ path, type: 1 as const })));
    if (changes.length > 0) this.server.filesChanged(changes);
    return this.reachable(imported);
  }

  /** Takes up the declarations that lie beside the notebook; gives those that are new. */
  private addDeclarations(): string[] {
    const paths = declarationsIn(this.folder).map((name) => resolve(this.folder, name));
    const added = paths.filter((path) => !this.states.has(path));
    for (const path of added) this.add(path);
    return added;
  }

  private follow(text: string, folder: string): string[] {
    const names = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
    const paths = names.filter((name) => name.startsWith(".")).map((name) => moduleAt(resolve(folder, name)));
    const found = paths.filter((path) => path !== undefined);
    for (const path of found) if (!this.states.has(path)) this.add(path);
    return found;
  }

  private add(path: string): void {
    this.states.set(path, stateOf(path));
    this.imports.set(path, this.follow(textOf(path), dirname(path)));
  }

  private reachable(from: string[]): string[] {
    const reached = new Set(from);
    for (const path of reached) for (const next of this.imports.get(path) ?? []) reached.add(next);
    return [...reached];
  }
}

function declarationsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[^.].*\.d\.ts$/.test(name));
  } catch {
    return []; // a folder that is gone
  }
}

/** The file that an import leads to, by TypeScript's rules: `./a.js` may be what `./a.ts` would become. */
function moduleAt(path: string): string | undefined {
  const written = path.replace(/\.([cm]?)js$/, ".$1ts");
  return [written, ...endings.map((ending) => path + ending)].find((one) => stateOf(one) !== none);
}

/** What is in a file; nothing in one that is not there, or not to be read. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The state of a file that is not there. */
const none = "";

/** Differs after every edit. */
function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? `${stat.mtimeMs} ${stat.size}` : none;
}

/** How the protocol counts a change: made, changed, removed. */
function changeFrom(before: string, after: string): 1 | 2 | 3 {
  if (before === none) return 1;
  return after === none ? 3 : 2;
}
