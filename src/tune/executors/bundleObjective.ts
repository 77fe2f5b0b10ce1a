import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { FileError, packagePath } from "../../core/index";
import type esbuild from "esbuild";

/** An objective's file with all it imports but this package and TensorFlow.js: one CommonJS module. */
export interface ObjectiveCode {
  /** The file it was made from. */
  file: string;
  code: string;
  /** Whether it imports this package or TensorFlow.js. */
  usesLibrary: boolean;
}

/**
 * Compiles and bundles an objective's file, TypeScript or JavaScript.
 *
 * @throws FileError `objectiveFile: objective.ts must compile, got 3:5: Expected ";" but found "x"`
 */
export function bundleObjective(path: string): ObjectiveCode {
  const where = "objectiveFile";
  const file = resolve(path);
  if (!existsSync(file))
    throw new FileError({ where, required: `${path} must exist`, got: `no file ${file}` });
  const { outputFiles, metafile } = bundled(file);
  const imports = Object.values(metafile!.outputs).flatMap((output) => output.imports);
  const usesLibrary = imports.some(({ path: name, external }) => external && isOurs(name));
  return { file, code: outputFiles![0].text, usesLibrary };
}

function bundled(file: string): esbuild.BuildResult {
  // Else esbuild keeps a process for as long as this one lives.
  process.env.ESBUILD_WORKER_THREADS = "0";
  // Loaded for objectives in files only.
  const { buildSync } = createRequire(__filename)("esbuild") as typeof esbuild;
  try {
    return buildSync({
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
      nodePaths: [packagePath("node_modules")],
      logLevel: "silent",
    });
  } catch (error) {
    throw new FileError({
      where: "objectiveFile",
      required: `${basename(file)} must compile`,
      got: firstOf(error as esbuild.BuildFailure, dirname(file)),
    });
  }
}

// There must be one engine: these are the worker's own.
const ours = ["tsdescent", "@tensorflow"];

function isOurs(name: string): boolean {
  return ours.some((each) => name === each || name.startsWith(`${each}/`));
}

function firstOf({ errors, message }: esbuild.BuildFailure, folder: string): string {
  const [first] = errors ?? [];
  if (!first) return message;
  if (!first.location) return first.text;
  const { file, line, column } = first.location;
  return `${basename(resolve(folder, file))}:${line}:${column}: ${first.text}`;
}
