import { checkInteger, checkOneOf, checkOptions, type Random } from "../../core/index";
import { minimizeInBox, sumOf, yeoJohnson } from "../../math/index";
import type { Sampler, SamplerView } from "../sampler";
import { sizeOf, type Params } from "../space/space";
import { UnitCube } from "../space/unitCube";
import { acquisitions, type Acquisition, type AcquisitionName } from "./acquisition";
import { candidatesOf } from "./candidates";
import { GaussianProcess } from "./gp/gaussianProcess";
import { observationsOf } from "./observations";
import { oneDirection } from "./oneDirection";
import { startingPlace } from "./startingPlace";

/** Options of {@link gp}. */
export interface GpOptions {
  /** What is made large: expected improvement, probability of improvement, confidence bound, or one of them by how well each does. Default "ei". */
  acquisition?: AcquisitionName;
  /** Trials that are spread over the space before the process counts. Default 10. */
  startupTrials?: number;
}

/**
 * Bayesian optimisation with a Gaussian process: learns the objective from all trials, and tries where an improvement
 * is most to be expected. The best choice for up to a few hundred expensive trials and up to about 20 parameters.
 *
 * Matérn 5/2 kernel with a length for each parameter, values made normal by a power (Jones et al. 1998; Snoek et al.
 * 2012; Cowen-Rivers et al. 2022).
 *
 * ```ts
 * tune(objective, { sampler: gp(), trials: 60 });
 * ```
 */
export function gp(options?: GpOptions): Sampler {
  const defaults = { acquisition: "ei" as AcquisitionName, startupTrials: 10 };
  const { acquisition, startupTrials } = checkOptions("gp", options, defaults);
  checkOneOf("gp", "acquisition", acquisition, ["ei", "pi", "ucb", "hedge"]);
  checkInteger("gp", "startupTrials", startupTrials, "[2, ∞)");
  return {
    name: "gp",
    refuses: oneDirection("gp"),
    sample: (view) => sample(view, acquisition, startupTrials),
  };
}

function sample(view: SamplerView, name: AcquisitionName, startupTrials: number): Params {
  const cube = new UnitCube(view.space);
  const { places, losses, running } = observationsOf(view, cube);
  if (places.length < startupTrials) return cube.decode(startingPlace(view, cube));
  const isChoice = cube.distributions.map(({ kind }) => kind === "categorical");
  const values = yeoJohnson(losses);
  const first = GaussianProcess.fit(places, values, isChoice);
  const process = running.length === 0 ? first : believing(first, places, values, running, isChoice);
  const best = Math.min(...values);
  const incumbent = places[values.indexOf(best)];
  const search: Search = {
    cube,
    process,
    best,
    incumbent,
    places: [...places, ...running],
    random: view.random,
  };
  const names = name === "hedge" ? (["ei", "pi", "ucb"] as const) : [name];
  return cube.decode(
    hedged(
      names.map((each) => propose(search, acquisitions[each])),
      process,
      view.random,
    ),
  );
}

/** Running trials are taken to come to what the process expects of them (Ginsbourger et al. 2010). */
function believing(
  process: GaussianProcess,
  places: number[][],
  values: number[],
  running: number[][],
  isChoice: boolean[],
): GaussianProcess {
  const expected = running.map((place) => process.at(place).mean);
  return GaussianProcess.fit([...places, ...running], [...values, ...expected], isChoice);
}

interface Search {
  cube: UnitCube;
  process: GaussianProcess;
  best: number;
  incumbent: number[];
  places: number[][];
  random: Random;
}

/** The place that an acquisition wants most: the best of many, climbed from on sides without steps. */
function propose(search: Search, acquisition: Acquisition): number[] {
  const { cube, process, best, incumbent, random } = search;
  const score = (place: ArrayLike<number>) => {
    const { mean, deviation } = process.at(place);
    return acquisition(mean, deviation, best).value;
  };
  const scored = candidatesOf(search).map((place) => ({ place, value: score(place) }));
  scored.sort((a, b) => b.value - a.value);
  const smooth = cube.distributions.map((distribution) => sizeOf(distribution) === Infinity);
  const starts = [
    ...scored.slice(0, 4),
    scored[random.integer(scored.length)],
    { place: incumbent, value: -Infinity },
  ];
  const climbed = starts.map(({ place }) => climb(search, acquisition, place, smooth));
  const all = [...climbed.map((place) => ({ place, value: score(place) })), ...scored.slice(0, 1)];
  const fresh = all.filter(({ place }) => isNew(place, search.places));
  if (fresh.length === 0)
    return scored.find(({ place }) => isNew(place, search.places))?.place ?? scored[0].place;
  return fresh.reduce((a, b) => (b.value > a.value ? b : a)).place;
}

function climb(
  { process, best }: Search,
  acquisition: Acquisition,
  start: number[],
  smooth: boolean[],
): number[] {
  const objective = (place: Float64Array, gradient: Float64Array) => {
    const { mean, deviation, meanSlope, deviationSlope } = process.withSlopes(place);
    const { value, alongMean, alongDeviation } = acquisition(mean, deviation, best);
    for (let side = 0; side < place.length; side++)
      gradient[side] = smooth[side]
        ? -(alongMean * meanSlope[side] + alongDeviation * deviationSlope[side])
        : 0;
    return -value;
  };
  return Array.from(minimizeInBox(objective, start, { low: 0, high: 1, steps: 25, tolerance: 1e-4 }).x);
}

/** One of several proposals, those with a lower expected loss more often (after Hoffman et al. 2011). */
function hedged(proposals: number[][], process: GaussianProcess, random: Random): number[] {
  if (proposals.length === 1) return proposals[0];
  const weights = proposals.map((place) => Math.exp(-process.at(place).mean));
  let share = random.uniform() * sumOf(weights);
  return proposals[weights.findIndex((weight) => (share -= weight) < 0)] ?? proposals[0];
}

function isNew(place: number[], known: readonly number[][]): boolean {
  return !known.some((other) => other.every((at, side) => Math.abs(at - place[side]) < 1e-9));
}
