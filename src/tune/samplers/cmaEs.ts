import { checkInteger, checkNumber, checkOptions } from "../../core/index";
import type { Sampler, SamplerView } from "../sampler";
import { sizeOf, type Params } from "../space/space";
import { UnitCube, type JointSpace } from "../space/unitCube";
import { Evolution, type Tried } from "./cmaEs/evolution";
import { observationsOf } from "./observations";
import { oneDirection } from "./oneDirection";
import { startingPlace } from "./startingPlace";
import { tpe } from "./tpe";

/** Options of {@link cmaEs}. */
export interface CmaEsOptions {
  /** The first step, as a share of each range. Default 1/6. */
  sigma?: number;
  /** Trials spread over the space, of which the best is the first mean. Default 0: the mean starts in the middle of the space, as Optuna's does. */
  startupTrials?: number;
}

/**
 * CMA-ES: draws generations from a normal distribution that follows what went well. Strong for a few hundred trials
 * and more, many at once, and numbers that depend on one another (Hansen & Ostermeier 2001).
 *
 * Choices without an order, and single parameters that an objective suggests now and then, are drawn by {@link tpe}.
 *
 * ```ts
 * tune(objective, { sampler: cmaEs(), trials: 300 });
 * ```
 */
export function cmaEs(options?: CmaEsOptions): Sampler {
  const { sigma, startupTrials } = checkOptions("cmaEs", options, { sigma: 1 / 6, startupTrials: 0 });
  checkNumber("cmaEs", "sigma", sigma, "(0, 1]");
  checkInteger("cmaEs", "startupTrials", startupTrials, "[0, ∞)");
  const others = tpe();
  return {
    name: "cmaEs",
    refuses: oneDirection("cmaEs"),
    sample: (view) => {
      const [ordered, choices] = divide(view.space);
      const rest = Object.keys(choices).length ? others.sample({ ...view, space: choices }) : {};
      return { ...evolve({ ...view, space: ordered }, sigma, startupTrials), ...rest };
    },
  };
}

function divide(space: JointSpace): [JointSpace, JointSpace] {
  const [ordered, choices]: [JointSpace, JointSpace] = [{}, {}];
  for (const [name, distribution] of Object.entries(space))
    (distribution.kind === "categorical" ? choices : ordered)[name] = distribution;
  return [ordered, choices];
}

function evolve(view: SamplerView, sigma: number, startup: number): Params {
  const cube = new UnitCube(view.space);
  if (cube.sides === 0) return {};
  const inOrder = {
    ...view,
    trials: [...view.trials].sort((a, b) => (a.endedMs ?? 0) - (b.endedMs ?? 0) || a.number - b.number),
  };
  const { places, losses } = observationsOf(inOrder, cube);
  const tried = places.map((place, at) => ({ place, loss: losses[at] }));
  if (tried.length < startup) return cube.decode(startingPlace(view, cube));
  const middle = { place: cube.names.map(() => 0.5), loss: Infinity };
  const { place } = tried.slice(0, startup).reduce((a, b) => (b.loss < a.loss ? b : a), middle);
  const evolution = replayed(place, tried.slice(startup), sigma);
  const widths = cube.distributions.map((distribution) => 0.3 / sizeOf(distribution));
  return cube.decode(evolution.draw(view.random, widths));
}

/** The distribution after all whole generations: it is computed anew, so that nothing needs to be kept. */
function replayed(start: readonly number[], tried: Tried[], sigma: number): Evolution {
  const evolution = new Evolution(Float64Array.from(start), sigma);
  for (let at = 0; at + evolution.population <= tried.length; at += evolution.population)
    evolution.follow(tried.slice(at, at + evolution.population));
  return evolution;
}
