import util from "node:util";

interface RemovedFunctions {
  isNullOrUndefined?: (value: unknown) => boolean;
  isArray?: (value: unknown) => boolean;
}

/**
 * Gives Node's `util` back the two functions that Node 23 removed and tfjs-node 4.22 still calls; on Node 22, where
 * they print a warning, silent ones.
 *
 * ```ts
 * restoreUtil();
 * ```
 */
export function restoreUtil(): void {
  const functions = util as RemovedFunctions;
  functions.isNullOrUndefined = (value) => value === null || value === undefined;
  functions.isArray = Array.isArray;
}
