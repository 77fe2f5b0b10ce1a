/** What the language needs of the machine: files beside the notebook, and what Node there knows. */
export interface Host {
  /** What is in a file; undefined in one that is not there, or not to be read. */
  readFile(path: string): string | undefined;
  /** Differs after every edit of a file; empty where there is none. */
  stateOf(path: string): string;
  hasFolder(path: string): boolean;
  /** The names in a folder; none in one that is gone. */
  namesIn(folder: string): string[];
  /** Whether Node finds what a module in a folder would import. */
  finds(folder: string, request: string): boolean;
  /** Whether a module comes with Node. */
  isBuiltin(name: string): boolean;
  /** The version of Node that runs the cells: `22.18.0`. */
  readonly nodeVersion: string;
}
