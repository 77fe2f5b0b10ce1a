let calls = 0;

/** Counts its calls, in a name of this module. */
export function tick(): number {
  return ++calls;
}

export function reset(): void {
  calls = 0;
}

export const shared = { beta: 0 };
