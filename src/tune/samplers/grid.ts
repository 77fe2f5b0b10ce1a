import { OptionError, checkOptions, shown } from "../../core/index";
import type { Sampler, SamplerView } from "../sampler";
import {
  accepts,
  checkSpace,
  inWords,
  sizeOf,
  valueAt,
  type Distribution,
  type Params,
  type Space,
  type Value,
} from "../space/space";
import { hasEnded, type TrialRecord } from "../trialRecord";

/** The values of each parameter that a grid is made of. */
export type GridValues = Record<string, readonly Value[]>;

/** Options of {@link grid}. */
export interface GridOptions {
  /** The values of each parameter. Default all of its values, which then must not be infinitely many. */
  values?: GridValues;
}

/**
 * Tries every combination once, in order, and then ends the study.
 *
 * ```ts
 * tune(objective, { space, sampler: grid({ values: { C: [0.1, 1, 10], kernel: ["linear", "rbf"] } }) });
 * ```
 *
 * @throws OptionError `grid: x must have finitely many values, got float in [0, 1]; …`
 */
export function grid(options?: GridOptions): Sampler {
  const { values } = checkOptions("grid", options, { values: undefined as GridValues | undefined });
  if (values) checkValues(values);
  return {
    name: "grid",
    refuses: ({ space }) => refusal(space as Space | undefined, values),
    sample: (view) => pointFor(view, sidesOf(view, values)),
    isExhausted: (trials, { space, fixed }) =>
      pointsTried(trials) >= sizeOfGrid(space as Space | undefined, fixed, values),
  };
}

function checkValues(values: GridValues): void {
  if (Object.keys(values).length === 0)
    throw new OptionError({ where: "grid", required: "values must not be empty" });
  for (const [name, all] of Object.entries(values))
    if (!Array.isArray(all) || all.length === 0)
      throw new OptionError({ where: "grid", required: `${name} must have values`, got: all });
}

function refusal(space: Space | undefined, values: GridValues | undefined): string | undefined {
  if (!space) return values ? undefined : "grid needs a space declared up front, or values";
  checkSpace("grid", space);
  for (const [name, entry] of Object.entries(space)) {
    if (entry.kind === "conditional") return `grid cannot do conditions, and ${name} has one; use random()`;
    if (values?.[name] === undefined && sizeOf(entry) === Infinity)
      return `grid: ${name} must have finitely many values, got ${inWords(entry)}; give it steps or values`;
    const odd = values?.[name]?.find((value) => !accepts(entry, value));
    if (odd !== undefined) return `grid: values of ${name} must be ${inWords(entry)}, got ${shown(odd)}`;
  }
  const unknown = Object.keys(values ?? {}).find((name) => !Object.hasOwn(space, name));
  if (unknown === undefined) return undefined;
  return `grid: values must be of parameters of the space (${Object.keys(space).join(", ")}), got "${unknown}"`;
}

/** How many combinations there are, of the parameters that a study does not fix. */
function sizeOfGrid(space: Space | undefined, fixed: Params, values: GridValues = {}): number {
  const names = Object.keys(space ?? values).filter((name) => !Object.hasOwn(fixed, name));
  // No parameter of a grid is conditional.
  const size = (name: string) => values[name]?.length ?? sizeOf(space![name] as Distribution);
  return names.reduce((count, name) => count * size(name), 1);
}

function sidesOf({ space }: SamplerView, values?: GridValues): Record<string, Side> {
  const sideOf = (name: string, distribution: Distribution): Side =>
    values?.[name] ?? { length: sizeOf(distribution), at: (index) => valueAt(distribution, index) };
  return Object.fromEntries(
    Object.entries(space).map(([name, distribution]) => [name, sideOf(name, distribution)]),
  );
}

/** The first combination that no trial has. */
function pointFor({ trials, number }: SamplerView, sides: Record<string, Side>): Params {
  const names = Object.keys(sides);
  const tried = new Set(
    trials.filter(({ state }) => state !== "waiting").map(({ params }) => keyOf(names, params)),
  );
  const count = countOf(Object.values(sides));
  for (let index = 0; index < count; index++) {
    const point = pointAt(sides, index);
    if (!tried.has(keyOf(names, point))) return point;
  }
  return pointAt(sides, number % count);
}

/** The values of a parameter, which may be too many to write them down. */
interface Side<T = Value> {
  readonly length: number;
  at(index: number): T | undefined;
}

/** The combinations in order, the last parameter changing fastest. */
export function pointAt<T>(sides: Record<string, Side<T>>, index: number): Record<string, T> {
  const point: Record<string, T> = {};
  for (const name of Object.keys(sides).reverse()) {
    const all = sides[name];
    point[name] = all.at(index % all.length)!;
    index = Math.floor(index / all.length);
  }
  return Object.fromEntries(Object.entries(point).reverse()) as Record<string, T>;
}

function pointsTried(trials: readonly TrialRecord[]): number {
  const begun = trials.filter((trial) => hasEnded(trial) || trial.state === "running");
  return new Set(begun.map(({ params }) => keyOf(Object.keys(params).sort(), params))).size;
}

function keyOf(names: readonly string[], params: Params): string {
  return JSON.stringify(names.map((name) => params[name]));
}

/** How many combinations there are. */
export function countOf(sides: readonly { readonly length: number }[]): number {
  return sides.reduce((count, side) => count * side.length, 1);
}
