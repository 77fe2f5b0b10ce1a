import type { Random } from "../../core/index";
import { sizeOf } from "../space/space";
import type { UnitCube } from "../space/unitCube";

/** Where a surrogate looks before it climbs: places all over, and places near the best one. */
export function candidatesOf(
  { cube, incumbent, random }: { cube: UnitCube; incumbent: readonly number[]; random: Random },
  { everywhere = 400, near = 200 }: { everywhere?: number; near?: number } = {},
): number[][] {
  const all = Array.from({ length: everywhere }, () => incumbent.map(() => random.uniform()));
  const close = Array.from({ length: near }, (_, at) =>
    nearby(cube, incumbent, 0.1 * 0.5 ** (at % 6), random),
  );
  // Through the values, so that steps, whole numbers and choices are where they can be, and nothing is outside of the cube.
  return [...all, ...close].map((place) => cube.encode(cube.decode(place)));
}

function nearby(cube: UnitCube, centre: readonly number[], width: number, random: Random): number[] {
  const moved = random.integer(centre.length);
  return centre.map((at, side) => {
    if (side !== moved && random.uniform() > 0.5) return at;
    if (cube.distributions[side].kind === "categorical") return random.uniform();
    const step = Math.max(width, 1 / sizeOf(cube.distributions[side]));
    return at + random.normal(0, step);
  });
}
