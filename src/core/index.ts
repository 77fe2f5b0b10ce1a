export { checkEqualLength, checkFinite, checkLabels, checkNotEmpty } from "./checks";
export { display, displaySymbol } from "./display";
export type { Displayable, DisplayData, DisplayOptions, MimeBundle } from "./display";
export { DataError, FileError, InterruptedError, NotFittedError, OptionError, ShapeError } from "./errors";
export { checkInteger, checkNumber, checkOneOf, checkOptions } from "./options";
export { packagePath } from "./packagePath";
export { tableBundle } from "./tableBundle";
export type { TableContent } from "./tableBundle";
export { currentSeed, freshRandom, Random, setSeed, sharedRandom } from "./random";
