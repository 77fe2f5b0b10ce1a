import { OptionError, freshRandom, type Direction, shown } from "../core/index";
import type { Sampler } from "./sampler";
import {
  accepts,
  inWords,
  sizeOf,
  type Distribution,
  type Params,
  type Space,
  type Value,
} from "./space/space";
import type { JointSpace } from "./space/unitCube";
import type { TrialRecord } from "./trialRecord";

/** What a study draws with. */
export interface Drawing {
  sampler: Sampler;
  trials: readonly TrialRecord[];
  directions: readonly Direction[];
  seed: number;
}

/** Values for parameters that are drawn together; what has one value only is not drawn. */
export function drawTogether(space: JointSpace, number: number, drawing: Drawing): Params {
  const entries = Object.entries(space);
  const open = entries.filter(([, distribution]) => sizeOf(distribution) > 1);
  const closed = entries.filter(([, distribution]) => sizeOf(distribution) === 1);
  const params = Object.fromEntries(closed.map(([name, distribution]) => [name, onlyValue(distribution)]));
  if (open.length === 0) return params;
  const { sampler, directions, seed } = drawing;
  const names = open.map(([name]) => name).join();
  const drawn = sampler.sample({
    space: Object.fromEntries(open),
    trials: drawing.trials.filter((trial) => trial.number !== number),
    directions,
    number,
    random: freshRandom(`tune ${number} ${names}`, seed),
    seed,
  });
  for (const [name, distribution] of open) checkDrawn(sampler.name, name, distribution, drawn[name]);
  return { ...params, ...drawn };
}

/** A sampler of one's own, or a grid's values, may not fit what the objective suggests. */
function checkDrawn(where: string, name: string, distribution: Distribution, value: unknown): void {
  if (accepts(distribution, value)) return;
  throw new OptionError({ where, required: `${name} must be ${inWords(distribution)}`, got: shown(value) });
}

function onlyValue(distribution: Distribution): Value {
  return distribution.kind === "categorical" ? distribution.choices[0] : distribution.low;
}

/**
 * The parameters of a declared space whose turn has come: those whose conditions are decided and hold, and which
 * have no value yet. What hangs on nothing comes first.
 */
export function nextOf(space: Space, params: Params): JointSpace {
  const ready: JointSpace = {};
  for (const [name, entry] of Object.entries(space)) {
    if (Object.hasOwn(params, name)) continue;
    if (entry.kind !== "conditional") ready[name] = entry;
    else if (Object.hasOwn(params, entry.parent) && entry.values.includes(params[entry.parent]))
      ready[name] = entry.of;
  }
  return ready;
}

/** What all trials that ended so far had in common: drawn together where the space is not declared. */
export function commonSpace(trials: readonly TrialRecord[]): JointSpace {
  let common: JointSpace | undefined;
  for (const { state, distributions } of trials) {
    if (state !== "complete" && state !== "pruned") continue;
    common ??= { ...distributions };
    for (const name of Object.keys(common)) if (!same(common[name], distributions[name])) delete common[name];
  }
  return common ?? {};
}

function same(a: Distribution, b: Distribution | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
