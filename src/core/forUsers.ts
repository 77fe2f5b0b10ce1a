/** What of this room the package's entry has. */
export { DataError, FileError, InterruptedError, NotFittedError, OptionError, ShapeError } from "./errors";
export type { Mode, ModeOption } from "./mode";
export type { Direction } from "./ranking";
export { currentSeed, freshRandom, Random, setSeed, sharedRandom } from "./random";
