import { checkNoOptions } from "../../core/index";
import type { Sampler } from "../sampler";
import { UnitCube } from "../space/unitCube";
import { startingPlace } from "./startingPlace";

/**
 * Takes the points of a scrambled Sobol sequence: as blind as chance, but without its clusters and gaps.
 *
 * Powers of two are good numbers of trials. Declare the space: parameters that an objective suggests are covered
 * together from the second trial on only.
 *
 * ```ts
 * tune(objective, { space, sampler: quasiRandom(), trials: 64 });
 * ```
 */
export function quasiRandom(...none: []): Sampler {
  checkNoOptions("quasiRandom", none);
  return {
    name: "quasiRandom",
    sample: (view) => {
      const cube = new UnitCube(view.space);
      return cube.decode(startingPlace(view, cube));
    },
  };
}
