/**
 * Marks the parameter that carries a name's reference cell: a letter that is legal in identifiers and written by
 * nobody.
 */
export const mark = "\u01c3";

/**
 * The parameter that carries what code needs of the kernel: `load` for imports, `bind` for the names that they bring,
 * `meta` for `import.meta`.
 */
export const cellParameter = `cell${mark}${mark}`;
