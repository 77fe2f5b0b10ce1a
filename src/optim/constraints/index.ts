export type { Constraint } from "./constraint";
export { maxNorm } from "./maxNorm";
export { nonNegative } from "./nonNegative";
export { unitNorm } from "./unitNorm";
