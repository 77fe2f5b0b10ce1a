import { createHash } from "node:crypto";

/**
 * As much of a notebook's file as is looked at here.
 *
 * @typedef {{cells: {id?: string, cell_type: string, source: string | string[], outputs?: unknown[], execution_count?: number | null}[]}} Notebook
 */

/**
 * A notebook as a student is given it: nothing has run, so that predictions come before results.
 *
 * @param {string} text
 */
export function withoutOutputs(text) {
  /** @type {Notebook} */
  const notebook = JSON.parse(text);
  for (const cell of notebook.cells) {
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  }
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/**
 * What stands in a notebook's cells, as one short text: equal for notebooks with the same cells, whatever they put out.
 *
 * @param {string} text
 */
export function digestOf(text) {
  /** @type {Notebook} */
  const { cells } = JSON.parse(text);
  const sources = cells.map(({ cell_type, source }) => [cell_type, [source].flat().join("")]);
  return createHash("sha256").update(JSON.stringify(sources)).digest("hex");
}

/**
 * Whether something in a notebook has run.
 *
 * @param {string} text
 */
export function hasRun(text) {
  /** @type {Notebook} */
  const { cells } = JSON.parse(text);
  return cells.some(({ outputs = [] }) => outputs.length > 0);
}

/**
 * A notebook of the kernel's with these cells of code.
 *
 * @param {string[]} sources
 */
export function emptyNotebook(sources) {
  const cells = sources.map((source, at) => ({
    ...{ cell_type: "code", execution_count: null, id: `cell-${at + 1}`, metadata: {}, outputs: [] },
    source,
  }));
  const kernelspec = { display_name: "Descent (TypeScript)", language: "typescript", name: "descent" };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
