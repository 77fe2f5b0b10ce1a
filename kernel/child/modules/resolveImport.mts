/** Finds a module as `import` in the file `from` would; Node's flag for the second argument is set for the child. */
export const resolveImport = import.meta.resolve as (id: string, from: string) => string;
