/** A cell made ready for the child: compiled by this kernel, or by tslab. */
export type Runnable = CellRunnable | TslabRunnable;

/** A cell as this kernel compiles it: an async function of reference cells. */
export interface CellRunnable {
  mode: "cell";
  code: string;
  /** The source map, or the edits that made the code, as JSON, with the cell's text in it. */
  map: string;
  /** Names whose reference cells the function takes, in order. */
  names: string[];
  /** Those among them that the cell declares. */
  declared: string[];
  /** Shell commands to run first: `%npm`. */
  commands: string[][];
  modules: ModuleOptions;
}

/** What the notebook folder's tsconfig.json says of the modules there. */
export interface ModuleOptions {
  /** The compiler options that matter for emitting. */
  emit: Record<string, unknown>;
  /** Where names of modules lead, as whole paths; `*` stands for any text. */
  paths: Record<string, string[]>;
}

/** A cell as tslab's converter makes it: CommonJS. */
export interface TslabRunnable {
  mode: "tslab";
  code: string;
  /** JavaScript of the notebook's own TypeScript modules. */
  modules: { path: string; code: string }[];
  /** The name under which the code leaves the value of its last expression. */
  lastName?: string;
}
