import { Random } from "../../src/core/index";
import { sobol, yeoJohnson } from "../../src/math/index";
import { Forest } from "../../src/tune/forest/forest";
import { acquisitions } from "../../src/tune/samplers/acquisition";
import { GaussianProcess } from "../../src/tune/samplers/gp/gaussianProcess";

test("a forest learns what only two sides together decide, also of values far from 0", () => {
  const places = [0.1, 0.9].flatMap((a) => [0.1, 0.9].map((b) => [a, b]));
  for (const values of [
    [0, 1, 1, 0],
    [5e7, 5e7 + 0.5, 5e7 + 0.5, 5e7],
  ]) {
    const forest = new Forest(places, values, new Random(3, "forest"), { trees: 5, bootstrap: false });
    places.forEach((place, at) => expect(forest.at(place).mean).toBe(values[at]));
  }
});

test.each(["ei", "pi", "ucb"] as const)("the slopes of %s are its finite differences", (name) => {
  for (const [mean, deviation, best] of [
    [0.3, 0.5, 0.1],
    [4, 0.4, -1],
    [-0.5, 0.2, 0],
  ]) {
    const at = (m: number, d: number) => acquisitions[name](m, d, best).value;
    const { alongMean, alongDeviation } = acquisitions[name](mean, deviation, best);
    const h = 1e-6;
    expect((at(mean + h, deviation) - at(mean - h, deviation)) / (2 * h) / alongMean).toBeCloseTo(1, 4);
    expect((at(mean, deviation + h) - at(mean, deviation - h)) / (2 * h) / alongDeviation).toBeCloseTo(1, 4);
  }
});

test("a Gaussian process goes through what it was told, and its slopes are its finite differences", () => {
  const places = Array.from({ length: 15 }, (_, index) => sobol(2, index + 1, "gp"));
  const values = yeoJohnson(places.map(([x, y]) => Math.sin(6 * x) + y ** 2));
  const process = GaussianProcess.fit(places, values, [false, false]);
  places.forEach((place, at) => {
    expect(process.at(place).mean).toBeCloseTo(values[at], 2);
    expect(process.at(place).deviation).toBeLessThan(0.05);
  });
  const place = [0.41, 0.77];
  const { meanSlope, deviationSlope } = process.withSlopes(place);
  for (const side of [0, 1]) {
    const h = 1e-5;
    const up = process.at(place.map((at, index) => at + (index === side ? h : 0)));
    const down = process.at(place.map((at, index) => at - (index === side ? h : 0)));
    expect((up.mean - down.mean) / (2 * h)).toBeCloseTo(meanSlope[side], 4);
    expect((up.deviation - down.deviation) / (2 * h)).toBeCloseTo(deviationSlope[side], 4);
  }
});
