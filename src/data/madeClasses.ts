import { Classification } from "./classification";
import type { Random } from "../core/index";

/** Points of the plane with their classes, made rather than measured: noise added, order shuffled. @internal */
export function madeClasses(
  name: string,
  description: string,
  points: { x: number[]; label: number }[],
  { random, noise }: { random: Random; noise: number },
): Classification {
  const shuffled = random.shuffle(points);
  const width = points[0].x.length;
  return new Classification({
    about: { name, description, licence: "CC0 1.0", source: "made by tsdescent" },
    features: Float64Array.from(
      shuffled.flatMap(({ x }) => x.map((value) => value + random.normal(0, noise))),
    ),
    featureNames: Array.from({ length: width }, (_, at) => `x${at + 1}`),
    labels: Int32Array.from(shuffled, ({ label }) => label),
    classNames: classNames(points),
  });
}

function classNames(points: { label: number }[]): string[] {
  const count = new Set(points.map(({ label }) => label)).size;
  return Array.from({ length: count }, (_, at) => String(at));
}
