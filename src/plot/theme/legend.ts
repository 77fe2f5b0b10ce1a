import { sumOf } from "../../math/index";
import { besidePlot, narrowFigure } from "./fitted";
import { textWidth } from "./font";
import { fittingNames, nameOf } from "./nameAxis";

/** What a legend's entry has beside its name: the mark and the room to the next. */
const besideName = 36;

/** Above this width of a figure, names may be longer. */
const wideFigure = 420;
const longestName = 240;

/** How a legend is laid out. */
export interface LegendChoice {
  /** What lies left of the plot, from where the legend begins, CSS px. Default what numbers and a title take. */
  beside?: number;
  symbolType?: string;
  symbolStrokeWidth?: number;
}

/**
 * A legend whose entries fill the width there is, in columns, the middle of long names left out; none for a single entry.
 *
 * @param names its entries, all different
 */
export function legendOf(
  names: readonly string[],
  { beside = besidePlot, ...more }: LegendChoice = {},
): object | null {
  if (names.length < 2) return null;
  const narrow = fittingNames(names, narrowFigure - beside - besideName);
  const wide = fittingNames(names, longestName);
  const columns = (shown: readonly string[]) => {
    const widths = shown.map((name) => Math.ceil(textWidth(name, 12)) + besideName);
    const total = sumOf(widths);
    const room = `room - ${Math.ceil(beside)}`;
    return `(${total} <= ${room} ? ${names.length} : max(1, floor((${room}) / ${Math.max(...widths)})))`;
  };
  const isShort = narrow.every((name, at) => name === names[at]);
  if (isShort) return { ...more, columns: { expr: columns(names) } };
  const either = (one: string, other: string) => `(room < ${wideFigure} ? ${one} : ${other})`;
  return {
    ...more,
    columns: { expr: either(columns(narrow), columns(wide)) },
    labelExpr: either(nameOf(names, narrow), nameOf(names, wide)),
    labelLimit: 2 * longestName,
  };
}
