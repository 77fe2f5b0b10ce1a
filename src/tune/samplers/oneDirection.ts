import type { Sampler } from "../sampler";

/** The `refuses` of samplers that know one objective only. */
export function oneDirection(name: string): NonNullable<Sampler["refuses"]> {
  return ({ directions }) =>
    directions.length === 1
      ? undefined
      : `${name} searches one direction, and the study has ${directions.length}; use tpe() or random()`;
}
