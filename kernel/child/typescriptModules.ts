import { readFileSync, statSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { sep } from "node:path";
import type TypeScript from "typescript";
import type { SourceMaps } from "./sourceMaps.js";

interface CompilingModule extends NodeModule {
  _compile(code: string, filename: string): void;
}

type Extension = (module: NodeModule, filename: string) => void;

const extensions = [".ts", ".tsx", ".mts", ".cts"];

/**
 * Lets `require` load TypeScript, and load again what was edited. TypeScript's compiler is loaded with the first
 * such module.
 */
export class TypeScriptModules {
  private readonly loaded = new Map<string, number>();
  private compiler: typeof TypeScript | undefined;

  constructor(private readonly maps: SourceMaps) {
    const known = (Module as unknown as { _extensions: Record<string, Extension> })._extensions;
    for (const extension of extensions) known[extension] = (module, filename) => this.load(module, filename);
    for (const extension of [".js", ".json"]) known[extension] = this.noting(known[extension]);
  }

  /** Unloads every module whose file was edited, and those that import it; gives what they exported. */
  unloadEdited(): Map<string, unknown> {
    const stale = new Set(
      [...this.loaded].filter(([file, time]) => editTime(file) !== time).map(([file]) => file),
    );
    for (let grown = stale.size > 0; grown;) {
      const importers = Object.values(require.cache).filter(
        (module) =>
          module &&
          !stale.has(module.filename) &&
          this.loaded.has(module.filename) &&
          importsAny(module, stale),
      );
      for (const module of importers) stale.add((module as NodeModule).filename);
      grown = importers.length > 0;
    }
    return new Map([...stale].map((file) => [file, this.unload(file)]));
  }

  private unload(file: string): unknown {
    const exported = require.cache[file]?.exports;
    delete require.cache[file];
    this.loaded.delete(file);
    return exported;
  }

  private load(module: NodeModule, filename: string): void {
    this.note(filename);
    const ts = (this.compiler ??= createRequire(__filename)("typescript") as typeof TypeScript);
    const { outputText, sourceMapText = "{}" } = ts.transpileModule(readFileSync(filename, "utf8"), {
      fileName: filename,
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        jsx: ts.JsxEmit.ReactJSX,
        esModuleInterop: true,
        sourceMap: true,
        inlineSources: true,
      },
    });
    this.maps.add(filename, sourceMapText);
    (module as CompilingModule)._compile(outputText, filename);
  }

  private noting(load: Extension): Extension {
    return (module, filename) => {
      this.note(filename);
      load(module, filename);
    };
  }

  /** Remembers when a file of the reader's own was last edited. */
  private note(filename: string): void {
    if (!filename.includes(`${sep}node_modules${sep}`)) this.loaded.set(filename, editTime(filename));
  }
}

function importsAny(module: NodeModule, files: Set<string>): boolean {
  return module.children.some((child) => files.has(child.filename));
}

function editTime(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
