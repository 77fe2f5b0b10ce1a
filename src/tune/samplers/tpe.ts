import { checkInteger, checkOptions } from "../../core/index";
import type { Sampler, SamplerView } from "../sampler";
import type { Params } from "../space/space";
import { UnitCube } from "../space/unitCube";
import type { TrialRecord } from "../trialRecord";
import { bestFirst } from "./order";
import { Parzen } from "./parzen";
import { startingPlace } from "./startingPlace";

/** Options of {@link tpe}. */
export interface TpeOptions {
  /** Trials that are spread over the space before the density counts. Default 10. */
  startupTrials?: number;
  /** Places drawn from the density of good trials, of which the best is taken. Default 48. */
  candidates?: number;
}

/**
 * The tree-structured Parzen estimator: draws where good trials lie densely, and others do not.
 *
 * The best tenth of the trials (25 at most) makes a density l(x), the others make g(x); of places drawn from l, the
 * one with the largest l(x)/g(x) is tried (Bergstra et al. 2011). Parameters are drawn together. Serves several
 * objectives by Pareto ranks (Ozaki et al. 2020).
 *
 * ```ts
 * tune(objective, { sampler: tpe(), trials: 100 });
 * ```
 */
export function tpe(options?: TpeOptions): Sampler {
  const { startupTrials, candidates } = checkOptions("tpe", options, { startupTrials: 10, candidates: 48 });
  checkInteger("tpe", "startupTrials", startupTrials, "[1, ∞)");
  checkInteger("tpe", "candidates", candidates, "[1, ∞)");
  return { name: "tpe", sample: (view) => sample(view, startupTrials, candidates) };
}

function sample(view: SamplerView, startupTrials: number, candidates: number): Params {
  const cube = new UnitCube(view.space);
  const known = bestFirst(view.trials, view.directions).filter(({ params }) => cube.has(params));
  if (known.length < startupTrials) return cube.decode(startingPlace(view, cube));
  const running = view.trials.filter(({ state, params }) => state === "running" && cube.has(params));
  const good = Math.min(Math.ceil(known.length / 10), 25);
  const below = densityOf(cube, known.slice(0, good));
  const above = densityOf(cube, [...known.slice(good), ...running]);
  let best: Params = {};
  let most = -Infinity;
  for (let candidate = 0; candidate < candidates; candidate++) {
    const params = cube.decode(below.draw(view.random));
    const place = cube.encode(params);
    const score = below.logDensity(place) - above.logDensity(place);
    if (score > most) [most, best] = [score, params];
  }
  return best;
}

function densityOf(cube: UnitCube, trials: TrialRecord[]): Parzen {
  const inOrder = trials.sort((a, b) => a.number - b.number);
  return new Parzen(
    cube,
    inOrder.map(({ params }) => cube.encode(params)),
    weightsOf(inOrder.length),
  );
}

/** Old trials count less: all but the last 25 rise evenly from 1/n (Bergstra et al. 2013). @internal */
export function weightsOf(count: number): number[] {
  const ramp = count - 25;
  return Array.from({ length: count }, (_, at) => {
    if (at >= ramp) return 1;
    return ramp === 1 ? 1 / count : 1 / count + (1 - 1 / count) * (at / (ramp - 1));
  });
}
