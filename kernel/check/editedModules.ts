import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import type { LanguageServer } from "./languageServer.js";

const endings = ["", ".ts", ".tsx", ".js", ".mts", ".json", "/index.ts"];

/** Knows the modules beside the notebook; tells the compiler, which reads files once, of those edited since. */
export class EditedModules {
  private readonly times = new Map<string, number>();
  private readonly imports = new Map<string, string[]>();

  constructor(
    private readonly server: Pick<LanguageServer, "filesChanged">,
    private readonly folder: string,
  ) {}

  /** Looks at all that this cell and earlier ones import; gives what this one does, and what that imports. */
  tell({ text }: ts.SourceFile): string[] {
    const changed = [...this.times].filter(([path, time]) => editTime(path) !== time).map(([path]) => path);
    for (const path of changed) this.add(path);
    const imported = this.follow(text, this.folder);
    if (changed.length > 0) this.server.filesChanged(changed.map((path) => ({ path, type: 2 })));
    return this.reachable(imported);
  }

  private follow(text: string, folder: string): string[] {
    const names = ts.preProcessFile(text).importedFiles.map(({ fileName }) => fileName);
    const paths = names.filter((name) => name.startsWith(".")).map((name) => moduleAt(resolve(folder, name)));
    const found = paths.filter((path) => path !== undefined);
    for (const path of found) if (!this.times.has(path)) this.add(path);
    return found;
  }

  private add(path: string): void {
    this.times.set(path, editTime(path));
    const text = editTime(path) ? readFileSync(path, "utf8") : "";
    this.imports.set(path, this.follow(text, dirname(path)));
  }

  private reachable(from: string[]): string[] {
    const reached = new Set(from);
    for (const path of reached) for (const next of this.imports.get(path) ?? []) reached.add(next);
    return [...reached];
  }
}

function moduleAt(path: string): string | undefined {
  return endings.map((ending) => path + ending).find(editTime);
}

/** When a file was last edited; 0 when there is none. */
function editTime(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.mtimeMs : 0;
}
