import { accepts, sizeOf, type Distribution, type Params, type Value } from "./space";

/** Parameters that a sampler draws together, by name. */
export type JointSpace = Record<string, Distribution>;

/**
 * The cube [0, 1]ᵈ in which samplers think, one side for each parameter: logarithms are taken, and a value of n
 * (whole numbers, steps, choices) owns a stretch of 1/n.
 *
 * ```ts
 * const cube = new UnitCube({ rate: float(0.01, 1, { log: true }) });
 * cube.encode({ rate: 0.1 }) // [0.5]
 * cube.decode([0.5]) // { rate: 0.1 }
 * ```
 */
export class UnitCube {
  readonly names: string[];
  readonly distributions: Distribution[];

  constructor(readonly space: JointSpace) {
    this.names = Object.keys(space);
    this.distributions = Object.values(space);
  }

  /** How many parameters there are. */
  get sides(): number {
    return this.names.length;
  }

  /** The place of a trial's parameters. */
  encode(params: Params): number[] {
    return this.names.map((name, side) => toUnit(this.distributions[side], params[name]));
  }

  /** The parameters at a place. */
  decode(place: ArrayLike<number>): Params {
    const entry = (name: string, side: number) => [name, fromUnit(this.distributions[side], place[side])];
    return Object.fromEntries(this.names.map(entry)) as Params;
  }

  /** Whether a trial's parameters include all of these; what lies outside, as in a study whose space has changed, has no place. */
  has(params: Params): boolean {
    return this.names.every((name, side) => accepts(this.distributions[side], params[name]));
  }
}

function toUnit(distribution: Distribution, value: Value): number {
  if (distribution.kind === "categorical")
    return (distribution.choices.indexOf(value) + 0.5) / distribution.choices.length;
  const [low, high] = edges(distribution);
  if (low === high) return 0.5;
  const at = distribution.log ? Math.log(value as number) : (value as number);
  return Math.min(1, Math.max(0, (at - low) / (high - low)));
}

function fromUnit(distribution: Distribution, place: number): Value {
  const within = Math.min(Math.max(place, 0), 1);
  if (distribution.kind === "categorical") {
    const { choices } = distribution;
    return choices[Math.min(choices.length - 1, Math.floor(within * choices.length))];
  }
  const [low, high] = edges(distribution);
  const at = low + within * (high - low);
  return nearest(distribution, distribution.log ? Math.exp(at) : at);
}

/** The edges of the side, in logarithms where asked; half a step beyond the bounds, so that every value owns as much. */
function edges(distribution: Exclude<Distribution, { kind: "categorical" }>): [number, number] {
  const { low, high, log, step } = distribution;
  const margin = step === undefined || sizeOf(distribution) === 1 ? 0 : step / 2;
  return log ? [Math.log(low - margin), Math.log(high + margin)] : [low - margin, high + margin];
}

function nearest(distribution: Exclude<Distribution, { kind: "categorical" }>, value: number): number {
  const { low, high, step } = distribution;
  if (step === undefined) return Math.min(Math.max(value, low), high);
  const steps = Math.min(Math.max(Math.round((value - low) / step), 0), sizeOf(distribution) - 1);
  // 0.1 + 2 × 0.1 is 0.30000000000000004: what nobody wrote is rounded away.
  return Number((low + steps * step).toPrecision(12));
}
