import {
  OptionError,
  checkBoolean,
  checkNoOptions,
  checkNumber,
  checkOptions,
  shown,
} from "../../core/index";
import { atStep, canStep, lastStep } from "./steps";

/** What a parameter may be: all of it survives JSON. */
export type Value = number | string | boolean | null;

/** Parameters of a trial by name. */
export type Params = Record<string, Value>;

/** Real numbers from `low` to `high`. */
export interface FloatRange {
  kind: "float";
  low: number;
  high: number;
  log: boolean;
  step?: number;
}

/** Whole numbers from `low` to `high`, both included. */
export interface IntRange {
  kind: "int";
  low: number;
  high: number;
  log: boolean;
  step: number;
}

/** One of several values without an order. */
export interface Choice<T extends Value = Value> {
  kind: "categorical";
  choices: readonly T[];
}

/** What values one parameter may take. */
export type Distribution<T extends Value = Value> = FloatRange | IntRange | Choice<T>;

/** A parameter that exists only where another one has certain values. */
export interface Conditional<D extends Distribution = Distribution> {
  kind: "conditional";
  parent: string;
  values: readonly Value[];
  of: D;
}

/** The parameters of a study by name. */
export type Space = Record<string, Distribution | Conditional>;

/** What a trial's parameters are in a space: numbers, the choices, and undefined where a condition does not hold. */
export type ParamsOf<S> = {
  [Name in keyof S]: S[Name] extends Conditional<infer D> ? ValueOf<D> | undefined : ValueOf<S[Name]>;
};
type ValueOf<D> = D extends Choice<infer T> ? T : number;

/** How a {@link float} lies in its range. */
export interface FloatOptions {
  /** Searches on a logarithmic scale; `low` must be above 0. Default false. */
  log?: boolean;
  /** Only `low`, `low + step`, …. Default none. */
  step?: number;
}

/**
 * A parameter that is a real number in [low, high].
 *
 * ```ts
 * { rate: float(1e-5, 1e-1, { log: true }), dropout: float(0, 0.5, { step: 0.1 }) }
 * ```
 *
 * @throws OptionError `float: low must not be above high, got 1 and 0`
 */
export function float(low: number, high: number, options?: FloatOptions): FloatRange {
  const defaults = { log: false, step: undefined as number | undefined };
  const { log, step } = checkOptions<FloatOptions>("float", options, defaults);
  checkBounds("float", low, high, log!);
  // Adding 0 makes -0 plain.
  if (step === undefined) return { kind: "float", low: low + 0, high: high + 0, log: log! };
  checkNumber("float", "step", step, "(0, ∞)");
  if (log) throw new OptionError({ where: "float", required: "log and step must not go together" });
  if (!canStep(low, high, step)) {
    const required = `step must be large enough to tell numbers in [${low}, ${high}] apart`;
    throw new OptionError({ where: "float", required, got: step, remedy: "leave it out" });
  }
  const last = atStep(low, step, lastStep(low, high, step));
  return { kind: "float", low: low + 0, high: last + 0, log: false, step };
}

/** How an {@link int} lies in its range. */
export interface IntOptions {
  /** Searches on a logarithmic scale; `low` must be above 0. Default false. */
  log?: boolean;
  /** Only `low`, `low + step`, …. Default 1. */
  step?: number;
}

/**
 * A parameter that is a whole number from low to high, both included.
 *
 * ```ts
 * { layers: int(1, 4), units: int(16, 512, { log: true }) }
 * ```
 *
 * @throws OptionError `int: low must be a whole number, got 0.5`
 */
export function int(low: number, high: number, options?: IntOptions): IntRange {
  const { log, step } = checkOptions("int", options, { log: false, step: 1 });
  checkBounds("int", low, high, log);
  for (const [name, value] of Object.entries({ low, high, step, "high - low": high - low }))
    checkWhole(name, value);
  checkNumber("int", "step", step, "[1, ∞)");
  if (log && step !== 1)
    throw new OptionError({ where: "int", required: "log and step must not go together" });
  const last = low + Math.floor((high - low) / step) * step;
  return { kind: "int", low: low + 0, high: last + 0, log, step };
}

function checkWhole(name: string, value: number): void {
  if (Number.isSafeInteger(value)) return;
  const isLarge = Number.isInteger(value);
  throw new OptionError({
    where: "int",
    required: `${name} must be a whole number${isLarge ? " of less than 2^53, beyond which numbers have gaps" : ""}`,
    got: value,
    remedy: isLarge ? "search a power of two, or use float" : undefined,
  });
}

/**
 * A parameter that is one of several values.
 *
 * ```ts
 * { activation: categorical(["relu", "tanh", "gelu"]) }
 * ```
 *
 * @throws OptionError `categorical: choices must not be empty`
 */
export function categorical<const T extends Value>(choices: readonly T[], ...none: []): Choice<T> {
  const where = "categorical";
  checkNoOptions(where, none);
  if (!Array.isArray(choices))
    throw new OptionError({ where, required: "choices must be an array", got: shown(choices) });
  if (choices.length === 0) throw new OptionError({ where, required: "choices must not be empty" });
  const odd = choices.findIndex((choice) => !isValue(choice));
  if (odd >= 0) {
    const required = "choices must be finite numbers, texts, booleans or null";
    const remedy = "use their names, and look the thing up in the objective";
    throw new OptionError({ where, required, got: shown(choices[odd]), remedy });
  }
  if (new Set(choices).size < choices.length)
    throw new OptionError({ where, required: "choices must differ", got: choices });
  return { kind: "categorical", choices: [...choices] };
}

