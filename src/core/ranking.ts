/** Whether a value should be small or large. */
export type Direction = "minimize" | "maximize";

/** What is ranked: a trial, as far as its rank hangs on it. */
export interface Ranked {
  state: string;
  /** One for each direction; none before the trial is complete. */
  values: readonly number[];
  /** By name; a trial is feasible where none is above 0. */
  constraints?: Readonly<Record<string, number>>;
}

/**
 * The value as something to make small.
 *
 * ```ts
 * asLoss(0.9, "maximize"); // -0.9
 * ```
 */
export function asLoss(value: number, direction: Direction): number {
  return direction === "minimize" ? value : -value;
}

/**
 * Whether no constraint is broken.
 *
 * ```ts
 * isFeasible({ constraints: { memory: 0.2 } }); // false
 * ```
 */
export function isFeasible({ constraints = {} }: Pick<Ranked, "constraints">): boolean {
  return Object.values(constraints).every((value) => value <= 0);
}

/**
 * The best complete trial that keeps its constraints, the first of equal ones.
 *
 * ```ts
 * bestOf(study.trials, "minimize")?.values; // [0.12]
 * ```
 */
export function bestOf<T extends Ranked>(trials: readonly T[], direction: Direction): T | undefined {
  let best: T | undefined;
  for (const trial of candidates(trials, 1))
    if (!best || asLoss(trial.values[0], direction) < asLoss(best.values[0], direction)) best = trial;
  return best;
}

/**
 * The complete trials that keep their constraints and that no other one dominates, in their order; equal ones all.
 *
 * ```ts
 * paretoFrontOf(study.trials, ["minimize", "maximize"]);
 * ```
 */
export function paretoFrontOf<T extends Ranked>(trials: readonly T[], directions: readonly Direction[]): T[] {
  const all = candidates(trials, directions.length).map((trial) => ({
    trial,
    losses: lossesOf(trial, directions),
  }));
  const front = new Set<T>();
  // What dominates a trial is smaller in the first loss that differs, so that it comes before it here.
  const reached: number[][] = [];
  for (const { trial, losses } of [...all].sort((a, b) => byFirstDifference(a.losses, b.losses))) {
    if (reached.some((other) => dominates(other, losses))) continue;
    front.add(trial);
    // Of two directions the last one reached is the smallest in the second.
    if (directions.length === 2) reached.length = 0;
    reached.push(losses);
  }
  return all.map(({ trial }) => trial).filter((trial) => front.has(trial));
}

/**
 * A trial's values as things to make small.
 *
 * ```ts
 * lossesOf({ values: [2, 0.9] }, ["minimize", "maximize"]); // [2, -0.9]
 * ```
 */
export function lossesOf({ values }: Pick<Ranked, "values">, directions: readonly Direction[]): number[] {
  return values.map((value, at) => asLoss(value, directions[at]));
}

/**
 * Whether a is nowhere worse than b, and somewhere better.
 *
 * ```ts
 * dominates([1, 2], [1, 3]); // true
 * ```
 */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, at) => value <= b[at]) && a.some((value, at) => value < b[at]);
}

function byFirstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
}

function candidates<T extends Ranked>(trials: readonly T[], directions: number): T[] {
  return trials.filter(
    (trial) =>
      trial.state === "complete" &&
      isFeasible(trial) &&
      !trial.values.slice(0, directions).some((value) => Number.isNaN(value)),
  );
}
