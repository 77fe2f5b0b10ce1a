import { join } from "node:path";

/** What a package's `descent` entry asks of the kernel. */
export interface Project {
  /** The folder of the package that brings this kernel. */
  root: string;
  /** The package's own name. */
  name: string;
  version: string;
  /** Packages that resolve from any folder, always to the project's own copy. */
  packages: string[];
  /** A module to load before the first cell; its `ready` promise is awaited. */
  preload?: string;
}

/** The listed package that an import names: `tsdescent` for `tsdescent/data`. */
export function listedPackage(project: Project, request: string): string | undefined {
  return project.packages.find((name) => request === name || request.startsWith(`${name}/`));
}

/** Where a listed package lives. */
export function packageFolder(project: Project, name: string): string {
  return name === project.name ? project.root : join(project.root, "node_modules", name);
}