/**
 * A parameter that exists only where an earlier one has a certain value, or one of several.
 *
 * ```ts
 * { kernel: categorical(["linear", "rbf"]), gamma: when("kernel", "rbf", float(1e-4, 1, { log: true })) }
 * ```
 */
export function when<D extends Distribution>(
  parent: string,
  values: Value | readonly Value[],
  of: D,
  ...none: []
): Conditional<D> {
  checkNoOptions("when", none);
  return { kind: "conditional", parent, values: Array.isArray(values) ? values : [values as Value], of };
}

/**
 * The space, after a check that it is not empty and that conditions name earlier parameters.
 *
 * @throws OptionError `createStudy: space must not be empty`
 */
export function checkSpace(where: string, space: Space): Space {
  if (typeof space !== "object" || space === null) {
    const required = "space must be an object of parameters by name";
    throw new OptionError({ where, required, got: shown(space) });
  }
  const names = Object.keys(space);
  if (names.length === 0) throw new OptionError({ where, required: "space must not be empty" });
  names.forEach((name, at) => {
    const entry = space[name];
    if (entry?.kind === "conditional") return checkCondition(where, name, entry, space, names.slice(0, at));
    if (kinds.has(entry?.kind)) return;
    const required = `${name} must be float(…), int(…), categorical(…) or when(…)`;
    throw new OptionError({ where, required, got: shown(entry) });
  });
  return space;
}

const kinds = new Set(["float", "int", "categorical"]);

/** A condition that can never hold is a slip: a misspelt choice, a number out of range. */
function checkCondition(
  where: string,
  name: string,
  { parent, values, of }: Conditional,
  space: Space,
  before: string[],
): void {
  if (!before.includes(parent)) {
    const required = `${name} must hang on a parameter that stands before it`;
    throw new OptionError({ where, required, got: shown(parent) });
  }
  if (!kinds.has(of?.kind)) {
    const required = `${name} must be when("${parent}", …, float(…), int(…) or categorical(…))`;
    throw new OptionError({ where, required, got: shown(of) });
  }
  const entry = space[parent];
  const range = entry.kind === "conditional" ? entry.of : entry;
  const odd = values.find((value) => !accepts(range, value));
  if (values.length > 0 && odd === undefined) return;
  const required = `${name} must hang on values that ${parent} can have, ${inWords(range)}`;
  throw new OptionError({ where, required, got: values.length === 0 ? "none" : shown(odd) });
}

/**
 * Whether a value lies in a distribution.
 *
 * ```ts
 * accepts(int(1, 4), 2.5) // false
 * ```
 */
export function accepts(distribution: Distribution, value: unknown, ...none: []): boolean {
  checkNoOptions("accepts", none);
  if (!kinds.has(distribution?.kind)) {
    const required = "distribution must be one of float, int or categorical";
    throw new OptionError({ where: "accepts", required, got: shown(distribution) });
  }
  if (distribution.kind === "categorical") return (distribution.choices as unknown[]).includes(value);
  const { low, high, step } = distribution;
  if (typeof value !== "number" || !(value >= low && value <= high)) return false;
  if (distribution.kind === "int" && !Number.isInteger(value)) return false;
  if (step === undefined) return true;
  const off = Math.abs(value - (valueAt(distribution, indexOf(distribution, value)) as number));
  // Sums such as 0.1 + 0.2 are forgiven.
  return off === 0 || off <= 1e-6 * step;
}

/** How many values a distribution has; infinitely many for a float without steps. */
export function sizeOf(distribution: Distribution): number {
  if (distribution.kind === "categorical") return distribution.choices.length;
  const { low, high, step } = distribution;
  if (low === high) return 1;
  return step === undefined ? Infinity : Math.round((high - low) / step) + 1;
}

/** The value of a distribution of so many, counted from 0 in their order. */
export function valueAt(distribution: Distribution, index: number): Value {
  if (distribution.kind === "categorical") return distribution.choices[index];
  const { low, high, step = 1 } = distribution;
  return Math.min(high, atStep(low, step, index));
}

/** Which of so many values one is, or is closest to. */
export function indexOf(distribution: Distribution, value: Value): number {
  if (distribution.kind === "categorical") return distribution.choices.indexOf(value);
  const { low, step = 1 } = distribution;
  return Math.round(((value as number) - low) / step);
}

/** A distribution in words: `float in [0, 1]`. */
export function inWords(distribution: Distribution): string {
  if (distribution.kind === "categorical") return `one of ${distribution.choices.join(", ")}`;
  const { kind, low, high, log, step } = distribution;
  const steps = step === undefined || (kind === "int" && step === 1) ? "" : ` in steps of ${step}`;
  return `${kind} in [${low}, ${high}]${log ? " (log)" : ""}${steps}`;
}

function checkBounds(where: string, low: number, high: number, log: boolean): void {
  for (const [name, value] of Object.entries({ low, high })) {
    if (Number.isFinite(value)) continue;
    throw new OptionError({ where, required: `${name} must be a finite number`, got: shown(value) });
  }
  if (low > high)
    throw new OptionError({ where, required: "low must not be above high", got: `${low} and ${high}` });
  if (!Number.isFinite(high - low))
    throw new OptionError({ where, required: "high - low must be finite", got: `${low} and ${high}` });
  checkBoolean(where, "log", log);
  if (log && low <= 0)
    throw new OptionError({ where, required: "low must be above 0 on a logarithmic scale", got: low });
}

/** Whether a parameter may be that. */
export function isValue(value: unknown): value is Value {
  return value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
}
