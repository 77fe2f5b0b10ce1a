import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { checkText, FileError, packageModules, packagePath } from "../../core/index";

/** An objective's file with all it imports but this package and TensorFlow.js: one CommonJS module. */
export interface ObjectiveCode {
  /** The file it was made from. */
  file: string;
  code: string;
  /** Whether it imports this package or TensorFlow.js. */
  usesLibrary: boolean;
}

/** What bundle.cjs prints. */
type Bundled =
  | { error: { text: string; location?: { file: string; line: number; column: number } } }
  | { error?: undefined; code: string; external: string[] };

// There must be one engine: these are the worker's own.
const ours = ["tsdescent", "@tensorflow"];

/**
 * Compiles and bundles an objective's file, TypeScript or JavaScript.
 *
 * @throws FileError `objectiveFile: objective.ts must compile, got 3:5: Expected ";" but found "x"`
 */
export function bundleObjective(path: string): ObjectiveCode {
  const where = "objectiveFile";
  checkText(where, "path", path);
  const file = resolve(path);
  if (!existsSync(file))
    throw new FileError({ where, required: `${path} must exist`, got: `no file ${file}` });
  const bundled = bundle(file);
  if (bundled.error) {
    const required = `${basename(file)} must compile`;
    throw new FileError({ where, required, got: inWords(bundled.error, dirname(file)) });
  }
  return { file, code: bundled.code, usesLibrary: bundled.external.some(isOurs) };
}

function bundle(file: string): Bundled {
  const options = {
    entryPoints: [file],
    outfile: `${file}.bundle.cjs`,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: "inline",
    external: ours.flatMap((name) => [name, `${name}/*`]),
    nodePaths: packageModules(),
    logLevel: "silent",
  };
  const args = [packagePath("src/tune/executors/bundle.cjs"), JSON.stringify(options)];
  return JSON.parse(
    execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 30 }),
  ) as Bundled;
}

function isOurs(name: string): boolean {
  return ours.some((each) => name === each || name.startsWith(`${each}/`));
}

function inWords({ text, location }: NonNullable<Bundled["error"]>, folder: string): string {
  if (!location) return text;
  return `${basename(resolve(folder, location.file))}:${location.line}:${location.column}: ${text}`;
}
