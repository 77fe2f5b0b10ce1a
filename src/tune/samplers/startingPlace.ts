import type { SamplerView } from "../sampler";
import type { UnitCube } from "../space/unitCube";
import { sobol } from "../../math/index";

/**
 * Where a trial of the first ones lies: a point of a scrambled Sobol sequence that belongs to the study's seed and to
 * these parameters, so that the first trials cover the space better than chance does.
 */
export function startingPlace(view: Pick<SamplerView, "seed" | "number">, cube: UnitCube): number[] {
  return sobol(cube.sides, view.number, `${view.seed} ${cube.names.join()}`);
}
