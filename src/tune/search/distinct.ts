import type { Sampler, SamplerView } from "../sampler";
import { countOf, pointAt } from "../samplers/grid";
import { sizeOf, valueAt, type Distribution, type Params, type Space } from "../space/space";

/** How many combinations a space has; infinitely many where there are conditions or floats without steps. */
export function combinationsOf(space: Space): number {
  const sizes = Object.values(space).map((entry) =>
    entry.kind === "conditional" ? Infinity : sizeOf(entry),
  );
  return sizes.reduce((count, size) => count * size, 1);
}

/** The sampler, but where it draws what a trial has already, another combination comes by chance that none has. */
export function distinct(sampler: Sampler): Sampler {
  return {
    name: sampler.name,
    refuses: sampler.refuses?.bind(sampler),
    isExhausted: sampler.isExhausted?.bind(sampler),
    sample: (view) => {
      const tried = new Set(view.trials.map(({ params }) => keyOf(view, params)));
      const drawn = sampler.sample(view);
      return tried.has(keyOf(view, drawn)) ? untried(view, tried) : drawn;
    },
  };
}

// By then nearly everything has been tried, so that it pays to go through all.
const mostDraws = 100;

function untried(view: SamplerView, tried: ReadonlySet<string>): Params {
  const sides = Object.fromEntries(Object.entries(view.space).map(([name, one]) => [name, sideOf(one)]));
  const count = countOf(Object.values(sides));
  const isNew = (index: number) => !tried.has(keyOf(view, pointAt(sides, index)));
  for (let draw = 0; draw < mostDraws; draw++) {
    const index = view.random.integer(count);
    if (isNew(index)) return pointAt(sides, index);
  }
  const left = Array.from({ length: count }, (_, index) => index).filter(isNew);
  return pointAt(sides, left[view.random.integer(left.length)]);
}

function sideOf(distribution: Distribution) {
  return { length: sizeOf(distribution), at: (index: number) => valueAt(distribution, index) };
}

function keyOf({ space }: SamplerView, params: Params): string {
  return JSON.stringify(Object.keys(space).map((name) => params[name]));
}
