/** What a package's `descent` entry asks of the kernel. */
export interface Project {
  /** The folder of the package that brings this kernel. */
  root: string;
  /** The package's own name. */
  name: string;
  version: string;
  /** Packages that resolve from any folder, always to the project's own copy. */
  packages: string[];
  /** Where each of them lives, and tslab. */
  folders: Record<string, string>;
  /** What the package exports beside itself, by the names that imports have for it. */
  subpaths: Record<string, Subpath>;
  /** Folders of `@types` that come with the kernel, the nearest first. */
  typeRoots: string[];
  /** Where what V8 makes of libraries is kept. */
  cache: string;
  /** A module to load before the first cell; its `ready` promise is awaited. */
  preload?: string;
}

/** What `tsdescent/plot` means. */
export interface Subpath {
  file: string;
  types: string;
}

/** The listed package that an import names: `tsdescent` for `tsdescent/data`. */
export function listedPackage(project: Project, request: string): string | undefined {
  return project.packages.find((name) => request === name || request.startsWith(`${name}/`));
}

/** Where a listed package lives. */
export function packageFolder(project: Project, name: string): string {
  return name === project.name ? project.root : project.folders[name];
}
