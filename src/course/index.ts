export { Claim, claim, ClaimError, type ClaimOptions } from "./claim";
export { Exercise, exercise } from "./exercise";
export type { Answer } from "./judge";
export { Prediction, predictFirst, Reveal, type PredictionOptions } from "./predictFirst";
export { exercises, Progress, type ExerciseRecord } from "./progress";
export type { Judgement, Mistake, Task } from "./task";
export { Verdict, type VerdictDetails, type VerdictStatus } from "./verdict";
