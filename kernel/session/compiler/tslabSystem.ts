import { join, sep } from "node:path";
import * as ts from "@tslab/typescript-for-tslab";
import { listedPackage, packageFolder, type Project } from "../../protocol/project.js";

/**
 * Shows tslab's compiler the listed packages in the notebook folder's node_modules, where they are not, and spares
 * it a watcher for every file of a package.
 */
export function adaptSystem(project: Project, folder: string): void {
  const system = ts.sys;
  const { readFile, fileExists, directoryExists, realpath, watchFile, getDirectories } = system;
  const packages = join(folder, "node_modules") + sep;
  const forward = (path: string): string => {
    if (!path.startsWith(packages)) return path;
    const request = path.slice(packages.length);
    const name = listedPackage(project, request);
    return name ? join(packageFolder(project, name), request.slice(name.length)) : path;
  };
  system.readFile = (path, encoding) => readFile(forward(path), encoding);
  system.fileExists = (path) => fileExists(forward(path));
  system.directoryExists = (path) => isScope(project, packages, path) || directoryExists(forward(path));
  system.getDirectories = (path) => getDirectories(forward(path));
  system.realpath = (path) => (realpath ?? String)(forward(path));
  system.watchFile = (path, ...rest) =>
    path.includes(`${sep}node_modules${sep}`)
      ? { close() {} }
      : (watchFile as NonNullable<typeof watchFile>)(path, ...rest);
}

/** Whether a folder would hold listed packages: node_modules itself, or one of its scopes. */
function isScope(project: Project, packages: string, path: string): boolean {
  if (!`${path}${sep}`.startsWith(packages)) return false;
  const scope = path.slice(packages.length);
  return scope === "" || project.packages.some((name) => name.startsWith(`${scope}/`));
}
