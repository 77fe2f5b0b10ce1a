export { breathe } from "./breathe";
export {
  checkArray,
  checkEqualLength,
  checkFinite,
  checkFunction,
  checkLabels,
  checkNotEmpty,
  checkNumbers,
  checkText,
} from "./checks";
/** For messages of the library itself. @internal */
export { shapeText, shown } from "./shown";
export { DataError, FileError, InterruptedError, NotFittedError, OptionError, ShapeError } from "./errors";
export { bestAt, checkMode, isBetter, knownMode, modeOf, worst } from "./mode";
export type { KnownMode, Mode, ModeOption, Modes } from "./mode";
export {
  checkBoolean,
  checkInteger,
  checkNoOptions,
  checkNumber,
  checkObject,
  checkOneOf,
  checkOptions,
} from "./options";
/** For messages of the library itself. @internal */
export { checkKeys } from "./keys";
export { checkKept, keptCopy, numberText, pack, unpack } from "./kept";
export type { Json } from "./kept";
export { sayMerged } from "./merged";
export { asLoss, bestOf, dominates, isFeasible, lossesOf, paretoFrontOf } from "./ranking";
export type { Direction, Ranked } from "./ranking";
export { homePath } from "./packagePath";
export { packageModules, packagePath } from "./packagePath";
export { currentSeed, freshRandom, Random, setSeed, sharedRandom } from "./random";
/** For what records draws. @internal */
export { onDraw } from "./random";
