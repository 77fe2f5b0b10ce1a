import Module from "node:module";
import { join } from "node:path";
import { listedPackage, type Project } from "../project.js";

interface ModuleInternals {
  _resolveFilename(request: string, parent: unknown, isMain: boolean, options?: object): string;
  _nodeModulePaths(folder: string): string[];
}

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
  internals._resolveFilename = (request, parent, isMain, options) => {
    const name = listedPackage(project, request);
    if (name === undefined) return resolve(request, parent, isMain, options);
    const inside = name === project.name ? join(project.root, request.slice(name.length)) : request;
    return resolve(inside, atProject, isMain);
  };
}
