import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";
import type { LanguageServer } from "./languageServer.js";

const endings = ["", ".ts", ".tsx", ".js", ".mts", ".json", "/index.ts"];

/** Tells the compiler, which reads files once, of modules beside the notebook that were edited since. */
export class EditedModules {
  private readonly times = new Map<string, number>();

  constructor(
    private readonly server: Pick<LanguageServer, "filesChanged">,
    private readonly folder: string,
  ) {}

  /** Looks at all that this cell and earlier ones import. */
  tell({ text }: ts.SourceFile): void {
    const changed = [...this.times].filter(([path, time]) => editTime(path) !== time).map(([path]) => path);
    for (const path of changed) this.add(path);
    this.follow(text, this.folder);
    if (changed.length > 0) this.server.filesChanged(changed.map((path) => ({ path, type: 2 })));
  }

  private follow(text: string, folder: string): void {
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (!fileName.startsWith(".")) continue;
      const path = endings.map((ending) => resolve(folder, fileName + ending)).find(editTime);
      if (path && !this.times.has(path)) this.add(path);
    }
  }

  private add(path: string): void {
    this.times.set(path, editTime(path));
    if (editTime(path)) this.follow(readFileSync(path, "utf8"), dirname(path));
  }
}

/** When a file was last edited; 0 when there is none. */
function editTime(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.mtimeMs : 0;
}
