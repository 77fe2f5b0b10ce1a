import { DataError, bestOf, checkInteger, checkOneOf, checkOptions, type Direction } from "../core/index";
import { deviationOf, meanOf } from "../math/index";
import { commonSpace } from "./draw";
import { acquisitions } from "./samplers/acquisition";
import { GaussianProcess } from "./samplers/gp/gaussianProcess";
import { sizeOf, type Params } from "./space/space";
import { UnitCube } from "./space/unitCube";
import { type TrialRecord, trialsOf } from "./trialRecord";

/** Options of {@link surrogate}. */
export interface SurrogateOptions {
  /** Places along the parameter. Default 200. */
  places?: number;
}

/** What a Gaussian process believes along one parameter. */
export interface Surrogate {
  x: number[];
  mean: number[];
  deviation: number[];
  /** The expected improvement, in the units of the value. */
  acquisition: number[];
  /** All complete trials over this parameter. */
  seen: { x: number[]; value: number[] };
}

/**
 * What a Gaussian process that learnt a study's trials believes along one parameter, all others as in the best trial that keeps its constraints.
 *
 * ```ts
 * plot.surrogateBand(surrogate(study, "rate"), { xLabel: "rate", logX: true });
 * ```
 *
 * @param name a parameter that is a number and that all trials have
 * @throws DataError `surrogate: there must be 3 complete trials, got 1`
 */
export function surrogate(
  study: { trials: readonly TrialRecord[]; directions: readonly Direction[] },
  name: string,
  options?: SurrogateOptions,
): Surrogate {
  const where = "surrogate";
  const { places } = checkOptions(where, options, { places: 200 });
  checkInteger(where, "places", places, "[2, ∞)");
  const trials = trialsOf(where, study).filter(({ state }) => state === "complete");
  if (trials.length < 3)
    throw new DataError({ where, required: "there must be 3 complete trials", got: trials.length });
  const all = commonSpace(trials);
  const numbers = Object.keys(all).filter(
    (each) => all[each].kind !== "categorical" && sizeOf(all[each]) > 1,
  );
  checkOneOf(where, "parameter", name, numbers);
  const values = trials.map((trial) => trial.values[0]);
  const sign = study.directions[0] === "maximize" ? -1 : 1;
  const [centre, spread] = [meanOf(values), deviationOf(values) || 1];
  const cube = new UnitCube(all);
  const known = trials.map(({ params }) => cube.encode(params));
  const scaled = values.map((value) => (sign * (value - centre)) / spread);
  const process = GaussianProcess.fit(
    known,
    scaled,
    cube.distributions.map(({ kind }) => kind === "categorical"),
  );
  // Where no trial keeps the constraints, the best of those there are.
  const first = bestOf(trials, study.directions[0]);
  const at = first ? trials.indexOf(first) : scaled.indexOf(Math.min(...scaled));
  const [best, start] = [scaled[at], known[at]];
  const side = cube.names.indexOf(name);
  const line = Array.from({ length: places }, (_, place) =>
    start.map((old, of) => (of === side ? place / (places - 1) : old)),
  );
  const beliefs = line.map((place) => process.at(place));
  const numberAt = (params: Params) => params[name] as number;
  return {
    x: line.map((place) => numberAt(cube.decode(place))),
    mean: beliefs.map(({ mean }) => centre + sign * spread * mean),
    deviation: beliefs.map(({ deviation }) => spread * deviation),
    acquisition: beliefs.map(
      ({ mean, deviation }) => spread * Math.exp(acquisitions.ei(mean, deviation, best).value),
    ),
    seen: { x: trials.map(({ params }) => numberAt(params)), value: values },
  };
}
