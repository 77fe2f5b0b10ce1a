/** A MIME bundle with its metadata. */
export interface Shown {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** An error as a front end shows it. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** How a cell ended. */
export type Outcome =
  | { status: "ok"; result?: Shown; expressions?: Record<string, Outcome> }
  | { status: "error"; failure: Failure; missing?: string[] }
  /** The process of the cell ended: nothing is left of it, nor of those before. */
  | { status: "error"; failure: Failure; isLost: true }
  /** The cell reached its end, and left an error that nobody caught, which was shown as it came. */
  | { status: "error"; failure: Failure; isShown: true; result?: Shown };
