import { checkEqualLength, checkInteger, checkNotEmpty } from "../../core/index";
import { Figure } from "../figure/figure";
import { matrix, type Matrix, type Rows } from "../input/matrix";
import { meanOf, sumOf } from "../../math/index";
import { namesOf } from "../input/named";
import { evenly } from "../input/thin";
import { figureOptions } from "../input/options";
import { list, listFirst, orGap, plural, range, sentences, short, shorts } from "../input/words";
import { arrows, boxes, canvasSpec, labels, px } from "../theme/canvas";
import { ink, palette } from "../theme/colours";
import { textWidth } from "../theme/font";
import { largest } from "../theme/heat";
import { fittingNames, widestOf } from "../theme/nameAxis";
import { shortened } from "../theme/wrapped";

/** How {@link unrolledRnn} draws. */
export interface UnrolledRnnOptions {
  /** What goes in at each step, such as words or numbers. Default none. */
  inputs?: ArrayLike<string | number>;
  /** What comes out at each step. Default none. */
  outputs?: ArrayLike<string | number>;
  /** What the cells are called. Default "cell". */
  cell?: string;
  /** At most so many steps are drawn, from the first. Default 16. */
  maxSteps?: number;
  /** At most so many units are drawn, evenly chosen. Default 12. */
  maxUnits?: number;
  /** Above the figure. Default none. */
  title?: string;
}

/** The numbers of {@link unrolledRnn}. */
export interface UnrolledRnnData {
  steps: number;
  units: number;
  /** By gate or state, its mean over the units at each step, of those that are finite. */
  means: Record<string, number[]>;
  /** How many values are not finite. */
  notFinite: number;
}

const where = "unrolledRnn";

/**
 * A recurrent network unrolled over time, with the values of its gates and states below each step: blue above 0, orange below.
 *
 * A gate lies between 0 and 1: a column of deep blue lets through, an empty one holds back.
 *
 * ```ts
 * unrolledRnn({ forget, input, output, state: h }, { inputs: ["the", "cat", "sat"], cell: "LSTM" });
 * ```
 *
 * @param values by gate or state: float [steps, units]; what is not finite is crossed out
 * @throws ShapeError `unrolledRnn: forget and input must have equal length, got 10 and 9`
 */
export function unrolledRnn(
  values: Record<string, Rows>,
  options?: UnrolledRnnOptions,
): Figure<UnrolledRnnData> {
  const chosen = figureOptions<UnrolledRnnOptions>(where, options, {
    inputs: undefined,
    outputs: undefined,
    cell: "cell",
    maxSteps: 16,
    maxUnits: 12,
    title: undefined,
  });
  checkInteger(where, "maxSteps", chosen.maxSteps!, "[1, ∞)");
  checkInteger(where, "maxUnits", chosen.maxUnits!, "[1, ∞)");
  const gates = read(values);
  const [first] = Object.values(gates);
  for (const name of ["inputs", "outputs"] as const)
    if (chosen[name]) checkEqualLength(where, { steps: { length: first.rows }, [name]: chosen[name] });
  const data = { steps: first.rows, units: first.columns, means: meansOf(gates), notFinite: lostOf(gates) };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(gates, data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function read(values: Record<string, Rows>): Record<string, Matrix> {
  const names = namesOf(where, "the gates", values);
  const gates = names.map((name) => [name, matrix(where, name, values[name])] as const);
  const [[first, one]] = gates;
  for (const [name, { rows, columns }] of gates) {
    checkNotEmpty(where, name, { length: rows * columns });
    checkEqualLength(where, { [first]: { length: one.rows }, [name]: { length: rows } });
    const units = `units of ${name}`;
    checkEqualLength(where, { [`units of ${first}`]: { length: one.columns }, [units]: { length: columns } });
  }
  return Object.fromEntries(gates);
}

function meansOf(gates: Record<string, Matrix>): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(gates).map(([name, { values, rows, columns }]) => [
      name,
      Array.from({ length: rows }, (_, row) =>
        meanOf(
          Array.from({ length: columns }, (__, at) => values[row * columns + at]).filter(Number.isFinite),
        ),
      ),
    ]),
  );
}

function lostOf(gates: Record<string, Matrix>): number {
  const lost = (value: number) => (Number.isFinite(value) ? 0 : 1);
  return sumOf(Object.values(gates).map(({ values }) => sumOf(Array.from(values, lost))));
}

/** What goes in or comes out, in words. */
function inWords(value: string | number): string {
  return typeof value === "number" ? short(value) : value;
}

const top = { output: 8, cell: 26, below: 40, gates: 96 };

