import { GaussianProcess, unlikelihood } from "../../../src/tune/samplers/gp/gaussianProcess";
import { matern, maternSlope, pairDistances, squareOn } from "../../../src/tune/samplers/gp/matern";
import reference from "../../reference/surrogates.json";

type Case = (typeof reference.gaussian)[0];
const named = reference.gaussian.map((each) => [`${each.isChoice.length} sides`, each] as const);

/** A process of given lengths, amplitude and noise. */
function processOf({ places, isChoice, values }: Case, logs: number[]): GaussianProcess {
  const Constructor = GaussianProcess as unknown as new (...args: unknown[]) => GaussianProcess;
  return new Constructor(places, isChoice, values, Float64Array.from(logs));
}

test.each(named)(
  "the posterior of lengths, amplitude and noise, and its slopes, are scikit-learn's: %s",
  (_, each) => {
    const gradient = new Float64Array(each.logs.length);
    const squares = pairDistances(each.places, each.isChoice);
    const value = unlikelihood(squares, each.values, Float64Array.from(each.logs), gradient);
    expect(value).toBeCloseTo(each.unlikelihood, 8);
    gradient.forEach((slope, at) => expect(slope).toBeCloseTo(each.gradient[at], 7));
  },
);

test("a covariance that is none is as unlikely as can be", () => {
  const places = [[0.5], [0.5]];
  const squares = pairDistances(places, [false]);
  expect(unlikelihood(squares, [0, 1], Float64Array.of(0, NaN, -5), new Float64Array(3))).toBe(Infinity);
});

test.each(named)("means and deviations are scikit-learn's: %s", (_, each) => {
  const process = processOf(each, each.logs);
  each.at.forEach((place, at) => {
    const { mean, deviation } = process.at(place);
    expect(mean).toBeCloseTo(each.mean[at], 8);
    expect(deviation).toBeCloseTo(each.deviation[at], 7);
  });
});

test.each(named)("what is learnt is what is most likely: %s", (_, each) => {
  const process = GaussianProcess.fit(each.places, each.values, each.isChoice);
  each.at.forEach((place, at) => {
    const { mean, deviation } = process.at(place);
    expect(mean).toBeCloseTo(each.likeliest.mean[at], 2);
    expect(deviation).toBeCloseTo(each.likeliest.deviation[at], 2);
  });
});

test.each(named)(
  "slopes are the finite differences of mean and deviation, and 0 along choices: %s",
  (_, each) => {
    const process = processOf(each, each.logs);
    for (const place of each.at.slice(0, 3)) {
      const { mean, deviation, meanSlope, deviationSlope } = process.withSlopes(place);
      expect({ mean, deviation }).toEqual(process.at(place));
      each.isChoice.forEach((isChoice, side) => {
        if (isChoice) return expect([meanSlope[side], deviationSlope[side]]).toEqual([0, 0]);
        const h = 1e-5;
        const moved = (by: number) => process.at(place.map((at, index) => (index === side ? at + by : at)));
        expect((moved(h).mean - moved(-h).mean) / (2 * h)).toBeCloseTo(meanSlope[side], 5);
        expect((moved(h).deviation - moved(-h).deviation) / (2 * h)).toBeCloseTo(deviationSlope[side], 5);
      });
    }
  },
);

test("the Matérn kernel and its slope are their formulas", () => {
  expect([matern(0), maternSlope(0)]).toEqual([1, -5 / 6]);
  for (const r of [0.1, 0.7, 2]) {
    const [root, decay] = [Math.sqrt(5) * r, Math.exp(-Math.sqrt(5) * r)];
    expect(matern(r * r)).toBeCloseTo((1 + root + (5 * r * r) / 3) * decay, 14);
    expect(maternSlope(r * r)).toBeCloseTo((matern(r * r + 1e-6) - matern(r * r - 1e-6)) / 2e-6, 7);
  }
});

test("distances of all pairs are squares of differences, and 1 between different choices", () => {
  const [numbers, choices] = pairDistances([[0, 0.25], [0.5, 0.25], [0.8, 0.75]], [false, true]); // prettier-ignore
  expect([...numbers]).toEqual([0.25, expect.closeTo(0.64, 12), expect.closeTo(0.09, 12)]);
  expect([...choices]).toEqual([0, 1, 1]);
  expect([squareOn(false, 1, 3), squareOn(true, 1, 3), squareOn(true, 3, 3)]).toEqual([4, 1, 0]);
});
