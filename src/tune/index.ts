export type { Direction } from "../core/index";
export type { OptimizeOptions } from "./drive";
export type { Executor, ExecutorEvent, ExecutorEvents, Job, Outcome, StopReason } from "./executor";
export { inProcess, type InProcessOptions } from "./executors/inProcess";
export { objectiveFile, type ObjectiveInFile } from "./executors/objectiveFile";
export type { ExecutorFactory, Work } from "./executor";
export { ray } from "./executors/ray";
export { RayError } from "./executors/rayShim";
export type { RayOptions } from "./executors/rayOptions";
export { workers, type WorkersOptions } from "./executors/workers";
export { fixedTrial } from "./fixedTrial";
export { hyperband, type HyperbandOptions } from "./pruners/hyperband";
export { median, type MedianOptions } from "./pruners/median";
export { successiveHalving, type SuccessiveHalvingOptions } from "./pruners/successiveHalving";
export type { Pruner, PrunerView } from "./pruner";
export { reportTo, type ReportToOptions } from "./reportTo";
export type { Sampler, SamplerView } from "./sampler";
export { grid, type GridOptions, type GridValues } from "./samplers/grid";
export { random } from "./samplers/random";
export { quasiRandom } from "./samplers/quasiRandom";
export { cmaEs, type CmaEsOptions } from "./samplers/cmaEs";
export { gp, type GpOptions } from "./samplers/gp";
export { forest, type ForestSamplerOptions } from "./samplers/forestSampler";
export type { AcquisitionName } from "./samplers/acquisition";
export { tpe, type TpeOptions } from "./samplers/tpe";
export { accepts, categorical, float, int, when } from "./space/space";
export type {
  Choice,
  Conditional,
  Distribution,
  FloatOptions,
  FloatRange,
  IntOptions,
  IntRange,
  Params,
  ParamsOf,
  Space,
  Value,
} from "./space/space";
export { UnitCube, type JointSpace } from "./space/unitCube";
export type { StudyView, Told } from "./drivenStudy";
export { createStudy, Study } from "./study";
export type { StudyOptions } from "./studyOptions";
export { TrialPruned, type Objective, type Trial } from "./trial";
export type { TrialRecord, TrialState } from "./trialRecord";
export { studyOf, tune, type TuneOptions } from "./tune";
export { BayesSearchCV, type BayesSearchOptions } from "./search/bayesSearchCv";
export type { CvResults } from "./search/cvResults";
export { GridSearchCV, type ParamGrid } from "./search/gridSearchCv";
export { HalvingGridSearchCV, type HalvingSearchOptions } from "./search/halvingGridSearchCv";
export type { SearchOptions } from "./search/options";
export { ParameterSearch } from "./search/parameterSearch";
export {
  RandomizedSearchCV,
  type ParamDistributions,
  type RandomizedSearchOptions,
} from "./search/randomizedSearchCv";
export { importances, type ImportancesOptions } from "./importances";
export { surrogate, type Surrogate, type SurrogateOptions } from "./surrogate";
