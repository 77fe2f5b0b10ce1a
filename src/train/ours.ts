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
