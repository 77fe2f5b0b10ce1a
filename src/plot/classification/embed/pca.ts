import { EigenvalueDecomposition, Matrix, QrDecomposition } from "ml-matrix";
import { freshRandom } from "../../../core/index";
import { largest } from "../../theme/heat";

/** The two directions along which points vary most. */
export interface Principal {
  /** float64 [points][2]: coordinates along the directions. */
  places: number[][];
  /** Share of the variance along each, in [0, 1]. */
  explained: [number, number];
}

const extra = 8;
const mostRounds = 300;

/**
 * The first two principal components, by subspace iteration with a Rayleigh–Ritz step (Halko, Martinsson & Tropp 2011, § 4.5): an
 * image's 784 features take a second, a whole decomposition ten. Signs are such that the largest coordinate of a direction is
 * positive.
 *
 * @param rows [points][features]
 */
export function principal(rows: number[][]): Principal {
  const unit = largest(rows.flat());
  const x = new Matrix(rows).div(unit);
  x.center("column");
  const random = freshRandom("pca", 0);
  const size = Math.min(x.columns, x.rows, 2 + extra);
  const start = Array.from({ length: x.columns }, () => Array.from({ length: size }, () => random.normal()));
  let [basis, values, before] = [new Matrix(start), [0, 0], -1];
  for (
    let round = 0;
    round < mostRounds && Math.abs(values[0] + values[1] - before) > 1e-13 * before;
    round++
  ) {
    before = values[0] + values[1];
    ({ basis, values } = iterate(x, basis));
  }
  const total = x.norm("frobenius") ** 2 || 1;
  const directions = [0, 1].map((at) => direction(basis, at));
  const along = (row: number[]) =>
    directions.map((own) => unit * row.reduce((sum, value, at) => sum + value * own[at], 0));
  // Less is the noise of computing.
  const share = (value: number) => Math.round(1e12 * (value / total)) / 1e12;
  return { places: x.to2DArray().map(along), explained: [share(values[0]), share(values[1])] };
}

/** One multiplication with XᵀX, and the best directions within what it spans. */
function iterate(x: Matrix, basis: Matrix): { basis: Matrix; values: number[] } {
  const spanned = new QrDecomposition(times(x, basis)).orthogonalMatrix;
  const small = spanned.transpose().mmul(times(x, spanned));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(small, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, at) => at)
    .sort((one, other) => realEigenvalues[other] - realEigenvalues[one]);
  const vectors = eigenvectorMatrix.subMatrixColumn(order);
  return {
    basis: spanned.mmul(vectors),
    values: [0, 1].map((at) => Math.max(0, realEigenvalues[order[at]] ?? 0)),
  };
}

function times(x: Matrix, basis: Matrix): Matrix {
  return x.transpose().mmul(x.mmul(basis));
}

function direction(basis: Matrix, at: number): number[] {
  if (at >= basis.columns) return new Array<number>(basis.rows).fill(0);
  const own = basis.getColumn(at);
  const most = own.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return most < 0 ? own.map((value) => -value) : own;
}
