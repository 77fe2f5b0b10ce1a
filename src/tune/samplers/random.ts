import { checkNoOptions } from "../../core/index";
import type { Sampler, SamplerView } from "../sampler";
import { UnitCube } from "../space/unitCube";
import type { Params } from "../space/space";

/**
 * Draws every parameter evenly from its range: the search to beat, and a good one where only few parameters matter
 * (Bergstra & Bengio 2012).
 *
 * ```ts
 * tune(objective, { sampler: random(), trials: 60 });
 * ```
 */
export function random(...none: []): Sampler {
  checkNoOptions("random", none);
  return { name: "random", sample: drawEvenly };
}

/** A place drawn evenly from a space. */
export function drawEvenly({ space, random }: Pick<SamplerView, "space" | "random">): Params {
  const cube = new UnitCube(space);
  return cube.decode(Array.from({ length: cube.sides }, () => random.uniform()));
}
