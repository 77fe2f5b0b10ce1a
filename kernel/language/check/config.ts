import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import type { Host } from "../../protocol/host.js";
import { packageFolder, type Project } from "../../protocol/project.js";
import type { ModuleOptions } from "../../protocol/runnable.js";
import { complaint } from "../messages/diagnosticCodes.js";

/** How a notebook's code is checked and emitted. */
export interface NotebookConfig {
  /** The tsconfig.json that the checker is given. */
  text: string;
  /** What matters for emitting and for finding modules at run time. */
  modules: ModuleOptions;
  /** The names that JSX stands for where it calls a plain function. */
  jsxNames: string[];
  /** What is wrong with the folder's tsconfig.json. */
  problems: string[];
}

const defaults = {
  target: "es2024",
  strict: true,
  skipLibCheck: true,
  esModuleInterop: true,
  allowJs: true,
};

/** What the compiler says of a project without files: a notebook's are not on the disk. */
const noFiles = new Set<number>([complaint.emptyFiles, complaint.noInputs]);

/** The name under which the compiler looks for it. */
export const configFile = "tsconfig.json";

const forced = {
  resolveJsonModule: true,
  disableSolutionSearching: true,
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  allowImportingTsExtensions: true,
  noEmit: true,
  composite: false,
  incremental: false,
  isolatedModules: false,
  verbatimModuleSyntax: false,
};

const emitted = [
  "jsx",
  "jsxImportSource",
  "jsxFactory",
  "jsxFragmentFactory",
  "experimentalDecorators",
  "emitDecoratorMetadata",
  "useDefineForClassFields",
] as const;

/** What the notebook folder's tsconfig.json says, with a notebook's defaults where it says nothing. */
export function notebookConfig(
  project: Project,
  folder: string,
  roots: string[],
  host: Host,
): NotebookConfig {
  const path = join(folder, configFile);
  const isThere = host.stateOf(path) !== "";
  const read = isThere ? ts.readConfigFile(path, (name) => host.readFile(name)) : {};
  const raw = read.config ?? {};
  const { options, errors } = ts.parseJsonConfigFileContent({ ...raw, files: [] }, configHost(host), folder);
  const wrong = [...(read.error ? [read.error] : []), ...errors].filter(({ code }) => !noFiles.has(code));
  const unsaid = Object.entries({ ...defaults, lib: libraryOf(host.nodeVersion) }).filter(
    ([name]) => !(name in options),
  );
  const own = ownPaths(options, folder);
  const jsx = jsxOptions(options, (request) => host.finds(folder, request));
  const compilerOptions = {
    ...Object.fromEntries(unsaid),
    types: ["node"],
    typeRoots: typeRoots(project, folder, host),
    ...raw.compilerOptions,
    ...jsx.said,
    paths: { ...own, ...listedPaths(project) },
    ...forced,
  };
  // With itself among its files it is part of its program; else the compiler would look for one in the folders above.
  const files = [...roots, configFile];
  // What is declared beside the notebook holds in it, as it would in a script.
  const include = ["*.d.ts"];
  const text = JSON.stringify({ extends: raw.extends, compilerOptions, files, include });
  const emit = { ...Object.fromEntries(emitted.map((name) => [name, options[name]])), ...jsx.emit };
  const problems = wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  return { text, modules: { emit, paths: own }, jsxNames: namesOf(emit), problems };
}

/** The tsconfig.json's `paths`, which may be inherited, as whole paths. */
function ownPaths(options: ts.CompilerOptions, folder: string): Record<string, string[]> {
  const base = (options.pathsBasePath as string | undefined) ?? options.baseUrl ?? folder;
  const entries = Object.entries(options.paths ?? {});
  return Object.fromEntries(entries.map(([name, paths]) => [name, paths.map((path) => resolve(base, path))]));
}

/**
 * JSX is what the tsconfig.json says; without its word it is React's where React is installed, and elsewhere calls
 * of `h`, whatever the notebook means by that. What would be left for another tool to compile is compiled.
 */
function jsxOptions(
  options: ts.CompilerOptions,
  finds: (request: string) => boolean,
): { said: object; emit: ts.CompilerOptions } {
  const { jsx, jsxImportSource, jsxFactory } = options;
  if (jsx === ts.JsxEmit.React || jsx === ts.JsxEmit.ReactJSX || jsx === ts.JsxEmit.ReactJSXDev)
    return { said: {}, emit: { jsx } };
  const isRuntime = !jsxFactory && (jsxImportSource || jsx || finds("react/jsx-runtime"));
  if (isRuntime) return { said: { jsx: "react-jsx" }, emit: { jsx: ts.JsxEmit.ReactJSX } };
  const names = {
    jsxFactory: jsxFactory ?? "h",
    jsxFragmentFactory: options.jsxFragmentFactory ?? "Fragment",
  };
  return { said: { jsx: "react", ...names }, emit: { jsx: ts.JsxEmit.React, ...names } };
}

function namesOf({ jsx, jsxFactory = "React", jsxFragmentFactory = "React" }: ts.CompilerOptions): string[] {
  if (jsx !== ts.JsxEmit.React) return [];
  return [jsxFactory, jsxFragmentFactory].map((expression) => expression.split(".")[0]);
}

/** What of the language's library a version of Node has. */
function libraryOf(version: string): string[] {
  const major = parseInt(version, 10);
  if (major >= 24) return ["es2025", "esnext.array", "esnext.error", "esnext.disposable"];
  if (major >= 22)
    return ["es2024", "es2025.collection", "es2025.iterator", "esnext.array", "esnext.disposable"];
  return ["es2023", "es2024.regexp", "es2024.string", "esnext.disposable"];
}

/** The host as TypeScript's reader of configurations takes one; it lists no files, as a notebook's are not on the disk. */
export function configHost(host: Host): ts.ParseConfigHost {
  return {
    useCaseSensitiveFileNames: true,
    readDirectory: () => [],
    fileExists: (path) => host.stateOf(path) !== "",
    readFile: (path) => host.readFile(path),
  };
}

/** The listed packages, and tslab's display, resolve to the project's copies, wherever the notebook is. */
function listedPaths(project: Project): Record<string, string[]> {
  const packages = [...project.packages, "tslab"].flatMap((name) => {
    const folder = packageFolder(project, name);
    return [
      [name, [folder]],
      [`${name}/*`, [`${folder}/*`]],
    ];
  });
  const subpaths = Object.entries(project.subpaths).map(([name, { types }]) => [name, [types]]);
  return Object.fromEntries([...packages, ...subpaths]);
}

/** The notebook's own `@types` first, then those that come with the kernel. */
function typeRoots(project: Project, folder: string, host: Host): string[] {
  const roots: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    roots.push(join(at, "node_modules", "@types"));
    if (dirname(at) === at) break;
  }
  return [...roots, ...project.typeRoots].filter((root) => host.hasFolder(root));
}
