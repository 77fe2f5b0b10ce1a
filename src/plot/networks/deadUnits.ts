import { checkEqualLength, checkNotEmpty, checkNumber } from "../../core/index";
import { Figure } from "../figure/figure";
import type { FrameOptions } from "../input/frame";
import { namesOf } from "../input/named";
import { matrix, type Rows } from "../input/matrix";
import { figureOptions } from "../input/options";
import { sumOf } from "../../math/index";
import { list, orGap, percent, plural, sentences, short } from "../input/words";
import { boxes, canvasSpec, labels } from "../theme/canvas";
import { ink, palette } from "../theme/colours";
import { fittingNames, widestOf } from "../theme/nameAxis";

/** How {@link deadUnits} draws. */
export interface DeadUnitsOptions extends Omit<FrameOptions, "height"> {
  /** A unit counts as active for an example above this. Default 0. */
  above?: number;
}

/** The numbers of {@link deadUnits}. */
export interface DeadUnitsData {
  layers: {
    name: string;
    /** For each unit, the share of the examples with a finite value for which it is active, in [0, 1]; 0 is dead, NaN is without any. */
    active: number[];
    dead: number;
    /** Units without a finite value, and all values that are not finite. */
    lost: number;
    notFinite: number;
  }[];
}

const where = "deadUnits";
const mostUnits = 600;

/**
 * Which units are active for no example, and so learn nothing any more: a cell for each unit, deeper the more examples it is
 * active for, the dead ones crossed in orange, those without a finite value marked by a question mark.
 *
 * ```ts
 * deadUnits({ relu_1: activations1, relu_2: activations2 }); // [examples, units] each
 * ```
 *
 * @param activations by layer: [examples, units]; a value that is not finite does not count
 */
export function deadUnits(
  activations: Record<string, Rows>,
  options?: DeadUnitsOptions,
): Figure<DeadUnitsData> {
  const chosen = figureOptions<DeadUnitsOptions>(where, options, {
    title: undefined,
    width: undefined,
    above: 0,
  });
  checkNumber(where, "above", chosen.above!);
  const names = namesOf(where, "the layers", activations);
  const layers = names.map((name) => layerOf(name, activations[name], chosen.above!));
  const data = { layers };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function layerOf(name: string, given: Rows, above: number): DeadUnitsData["layers"][number] {
  const { values, rows, columns } = matrix(where, name, given);
  checkNotEmpty(where, name, { length: rows * columns });
  checkEqualLength(where, { [name]: values, "its shape's product": { length: rows * columns } });
  const [counts, finite] = [new Array<number>(columns).fill(0), new Array<number>(columns).fill(0)];
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) continue;
    finite[at % columns]++;
    if (values[at] > above) counts[at % columns]++;
  }
  const active = counts.map((count, unit) => count / finite[unit]);
  const count = (is: (share: number) => boolean) => active.filter(is).length;
  const dead = count((share) => share === 0);
  return { name, active, dead, lost: count(Number.isNaN), notFinite: values.length - sumOf(finite) };
}

const cell = 13;
const rowGap = 12;

function specOf(data: DeadUnitsData, options: DeadUnitsOptions): Record<string, unknown> {
  const told = fittingNames(data.layers.map(({ name }) => name));
  const room = widestOf(told) + 12;
  const width = options.width ?? 380;
  const across = Math.max(8, Math.floor((width - room) / cell));
  let top = 0;
  const [cells, names]: [object[], object[]] = [[], []];
  for (const [at, { name, active, dead }] of data.layers.entries()) {
    const drawn = active.slice(0, mostUnits);
    cells.push(
      ...drawn.map((share, unit) => ({ ...placeOf(unit, across, room, top), name, unit, ...look(share) })),
    );
    names.push({ x: room - 12, y: top + cell / 2, text: told[at] });
    const rows = Math.ceil(drawn.length / across);
    names.push({ x: room - 12, y: top + cell / 2 + 15, text: dead ? `${short(dead)} dead` : "" });
    top += Math.max(rows * cell, 28) + rowGap;
  }
  return canvasSpec({
    width: room + Math.min(across, Math.max(...data.layers.map(({ active }) => active.length))) * cell,
    height: top - rowGap,
    title: options.title,
    notes: [summary(data), ...notices(data)],
    layers: [
      boxes(cells, { stroke: ink, strokeOpacity: 0.35, strokeWidth: 0.6, cornerRadius: 2 }, cellLook),
      labels(
        cells.filter((one) => (one as { dead: boolean }).dead),
        { color: palette[1], fontSize: 13, text: "×" },
        { x: middle("x"), y: middle("y"), text: { value: "×" } },
      ),
      labels(
        cells.filter((one) => (one as { lost: boolean }).lost),
        { fontSize: 11 },
        { x: middle("x"), y: middle("y"), text: { value: "?" } },
      ),
      labels(names, { align: "right" }),
    ],
  });
}

function placeOf(at: number, across: number, left: number, top: number) {
  const x = left + (at % across) * cell;
  const y = top + Math.floor(at / across) * cell;
  return { x, y, x2: x + cell - 2, y2: y + cell - 2, midX: x + cell / 2 - 1, midY: y + cell / 2 - 1 };
}

function middle(axis: "x" | "y"): object {
  return { field: axis === "x" ? "midX" : "midY", type: "quantitative", scale: null, axis: null };
}

function look(share: number): object {
  const depth = Number.isNaN(share) ? 0 : share && 0.15 + 0.85 * share;
  return { share: orGap(share), depth, dead: share === 0, lost: Number.isNaN(share) };
}

const cellLook = {
  color: { value: palette[0] },
  fillOpacity: { field: "depth", type: "quantitative", scale: null, legend: null },
  tooltip: [
    { field: "name", title: "layer" },
    { field: "unit" },
    { field: "share", title: "active for", type: "quantitative", format: "~%" },
  ],
};

function summary({ layers }: DeadUnitsData): string {
  const dead = layers.reduce((sum, layer) => sum + layer.dead, 0);
  const all = layers.reduce((sum, { active }) => sum + active.length, 0);
  return `${short(dead)} of ${plural(all, "unit")} dead (${percent(dead / all)})`;
}

function notices({ layers }: DeadUnitsData): (string | false)[] {
  const most = Math.max(...layers.map(({ active }) => active.length));
  const all = (part: "lost" | "notFinite") => sumOf(layers.map((layer) => layer[part]));
  const [lost, notFinite] = [all("lost"), all("notFinite")];
  return [
    notFinite > 0 &&
      `${plural(notFinite, "value")} not finite, which ${notFinite === 1 ? "does" : "do"} not count`,
    lost > 0 && `${plural(lost, "unit")} without a finite value, marked by a question mark`,
    most > mostUnits && `${mostUnits} of ${plural(most, "unit")} drawn`,
  ];
}

function altOf(data: DeadUnitsData, { title }: DeadUnitsOptions): string {
  const each = data.layers.map(
    ({ name, dead, active }) => `${name} ${short(dead)} of ${short(active.length)}`,
  );
  return sentences(title, summary(data), `Dead by layer: ${list(each)}`, ...notices(data));
}
