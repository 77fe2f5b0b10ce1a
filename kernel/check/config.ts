import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { packageFolder, type Project } from "../project.js";

/** How a notebook's code is checked and emitted. */
export interface NotebookConfig {
  /** The tsconfig.json that the checker is given. */
  text: string;
  /** The options that matter for emitting. */
  emit: ts.CompilerOptions;
}

const defaults: Record<string, unknown> = {
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  strict: true,
  skipLibCheck: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowJs: true,
  jsx: "react-jsx",
};

const forced = {
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
  "useDefineForClassFields",
] as const;

/** What the notebook folder's tsconfig.json says, with a notebook's defaults where it says nothing. */
export function notebookConfig(project: Project, folder: string, roots: string[]): NotebookConfig {
  const path = join(folder, "tsconfig.json");
  const raw = existsSync(path) ? (ts.readConfigFile(path, ts.sys.readFile).config ?? {}) : {};
  const { options } = ts.parseJsonConfigFileContent({ ...raw, files: [] }, ts.sys, folder);
  const unsaid = Object.entries(defaults).filter(([name]) => !(name in options));
  const paths = { ...raw.compilerOptions?.paths, ...listedPaths(project) };
  const types = { types: ["node"], typeRoots: typeRoots(project, folder) };
  const compilerOptions = {
    ...Object.fromEntries(unsaid),
    ...types,
    ...raw.compilerOptions,
    paths,
    ...forced,
  };
  const text = JSON.stringify({ extends: raw.extends, compilerOptions, files: roots, include: [] });
  return { text, emit: Object.fromEntries(emitted.map((name) => [name, options[name]])) };
}

/** The listed packages, and tslab's display, resolve to the project's copies, wherever the notebook is. */
function listedPaths(project: Project): Record<string, string[]> {
  return Object.fromEntries(
    [...project.packages, "tslab"].flatMap((name) => {
      const folder = packageFolder(project, name);
      return [
        [name, [folder]],
        [`${name}/*`, [`${folder}/*`]],
      ];
    }),
  );
}

/** The notebook's own `@types` first, then those that come with the kernel. */
function typeRoots(project: Project, folder: string): string[] {
  const roots: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    roots.push(join(at, "node_modules", "@types"));
    if (dirname(at) === at) break;
  }
  roots.push(join(project.root, "node_modules", "@types"));
  return roots.filter((root) => existsSync(root));
}
