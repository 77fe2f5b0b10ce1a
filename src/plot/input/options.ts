import { checkArray, checkBoolean, checkInteger, checkOptions, OptionError, shown } from "../../core/index";
import { checkEnds, checkPair } from "./asked";

/** What is known of an option by its name, whichever figure has it. */
type Check = (where: string, name: string, value: unknown) => void;

const checks: Record<string, Check> = {
  ...checkedBy(checkText, "title", "xLabel", "yLabel", "zLabel", "stepName"),
  ...checkedBy(checkSize, "width", "height", "size", "cell"),
  ...checkedBy(checkCount, "columns", "frameMs"),
  ...checkedBy(checkFlag, "equalScale", "points", "best", "logX", "logY"),
  ...checkedBy(checkEnds, "xRange", "yRange"),
  ...checkedBy(checkTexts, "classNames", "featureNames", "names", "captions", "params", "metrics"),
  ...checkedBy(checkWords, "inputs", "outputs", "features"),
  range: checkLimits,
};

function checkedBy(check: Check, ...names: string[]): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, check]));
}

/**
 * A figure's options over their defaults, as {@link checkOptions} has them, after a check of those that mean the same in every
 * figure: words are text, sizes are above 0, names are lists of text.
 *
 * ```ts
 * figureOptions("lines", { width: -5 }, { width: 560 }); // throws
 * ```
 *
 * @throws OptionError `lines: width must be a number above 0, got -5`
 */
export function figureOptions<T extends object>(
  where: string,
  given: Partial<T> | undefined,
  defaults: T,
): T {
  const chosen = checkOptions<T>(where, given, defaults);
  for (const [name, value] of Object.entries(chosen)) {
    const check = typeof defaults[name as keyof T] === "string" ? checkText : checks[name];
    if (value !== undefined && check) check(where, name, value);
  }
  return chosen;
}

function checkText(where: string, name: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new OptionError({ where, required: `${name} must be text`, got: shown(value) });
}

function checkSize(where: string, name: string, value: unknown): void {
  if (Number.isFinite(value) && (value as number) > 0) return;
  throw new OptionError({ where, required: `${name} must be a number above 0`, got: shown(value) });
}

function checkCount(where: string, name: string, value: unknown): void {
  checkInteger(where, name, value as number, "[1, ∞)");
}

/** One that is neither by default, and so is not known by it. */
function checkFlag(where: string, name: string, value: unknown): void {
  checkBoolean(where, name, value);
}

/** Pixel values that are black and white, in either order. */
function checkLimits(where: string, name: string, value: unknown): void {
  const [black, white] = checkPair(where, name, value);
  if (black !== white) return;
  throw new OptionError({ where, required: `${name} must be two different numbers`, got: shown(value) });
}

function checkTexts(where: string, name: string, value: unknown): void {
  checkEach(where, name, value, { required: "a list of text", isRight: isText });
}

/** Texts or numbers. */
function checkWords(where: string, name: string, value: unknown): void {
  const isRight = (one: unknown) => isText(one) || typeof one === "number";
  checkEach(where, name, value, { required: "a list of text or numbers", isRight });
}

function isText(one: unknown): boolean {
  return typeof one === "string";
}

function checkEach(
  where: string,
  name: string,
  value: unknown,
  { required, isRight }: { required: string; isRight: (one: unknown) => boolean },
): void {
  checkArray(where, name, value);
  const each: unknown[] = Array.from(value as ArrayLike<unknown>);
  const odd = each.findIndex((one) => !isRight(one));
  if (odd < 0) return;
  const got = `${shown(each[odd])} at [${odd}]`;
  throw new OptionError({ where, required: `${name} must be ${required}`, got });
}

/**
 * Checks that names, if there are any, are as many as what they name.
 *
 * @param of what there is a name for; `orMore` where names may go on
 * @throws OptionError `rocCurve: classNames must be one for each of 3 columns of scores, got 2`
 */
export function checkNameCount(
  where: string,
  name: string,
  names: ArrayLike<unknown> | undefined,
  of: { count: number; what: string; orMore?: boolean },
): void {
  if (names === undefined || names.length === of.count || (of.orMore && names.length > of.count)) return;
  const required = `${name} must be one for each of ${of.count} ${of.what}`;
  throw new OptionError({ where, required, got: names.length });
}
