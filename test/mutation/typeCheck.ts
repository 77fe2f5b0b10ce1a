import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { mutated, root, type Mutant } from "./mutants";

/** Says whether a mutant is a program by its types; one that is not could not land, so it is not counted. */
export function typeChecker(files: readonly string[]): (mutant: Mutant) => boolean {
  const changed = new Map<string, { version: number; text: string }>();
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  const options = { ...parsed.options, noUnusedLocals: false, noUnusedParameters: false, incremental: false };
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ ...options, tsBuildInfoFile: undefined }),
    getScriptFileNames: () => [...files],
    getScriptVersion: (file) => String(changed.get(file)?.version ?? 0),
    getScriptSnapshot: (file) => {
      const text = changed.get(file)?.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
  });
  const put = (file: string, text: string) =>
    changed.set(file, { version: (changed.get(file)?.version ?? 0) + 1, text });
  return (mutant) => {
    if (!mutant.typed) return true;
    put(mutant.file, mutated(mutant));
    const errors = service.getSemanticDiagnostics(mutant.file);
    put(mutant.file, readFileSync(mutant.file, "utf8"));
    return errors.length === 0;
  };
}
