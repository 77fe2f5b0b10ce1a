const ours = new WeakSet<object>();

/** Marks what this library made: it reads no number of the user's, and changes none. Returns it. */
export function asOurs<T extends object>(made: T): T {
  ours.add(made);
  return made;
}

/** Whether this library made it. */
export function isOurs(made: object): boolean {
  return ours.has(made);
}

/** How code of the user's is compiled: why not at all, or why only where it reads variables of its own. */
export interface OwnCodeRule {
  /** Whether there is any that is to be looked at again. */
  any: boolean;
  /** Looks at what the code can reach, and returns what looks again and says what has changed since, as a clause. */
  watch?: () => () => string | undefined;
  whyEager?: string;
  everyStep?: string;
}
