export { constant } from "./constant";
export { cosine, type CosineOptions } from "./cosine";
export { exponential, type DecayOptions } from "./exponential";
export { inverseTime } from "./inverseTime";
export { oneCycle, type OneCycleOptions } from "./oneCycle";
export { polynomial, type PolynomialOptions } from "./polynomial";
export { reduceOnPlateau, type ReduceOnPlateauOptions } from "./reduceOnPlateau";
export type { EpochLogs, Schedule } from "./schedule";
export { step, type StepOptions } from "./step";
