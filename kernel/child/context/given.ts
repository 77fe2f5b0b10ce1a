/** What a cell gave, in a box: without one, a promise of it would ask it for a `then`, which may be a proxy's to answer. */
export interface Given {
  value: unknown;
}

/** A box that no prototype can make a promise. */
export function given(value: unknown): Given {
  return { __proto__: null, value } as Given;
}

/** The value of a cell's last expression; of one that promises it, a promise of the box. */
export function givenBy(last: unknown): Given | Promise<Given> {
  return isPromise(last) ? Promise.resolve(last).then(given) : given(last);
}

function isPromise(value: unknown): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  try {
    return typeof (value as PromiseLike<unknown>).then === "function";
  } catch {
    return false;
  }
}
