import { dirname, resolve } from "node:path";
import ts from "typescript";
import { importEndings, isDeclaration, typeScriptFor } from "../../protocol/fileEndings.js";
import type { Host } from "../../protocol/host.js";
import type { TypeServer } from "./typeServer.js";

/** Knows the modules beside the notebook; notifies the compiler, which reads files once, of those edited since. */
export class EditedModules {
  private readonly states = new Map<string, string>();
  private readonly imports = new Map<string, string[]>();

  constructor(
    private readonly server: Pick<TypeServer, "filesChanged">,
    private readonly host: Host,
    private readonly folder: string,
  ) {
    this.addDeclarations();
  }

  /** Looks at all that this cell and earlier ones import; gives what this one does, and what that imports. */
  update({ text }: ts.SourceFile): string[] {
    const added = this.addDeclarations();
    const changed = [...this.states].filter(([path, state]) => this.host.stateOf(path) !== state);
    for (const [path] of changed) this.add(path);
    const imported = this.follow(text, this.folder);
    const changes = changed.map(([path, before]) => ({
      path,
      type: changeFrom(before, this.host.stateOf(path)),
    }));
    changes.push(...added.map((path) => ({ path, type: 1 as const })));
    if (changes.length > 0) this.server.filesChanged(changes);
    return this.reachable(imported);
  }

  /** Takes up the declarations that lie beside the notebook; gives those that are new. */
  private addDeclarations(): string[] {
    const paths = this.host
      .namesIn(this.folder)
      .filter(isDeclaration)
      .map((name) => resolve(this.folder, name));
    const added = paths.filter((path) => !this.states.has(path));
    for (const path of added) this.add(path);
    return added;
  }

  private follow(text: string, folder: string): string[] {
    const names = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
    const paths = names
      .filter((name) => name.startsWith("."))
      .map((name) => this.moduleAt(resolve(folder, name)));
    const found = paths.filter((path) => path !== undefined);
    for (const path of found) if (!this.states.has(path)) this.add(path);
    return found;
  }

  private add(path: string): void {
    this.states.set(path, this.host.stateOf(path));
    this.imports.set(path, this.follow(this.host.readFile(path) ?? "", dirname(path)));
  }

  /** The file that an import leads to, by TypeScript's rules: `./a.js` may be what `./a.ts` would become. */
  private moduleAt(path: string): string | undefined {
    const candidates = [...typeScriptFor(path), ...importEndings.map((ending) => path + ending)];
    return candidates.find((one) => this.host.stateOf(one) !== none);
  }

  private reachable(from: string[]): string[] {
    const reached = new Set(from);
    for (const path of reached) for (const next of this.imports.get(path) ?? []) reached.add(next);
    return [...reached];
  }
}

/** The state of a file that is not there. */
const none = "";

/** How the protocol counts a change: made, changed, removed. */
function changeFrom(before: string, after: string): 1 | 2 | 3 {
  if (before === none) return 1;
  return after === none ? 3 : 2;
}
