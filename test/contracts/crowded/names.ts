import type * as plot from "../../../src/plot/index";

export const count = (length: number) => Array.from({ length }, (_, at) => at);

/** Names as people give them: a third of them longer than the others' room. */
export const named = (of: number, what = "name") =>
  count(of).map((at) => (at % 3 ? `${what} ${at}` : `a rather long ${what}, number ${at} of them`));

export const waves = (rows: number, columns: number) =>
  count(rows).map((row) => count(columns).map((column) => Math.sin(row * 0.7 + column * 0.4)));

/** Things by their names. */
export const byName = <Thing>(
  names: readonly string[],
  thing: (at: number) => Thing,
): Record<string, Thing> => Object.fromEntries(names.map((name, at) => [name, thing(at)]));

export const title = "A title that somebody wrote in a whole sentence, longer than figures are wide";
export const xLabel = "what is measured along the horizontal axis, in its unit and with a remark";
export const yLabel = "what is measured along the vertical axis, in its unit and with a remark";

/** Figures with many things, long names, titles and notes. */
export type Crowded = Record<string, () => plot.Figure>;
