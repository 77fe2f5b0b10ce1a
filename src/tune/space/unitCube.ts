import { accepts, indexOf, sizeOf, valueAt, type Distribution, type Params, type Value } from "./space";

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
  if (isCounted(distribution)) return (indexOf(distribution, value) + 0.5) / sizeOf(distribution);
  const [low, high] = edges(distribution);
  // Neighbours among large numbers may have one logarithm.
  if (low === high) return 0.5;
  const at = distribution.log ? Math.log(value as number) : (value as number);
  return Math.min(1, Math.max(0, (at - low) / (high - low)));
}

function fromUnit(distribution: Distribution, place: number): Value {
  const within = Math.min(Math.max(place, 0), 1);
  if (isCounted(distribution)) {
    const size = sizeOf(distribution);
    return valueAt(distribution, Math.min(size - 1, Math.floor(within * size)));
  }
  // The logarithm's inverse would miss them by a rounding.
  if (within === 0 || within === 1) return within === 0 ? distribution.low : distribution.high;
  const [low, high] = edges(distribution);
  const at = low + within * (high - low);
  const value = distribution.log ? Math.exp(at) : at;
  const nearest = distribution.kind === "int" ? Math.round(value) : value;
  return Math.min(Math.max(nearest, distribution.low), distribution.high);
}

type Numbers = Exclude<Distribution, { kind: "categorical" }>;
type Counted = Extract<Distribution, { kind: "categorical" }> | (Numbers & { step: number; log: false });

/** Whether values own stretches of one length. */
function isCounted(distribution: Distribution): distribution is Counted {
  return distribution.kind === "categorical" || (distribution.step !== undefined && !distribution.log);
}

/** The edges of the side, in logarithms where asked; half a step beyond the bounds, so that every whole number owns its share. */
function edges({ low, high, log, step }: Numbers): [number, number] {
  const margin = step === undefined || low === high ? 0 : step / 2;
  return log ? [Math.log(low - margin), Math.log(high + margin)] : [low, high];
}
