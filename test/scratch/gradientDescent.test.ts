import fc from "fast-check";
import { gradientDescent } from "../../src/scratch/index";

const bowl = ([x, y]: number[]) => [x, 100 * y];
const near = (point: number[]) => Math.hypot(...point) < 1e-6;

test("a bowl of condition 100 takes the steps that theory says", () => {
  expect(gradientDescent(bowl, [1, 1], { learningRate: 2 / 101, until: near }).steps).toBe(709);
  const heavy = { learningRate: 4 / 121, momentum: (9 / 11) ** 2, until: near };
  expect(gradientDescent(bowl, [1, 1], heavy)).toMatchObject({ steps: 95, reached: true });
});

test("above 2 over the largest curvature it diverges, and ends", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 50, noNaN: true }), (curvature) => {
      const slope = ([x]: number[]) => [curvature * x];
      const far = gradientDescent(slope, [1], { learningRate: 2.1 / curvature, steps: 20_000 });
      expect(Number.isFinite(far.point[0])).toBe(false);
      const closer = gradientDescent(slope, [1], { learningRate: 1.9 / curvature, steps: 200 });
      expect(Math.abs(closer.point[0])).toBeLessThan(1e-6);
    }),
  );
});

test("the path holds the start, every step and the end; a start at rest stays", () => {
  const run = gradientDescent(bowl, [1, 0], { learningRate: 0.5, steps: 3 });
  expect(run.path).toEqual([
    [1, 0],
    [0.5, 0],
    [0.25, 0],
    [0.125, 0],
  ]);
  expect(gradientDescent(bowl, [0, 0])).toMatchObject({ steps: 0, reached: true });
});

test("bad options are refused", () => {
  expect(() => gradientDescent(bowl, [1, 1], { learningRate: 0 })).toThrow(
    "gradientDescent: learningRate must be in (0, ∞), got 0",
  );
  expect(() => gradientDescent(bowl, [1, 1], { momentum: 1 })).toThrow(
    "gradientDescent: momentum must be in [0, 1), got 1",
  );
});
