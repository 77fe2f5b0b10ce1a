export { Classifier, Estimator, Predictor, Regressor, Transformer } from "./estimator";
export type { ClassesToLearn, Deciding, EstimatorKind, FitExtras, Probabilistic } from "./estimator";
export type { Features, Matrix } from "./matrix";
export type { Targets } from "./targets";