function specOf(gates: Record<string, Matrix>, data: UnrolledRnnData, options: UnrolledRnnOptions) {
  const names = Object.keys(gates);
  const told = fittingNames(names);
  const room = widestOf(told) + 10;
  const steps = Math.min(data.steps, options.maxSteps!);
  const across = Math.max(22, Math.min(56, Math.floor((400 - room) / steps)));
  const units = evenly(data.units, options.maxUnits!);
  const tall = Math.max(5, Math.min(12, Math.floor(90 / units.length)));
  const panel = units.length * tall + 14;
  const at = { room, across, tall, panel };
  const rows = names.flatMap((name, panelAt) => cellRows(gates[name], { name, panelAt, steps, units }, at));
  return canvasSpec({
    width: room + steps * across,
    height: top.gates + names.length * panel - 14,
    title: options.title,
    notes: notes(data, options),
    layers: [
      ...diagram(steps, at, options),
      cells(rows),
      labels(
        rows
          .filter(({ value }) => value === null)
          .map(({ x, x2, y, y2 }) => ({ x: (x + x2) / 2, y: (y + y2) / 2, text: "×" })),
        { fontSize: tall + 2 },
      ),
      labels(
        told.map((name, k) => ({
          x: room - 10,
          y: top.gates + k * panel + (units.length * tall) / 2,
          text: name,
        })),
        { align: "right" },
      ),
    ],
  });
}

interface Places {
  room: number;
  across: number;
  tall: number;
  panel: number;
}

function diagram(
  steps: number,
  { room, across }: Places,
  { inputs, outputs, cell }: UnrolledRnnOptions,
): object[] {
  const middle = (step: number) => room + (step + 0.5) * across;
  const half = Math.min(20, across / 2 - 5);
  const each = Array.from({ length: steps }, (_, step) => step);
  const text = (values: ArrayLike<string | number> | undefined, y: number) =>
    values
      ? each.map((step) => ({ x: middle(step), y, text: shortened(inWords(values[step]), across - 2) }))
      : [];
  const middleY = (top.cell + top.below) / 2 + 4;
  const ways = [
    ...each
      .slice(1)
      .map((step) => ({ x: middle(step - 1) + half, x2: middle(step) - half, y: middleY, y2: middleY })),
    ...each.map((step) => ({ x: middle(step), x2: middle(step), y: top.below + 24, y2: top.below + 10 })),
    ...(outputs
      ? each.map((step) => ({ x: middle(step), x2: middle(step), y: top.cell, y2: top.cell - 8 }))
      : []),
  ];
  return [
    ...arrows(ways, { color: ink, strokeWidth: 1.4, opacity: 0.7 }),
    boxes(
      each.map((step) => ({
        x: middle(step) - half,
        x2: middle(step) + half,
        y: top.cell,
        y2: top.below + 8,
      })),
      { cornerRadius: 5, color: palette[0], fillOpacity: 0.15, stroke: palette[0], strokeWidth: 1.4 },
    ),
    labels(
      half >= textWidth(cell!, 11) / 2
        ? each.map((step) => ({ x: middle(step), y: middleY, text: cell }))
        : [],
      { fontSize: 11 },
    ),
    labels([...text(outputs, top.output), ...text(inputs, top.below + 34)]),
  ];
}

interface Panel {
  name: string;
  panelAt: number;
  steps: number;
  units: number[];
}

function cellRows({ values, columns }: Matrix, { name, panelAt, steps, units }: Panel, at: Places) {
  const full = Math.max(1, largest(values));
  return Array.from({ length: steps }, (_, step) =>
    units.map((unit, row) => {
      const value = values[step * columns + unit];
      const x = at.room + step * at.across;
      const y = top.gates + panelAt * at.panel + row * at.tall;
      return {
        ...{
          name,
          step,
          unit,
          value: orGap(value),
          x: x + 1.5,
          x2: x + at.across - 1.5,
          y,
          y2: y + at.tall - 1,
        },
        depth: Number.isFinite(value) ? Number((Math.abs(value) / full).toFixed(3)) : 0,
      };
    }),
  ).flat();
}

function cells(values: object[]): object {
  return {
    ...boxes(values, { stroke: ink, strokeOpacity: 0.15, strokeWidth: 0.5 }),
    encoding: {
      ...{ x: px("x"), x2: { field: "x2" }, y: px("y"), y2: { field: "y2" } },
      color: { condition: { test: "datum.value < 0", value: palette[1] }, value: palette[0] },
      fillOpacity: { field: "depth", type: "quantitative", scale: null, legend: null },
      tooltip: ["name", "step", "unit", "value"].map((field) => ({ field })),
    },
  };
}

function notes(
  { steps, units, notFinite }: UnrolledRnnData,
  { maxSteps, maxUnits }: UnrolledRnnOptions,
): (string | false)[] {
  return [
    "Cells: one row a unit, deeper the larger",
    notFinite > 0 && `${plural(notFinite, "value")} not finite, crossed out`,
    steps > maxSteps! && `${plural(steps, "step")}, the first ${maxSteps} drawn`,
    units > maxUnits! && `${plural(units, "unit")}, ${maxUnits} of them drawn`,
  ];
}

function altOf(data: UnrolledRnnData, { title, cell, inputs, ...options }: UnrolledRnnOptions): string {
  const each = Object.entries(data.means).map(([name, means]) => {
    if (!means.some(Number.isFinite)) return `${name} without a finite value`;
    const [low, high] = shorts(range(means));
    return `${name} from ${low} to ${high}`;
  });
  return sentences(
    title,
    `Recurrent network (${cell}) over ${plural(data.steps, "step")} with ${plural(data.units, "unit")}`,
    inputs && `Inputs: ${listFirst(Array.from(inputs, inWords), 16)}`,
    `Means over the units: ${list(each)}`,
    ...notes(data, options).slice(1),
  );
}
