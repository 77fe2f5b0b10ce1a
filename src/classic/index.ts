export { Classifier, Estimator, Predictor, Regressor, Transformer } from "./estimator";
export type { ClassesToLearn, Deciding, EstimatorKind, FitExtras, Probabilistic } from "./estimator";
export type { Features, Matrix } from "./matrix";
export { makePipeline, Pipeline, pipeline, type Steps } from "./pipeline";
export { MinMaxScaler, minMaxScaler, type MinMaxScalerOptions } from "./preprocess/minMaxScaler";
export { OneHotEncoder, oneHotEncoder, type OneHotEncoderOptions } from "./preprocess/oneHotEncoder";
export { Pca, pca, type PcaOptions } from "./preprocess/pca";
export { StandardScaler, standardScaler, type StandardScalerOptions } from "./preprocess/standardScaler";
export { scorerOf, scorers, type Scorer, type ScorerName } from "./scorers";
export type { Targets } from "./targets";
export { ElasticNet, elasticNet, type ElasticNetOptions } from "./linear/elasticNet";
export { elasticNetPath, type ElasticNetPath, type ElasticNetPathOptions } from "./linear/elasticNetPath";
export { Lasso, lasso, type LassoOptions } from "./linear/lasso";
export { LinearRegression, linearRegression, type LinearRegressionOptions } from "./linear/linearRegression";
export {
  LogisticRegression,
  logisticRegression,
  type LogisticRegressionOptions,
} from "./linear/logisticRegression";
export { Ridge, ridge, type RidgeOptions } from "./linear/ridge";
export type { KernelName, SvmOptions } from "./svm/kernel";
export { SupportVectorClassifier, SVC, type SvcOptions } from "./svm/SVC";
export { SupportVectorRegressor, SVR, type SvrOptions } from "./svm/SVR";
export { loadXgboost } from "./xgboost/loadXgboost";
export type { ImportanceType, XgboostOptions, XgboostParams } from "./xgboost/options";
export { XgboostClassifier, xgboost, XgboostRegressor } from "./xgboost/xgboost";
export type { RandomForestOptions, RandomForestParams } from "./forest/forest";
export { RandomForestClassifier, randomForest, RandomForestRegressor } from "./forest/randomForest";
export { KNeighborsClassifier, kNeighbors, KNeighborsRegressor } from "./neighbors/kNeighbors";
export type { KNeighborsOptions } from "./neighbors/nearest";
export { network, NetworkClassifier, NetworkRegressor } from "./network";
export type { NetworkOptimizer, NetworkOptions } from "./network";
