import Module from "node:module";
import { join } from "node:path";
import { typeScriptFor } from "../../protocol/fileEndings.js";
import { listedPackage, type Project } from "../../protocol/project.js";
import { withOwnBuiltins } from "../context/builtins.js";
import { isOwn } from "../modules/ownFiles.js";

interface ModuleInternals {
  _resolveFilename: Resolve;
  _nodeModulePaths(folder: string): string[];
}

type Resolve = (request: string, parent: unknown, isMain: boolean, options?: object) => string;

/**
 * Lets the listed packages resolve from any folder, always to the project's own copy: there must be one engine,
 * whoever asks for it.
 */
export function resolveListedPackages(project: Project): void {
  const internals = Module as unknown as ModuleInternals;
  const resolve = internals._resolveFilename;
  const manifest = join(project.root, "package.json");
  const paths = internals._nodeModulePaths(project.root);
  const atProject = Object.assign(new Module(manifest), { filename: manifest, paths });
  internals._resolveFilename = inOwn((request, parent, isMain, options) => {
    const name = listedPackage(project, request);
    if (name === undefined) return resolve(request, parent, isMain, options);
    return resolve(name === project.name ? inside(project, request) : request, atProject, isMain);
  });
}

/** The file or folder of the project itself that a request names. */
function inside({ root, name, subpaths }: Project, request: string): string {
  // Behind a slash, as a file `tsdescent.json` beside the folder would come before it.
  return subpaths[request]?.file ?? join(root, "/", request.slice(name.length));
}

/**
 * Lets the reader's own modules find others as TypeScript does: by the `paths` of tsconfig.json, and `./x.ts` by the
 * name of the `./x.js` that another tool would make of it.
 */
export function resolveLikeTypeScript(paths: () => Record<string, string[]>): void {
  const internals = Module as unknown as ModuleInternals;
  const resolve = internals._resolveFilename;
  internals._resolveFilename = inOwn((request, parent, isMain, options) => {
    const filename = (parent as NodeModule | undefined)?.filename;
    const isOurs = filename !== undefined && isOwn(filename);
    const candidates = isOurs ? [...mapped(request, paths()), request].flatMap(withSources) : [];
    for (const candidate of candidates) {
      const found = attempt(() => resolve(candidate, parent, isMain, options));
      if (found) return found;
    }
    return resolve(request, parent, isMain, options);
  });
}

/** Resolves with the built-ins of the kernel, in the middle of a cell's import too. */
function inOwn(resolve: Resolve): Resolve {
  return (...request) => withOwnBuiltins(() => resolve(...request));
}

/** A request, and the TypeScript that one for JavaScript may mean. */
function withSources(request: string): string[] {
  return /^(?:\.{1,2}\/|\/|[a-z]:)/i.test(request) ? [request, ...typeScriptFor(request)] : [request];
}

/** Where `paths` lead a request, in order. */
function mapped(request: string, paths: Record<string, string[]>): string[] {
  for (const [pattern, targets] of Object.entries(paths)) {
    const [head, tail] = pattern.split("*");
    if (tail === undefined ? request === pattern : request.startsWith(head) && request.endsWith(tail)) {
      const middle = tail === undefined ? "" : request.slice(head.length, request.length - tail.length);
      return targets.map((target) => target.replace("*", middle));
    }
  }
  return [];
}

function attempt(resolve: () => string): string | undefined {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
