import { checkInteger, checkOneOf, checkOptions } from "../../core/index";
import { Forest } from "../forest/forest";
import { yeoJohnson } from "../../math/index";
import type { Sampler, SamplerView } from "../sampler";
import type { Params } from "../space/space";
import { UnitCube } from "../space/unitCube";
import { acquisitions, type AcquisitionName } from "./acquisition";
import { candidatesOf } from "./candidates";
import { observationsOf } from "./observations";
import { oneDirection } from "./oneDirection";
import { startingPlace } from "./startingPlace";

/** Options of {@link forest}. */
export interface ForestSamplerOptions {
  /** What is made large. Default "ei", the expected improvement. */
  acquisition?: Exclude<AcquisitionName, "hedge">;
  /** Trials that are spread over the space before the forest counts. Default 10. */
  startupTrials?: number;
  /** Trees of the forest. Default 40. */
  trees?: number;
}

/**
 * Bayesian optimisation with a random forest: at home where choices and conditions rule rather than smooth numbers
 * (SMAC, Hutter et al. 2011).
 *
 * ```ts
 * tune(objective, { sampler: forest(), trials: 100 });
 * ```
 */
export function forest(options?: ForestSamplerOptions): Sampler {
  const defaults = { acquisition: "ei" as const, startupTrials: 10, trees: 40 };
  const chosen = checkOptions<Required<ForestSamplerOptions>>("forest", options, defaults);
  checkOneOf("forest", "acquisition", chosen.acquisition, ["ei", "pi", "ucb"]);
  checkInteger("forest", "startupTrials", chosen.startupTrials, "[2, ∞)");
  checkInteger("forest", "trees", chosen.trees, "[2, ∞)");
  return { name: "forest", refuses: oneDirection("forest"), sample: (view) => sample(view, chosen) };
}

function sample(
  view: SamplerView,
  { acquisition, startupTrials, trees }: Required<ForestSamplerOptions>,
): Params {
  const cube = new UnitCube(view.space);
  const { places, losses, running } = observationsOf(view, cube);
  if (places.length < startupTrials) return cube.decode(startingPlace(view, cube));
  const values = yeoJohnson(losses);
  const { random } = view;
  // Trees that see all trials and differ by their splits alone do better on Hartmann's function than those of samples.
  const surrogate = new Forest(places, values, random, { trees, sideShare: 0.34, bootstrap: false });
  const best = Math.min(...values);
  const known = [...places, ...running];
  const wanted = (place: number[]) => {
    const { mean, deviation } = surrogate.at(place);
    return acquisitions[acquisition](mean, deviation, best).value;
  };
  const inOrder = places.map((place, at) => ({ place, value: values[at] })).sort((a, b) => a.value - b.value);
  const candidates = inOrder
    .slice(0, 4)
    .flatMap(({ place }, at) =>
      candidatesOf({ cube, incumbent: place, random }, { everywhere: at === 0 ? 300 : 0, near: 150 }),
    );
  const fresh = candidates.filter((place) => !known.some((other) => isSame(place, other)));
  const scored = (fresh.length ? fresh : candidates).map((place) => ({ place, value: wanted(place) }));
  return cube.decode(scored.reduce((a, b) => (b.value > a.value ? b : a)).place);
}

function isSame(a: number[], b: number[]): boolean {
  return a.every((at, side) => Math.abs(at - b[side]) < 1e-9);
}
