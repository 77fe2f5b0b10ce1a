import {
  cholesky,
  inverse,
  lowerInverse,
  solveLower,
  solveUpper,
  symmetricEigen,
} from "../../src/math/index";
import reference from "../reference/surrogates.json";

const near = (values: ArrayLike<number>, digits = 9) =>
  Array.from(values, (value) => expect.closeTo(value, digits));
const named = reference.matrices.map((each) => [each.size, each] as const);

describe.each(named)("a matrix of %d rows", (size, { a, lower, b, ...expected }) => {
  const factor = Float64Array.from(a);
  const isPositive = cholesky(factor, size);

  test("has SciPy's Cholesky factor, below the diagonal and on it", () => {
    expect(isPositive).toBe(true);
    const part = (matrix: ArrayLike<number>) =>
      Array.from(matrix).filter((_, at) => at % size <= Math.floor(at / size));
    expect(part(factor)).toEqual(near(part(lower)));
  });

  test("is solved and inverted by its factor", () => {
    const right = Float64Array.from(b);
    expect(solveLower(factor, size, right)).toBe(right);
    expect([...right]).toEqual(near(expected.solvedLower));
    expect([...solveUpper(factor, size, Float64Array.from(b))]).toEqual(near(expected.solvedUpper));
    expect([...inverse(factor, size)]).toEqual(near(expected.inverse, 8));
    expect([...lowerInverse(factor, size)]).toEqual(near(expected.lowerInverse, 8));
  });

  test("has SciPy's eigenvalues, and vectors that it only stretches", () => {
    const { values, vectors } = symmetricEigen(Float64Array.from(a), size);
    expect([...values].sort((x, y) => x - y)).toEqual(near(expected.eigenvalues));
    values.forEach((value, k) => {
      const vector = Array.from({ length: size }, (_, i) => vectors[i * size + k]);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
      const stretched = vector.map((_, i) =>
        vector.reduce((sum, part, j) => sum + a[i * size + j] * part, 0),
      );
      expect(stretched).toEqual(near(vector.map((part) => value * part)));
    });
  });
});

test("a matrix that is not positive definite has no factor", () => {
  const refused = [[0], [-1], [NaN], [4, 2, 2, 1], [1, 0, 0, 1, 1, 0, 0, 2, 3]];
  for (const a of refused) expect(cholesky(Float64Array.from(a), Math.sqrt(a.length))).toBe(false);
});

test("a diagonal matrix is its own eigenvalues, also 0 and where they are equal or far apart", () => {
  const diagonal = (values: number[]) =>
    Float64Array.from({ length: values.length ** 2 }, (_, at) =>
      at % (values.length + 1) === 0 ? values[at % values.length] : 0,
    );
  for (const values of [
    [0, 0],
    [3, 1, 2],
    [2, 2, 2],
    [1e-9, 1e9],
  ]) {
    const found = symmetricEigen(diagonal(values), values.length);
    expect([...found.values]).toEqual(values);
    expect([...found.vectors]).toEqual([...diagonal(values.map(() => 1))]);
  }
});

test("eigenvalues far apart keep their digits", () => {
  // [[1, s], [s, 1e-8 + s²]] has determinant 1e-8.
  const s = 0.001;
  const { values } = symmetricEigen(Float64Array.of(1, s, s, 1e-8 + s * s), 2);
  const [small, large] = [...values].sort((x, y) => x - y);
  expect(large).toBeCloseTo(1.000001, 9);
  expect((small * large) / 1e-8).toBeCloseTo(1, 6);
});
