import { Matrix as Dense, SingularValueDecomposition } from "ml-matrix";
import type { Matrix } from "../matrix";
import { columnsOf } from "./coordinateDescent";
import { upperTriangle } from "./triangular";

/** X = U diag(s) Vᵀ without U. */
export interface ThinSvd {
  /** float64 [least of rows and columns], from the largest. */
  singularValues: Float64Array;
  /** float64 [singular values][columns]: the rows of Vᵀ. */
  directions: Float64Array[];
}

/** The singular values of a matrix and its right singular vectors. @internal */
export function thinSvd(x: Matrix): ThinSvd {
  // Of a tall matrix R alone is decomposed (Chan 1982).
  const small =
    x.rows > x.columns
      ? new Dense(upperTriangle(columnsOf(x).columns))
      : Dense.from1DArray(x.rows, x.columns, x.values as unknown as number[]);
  // A matrix of few rows is turned round, since the library's algorithm wants no fewer rows than columns.
  const isWide = small.rows < small.columns;
  const svd = new SingularValueDecomposition(isWide ? small.transpose() : small);
  const vectors = isWide ? svd.leftSingularVectors : svd.rightSingularVectors;
  const count = Math.min(x.rows, x.columns);
  return {
    singularValues: Float64Array.from(svd.diagonal.slice(0, count)),
    directions: Array.from({ length: count }, (_, at) => Float64Array.from(vectors.getColumn(at))),
  };
}
