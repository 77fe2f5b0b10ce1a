import { join, relative, sep } from "node:path";
import ts from "typescript";
import { root } from "./mutants";

const build = buildOptions();

/** A changed file as it is read: by jest as it stands, by a kernel's processes as it would have been built. */
export function asRun(file: string, text: string): Record<string, string> {
  const path = relative(root, file);
  if (!path.startsWith(`kernel${sep}`)) return { [file]: text };
  const built = join(root, "dist", path.replace(/\.ts$/, ".js"));
  const { outputText } = ts.transpileModule(text, { compilerOptions: build, fileName: file });
  return { [file]: text, [built]: outputText };
}

function buildOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.build.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}
