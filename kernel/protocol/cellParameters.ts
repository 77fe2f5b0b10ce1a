/**
 * Marks the parameter that carries a name's reference cell: a letter that is legal in identifiers and written by
 * nobody.
 */
export const mark = "\u01c3";

/**
 * The parameter that carries what code needs of the kernel: `load` for imports, `bind` for the names that they bring,
 * `meta` for `import.meta`, `last` for the value of the last expression; in modules `define` for what they export.
 */
export const cellParameter = `cell${mark}${mark}`;

/** The parameter under which code receives a name's reference cell. */
export function parameterOf(name: string): string {
  return name + mark;
}

/** What Node gives every CommonJS module, and so do cells get. */
const moduleParameters = ["exports", "require", "module", "__filename", "__dirname"] as const;

/** What code is given besides the notebook's names. */
export type ModuleParts = Record<(typeof moduleParameters)[number], unknown>;

/** The parameters of the function that a cell, or a module beside the notebook, is compiled to. */
export function parametersOf(names: readonly string[]): string[] {
  return [cellParameter, ...moduleParameters, ...names.map(parameterOf)];
}

/** The arguments for {@link parametersOf}. */
export function argumentsFor(needs: object, parts: ModuleParts, references: readonly object[]): unknown[] {
  return [needs, ...moduleParameters.map((name) => parts[name]), ...references];
}
