import type { Direction } from "../../src/core/index";
import type { Sampler } from "../../src/tune/sampler";
import { cmaEs } from "../../src/tune/samplers/cmaEs";
import { forest } from "../../src/tune/samplers/forestSampler";
import { gp } from "../../src/tune/samplers/gp";
import { grid } from "../../src/tune/samplers/grid";
import { quasiRandom } from "../../src/tune/samplers/quasiRandom";
import { random } from "../../src/tune/samplers/random";
import { tpe } from "../../src/tune/samplers/tpe";
import { categorical, float, int, type Space } from "../../src/tune/space/space";
import { createStudy } from "../../src/tune/study";
import type { Trial } from "../../src/tune/trial";

const space = {
  rate: float(1e-4, 1, { log: true }),
  x: float(-2, 3),
  n: int(1, 9),
  kind: categorical(["a", "b", "c"]),
};
const finite = { x: float(0, 1, { step: 0.25 }), kind: categorical(["a", "b", "c"]) };
const stepped = { x: float(-2, 3, { step: 0.5 }), n: int(1, 9), kind: categorical(["a", "b"]) };
const smooth = { rate: float(1e-4, 1, { log: true }), x: float(-2, 3) };

/** How a study goes that is recorded. */
interface Run {
  sampler: Sampler;
  space?: Space;
  trials?: number;
  /** How many trials are at once not told yet. Default 1. */
  atOnce?: number;
  directions?: Direction[];
}

const runs: Record<string, Run> = {
  cmaEs: { sampler: cmaEs() },
  forest: { sampler: forest({ startupTrials: 6 }) },
  gp: { sampler: gp({ startupTrials: 6 }) },
  grid: { sampler: grid(), space: finite },
  quasiRandom: { sampler: quasiRandom() },
  random: { sampler: random() },
  tpe: { sampler: tpe({ startupTrials: 6 }) },
  "cmaEs after trials spread over the space": {
    sampler: cmaEs({ startupTrials: 5, sigma: 0.3 }),
    space: smooth,
    trials: 26,
  },
  "cmaEs on steps": { sampler: cmaEs(), space: stepped, trials: 30 },
  "forest by the probability of an improvement": {
    sampler: forest({ startupTrials: 4, acquisition: "pi", trees: 12 }),
    atOnce: 2,
  },
  "forest by its bound on steps": {
    sampler: forest({ startupTrials: 4, acquisition: "ucb", trees: 12 }),
    space: stepped,
  },
  "gp by the probability of an improvement": {
    sampler: gp({ startupTrials: 4, acquisition: "pi" }),
    space: smooth,
    trials: 11,
  },
  "gp by its bound, two at once": {
    sampler: gp({ startupTrials: 4, acquisition: "ucb" }),
    space: smooth,
    trials: 11,
    atOnce: 2,
  },
  "gp by one of three": {
    sampler: gp({ startupTrials: 4, acquisition: "hedge" }),
    space: smooth,
    trials: 13,
  },
  "gp on steps": { sampler: gp({ startupTrials: 4 }), space: stepped },
  "tpe in a long study": { sampler: tpe({ candidates: 8 }), trials: 45 },
  "tpe on steps, three at once": {
    sampler: tpe({ startupTrials: 4, candidates: 9 }),
    space: stepped,
    trials: 30,
    atOnce: 3,
  },
  "tpe for two objectives": {
    sampler: tpe({ startupTrials: 5 }),
    space: smooth,
    trials: 30,
    directions: ["minimize", "maximize"],
  },
};

interface Params {
  rate?: number;
  x: number;
  n?: number;
  kind?: string;
}

/** Lowest at rate 0.01, x = 1, n = 4, kind "b". */
function score({ rate = 0.01, x, n = 4, kind = "b" }: Params): number {
  return Math.log10(rate / 0.01) ** 2 + (x - 1) ** 2 + 0.1 * (n - 4) ** 2 + (kind === "b" ? 0 : 1);
}

/** The names of what is recorded. */
export const recordedNames = Object.keys(runs);

/** What a sampler proposes, told the values of a bowl, a failure, a pruned trial and a broken constraint. */
export function recordedNow(name: string): Record<string, unknown>[] {
  const { sampler, trials = 15, atOnce = 1, directions, ...of } = runs[name];
  const study = createStudy({ space: of.space ?? space, sampler, directions, seed: 5 });
  const open: Trial[] = [];
  for (let asked = 0; asked < trials; asked++) {
    open.push(study.ask() as Trial);
    if (open.length < atOnce) continue;
    const trial = open.shift()!;
    const { number } = trial;
    const value = score(trial.params as unknown as Params);
    const values = directions ? [value, Math.sin(5 * value)] : [value];
    if (number === 3) study.tell(trial, { error: "no luck" });
    else if (number === 7) {
      if (!directions) void trial.report(1, value);
      study.tell(trial, { pruned: true });
    } else if (number === 9) study.tell(trial, { values, constraints: { c: 1 } });
    else study.tell(trial, values);
  }
  return study.trials.map(({ params }) => params);
}
