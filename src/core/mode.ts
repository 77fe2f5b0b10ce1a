import { OptionError } from "./errors";
import { checkOneOf } from "./options";
import { standardModes } from "./standardModes";

/** Whether a lower or a higher value of a number is better. */
export type Mode = "min" | "max";

/** A {@link Mode}, or what is known of the number's name. */
export type ModeOption = "auto" | Mode;

/** The modes of logs by name, without `val_`. */
export type Modes = Readonly<Record<string, Mode | undefined>>;

/** What is known of a log besides its name. */
export interface KnownMode {
  /** What was asked for; "auto" or nothing asks what is known. */
  mode?: ModeOption;
  /** What the metrics behind the logs say. */
  modes?: Modes;
  /** How a reader says it, for the message. Default `give {mode: "min"} or {mode: "max"}`. */
  remedy?: string;
}

/**
 * Whether lower or higher values of a log are better: as was asked, else as its metric says, else as the field uses the name
 * (`mape`, `kappa`, `price_loss`, …). What nobody knows is asked for, never guessed.
 *
 * ```ts
 * modeOf("earlyStopping", "val_accuracy"); // "max"
 * ```
 *
 * @throws OptionError `earlyStopping: it must be known whether a lower or a higher "surprise" is better; give {mode: "min"} or {mode: "max"}`
 */
export function modeOf(where: string, log: string, known: KnownMode = {}): Mode {
  const mode = knownMode(log, known);
  if (mode) return mode;
  const { remedy = 'give {mode: "min"} or {mode: "max"}' } = known;
  const required = `it must be known whether a lower or a higher "${log}" is better`;
  throw new OptionError({ where, required, remedy });
}

/**
 * As {@link modeOf}, but undefined where nobody knows.
 *
 * ```ts
 * knownMode("surprise"); // undefined
 * ```
 */
export function knownMode(log: string, { mode = "auto", modes = {} }: KnownMode = {}): Mode | undefined {
  if (mode !== "auto") return mode;
  const name = log.startsWith("val_") ? log.slice("val_".length) : log;
  return (Object.hasOwn(modes, name) ? modes[name] : undefined) ?? standardModeOf(name);
}

/**
 * The mode after a check.
 *
 * ```ts
 * checkMode("lossCurve", mode);
 * ```
 *
 * @throws OptionError `lossCurve: unknown mode "mx"; did you mean "max"?`
 */
export function checkMode(where: string, mode: string): ModeOption {
  return checkOneOf(where, "mode", mode, ["auto", "min", "max"]);
}

/**
 * Whether one value is better than another by more than a margin; what is not a number is never better.
 *
 * ```ts
 * isBetter("min", 0.3, 0.4); // true
 * ```
 */
export function isBetter(mode: Mode, value: number, best: number, margin = 0): boolean {
  return mode === "min" ? value < best - margin : value > best + margin;
}

/**
 * The worst value there is, which anything is better than.
 *
 * ```ts
 * worst("min"); // Infinity
 * ```
 */
export function worst(mode: Mode): number {
  return mode === "min" ? Infinity : -Infinity;
}

/**
 * The place of the best finite value, the first of equals; -1 where none is finite.
 *
 * ```ts
 * bestAt("max", [0.1, 0.9, NaN]); // 1
 * ```
 */
export function bestAt(mode: Mode, values: readonly number[]): number {
  return values.reduce((best, value, at) => {
    if (!Number.isFinite(value)) return best;
    return best < 0 || isBetter(mode, value, values[best]) ? at : best;
  }, -1);
}

/** What the field means by a name; of `price_mape` or `train/mape` by its end, of `ndcg@10` without its number. */
function standardModeOf(name: string): Mode | undefined {
  const words = name.split(/[\s_/.-]+/);
  for (let from = 0; from < words.length; from++) {
    const mode = lookUp(words.slice(from).join("").toLowerCase());
    if (mode) return mode;
  }
  return undefined;
}

function lookUp(word: string): Mode | undefined {
  const mode = standardModes.get(word) ?? standardModes.get(word.replace(/[@\d]/g, ""));
  if (mode || !word.startsWith("neg")) return mode;
  const positive = standardModes.get(word.slice("neg".length));
  return positive && (positive === "min" ? "max" : "min");
}
