export { cholesky, inverse, lowerInverse, solveLower, solveUpper } from "./cholesky";
export { addScaled, dot } from "./dot";
export { lbfgs } from "./lbfgs";
export { minimizeInBox } from "./minimizeInBox";
export {
  deviationOf,
  isConstant,
  meanOf,
  quantileOf,
  rootMeanSquare,
  sampleDeviationOf,
  sumOf,
  varianceOf,
} from "./moments";
export {
  logBelow,
  logDensity,
  logImprovement,
  normalBelow,
  normalBetween,
  normalDensity,
  normalQuantile,
} from "./normal";
export type { Differentiable } from "./place";
export { range } from "./range";
export { sobol } from "./sobol";
export { studentT } from "./studentT";
export { rocArea, sweep, type Sweep } from "./sweep";
export { symmetricEigen } from "./symmetricEigen";
export { extremes, thinCurve } from "./thinCurve";
export { yeoJohnson } from "./yeoJohnson";
