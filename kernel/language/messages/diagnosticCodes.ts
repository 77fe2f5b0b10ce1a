/** The numbers by which TypeScript's parser says that something is not ended. */
export const unterminated = {
  string: 1002,
  comment: 1010,
  template: 1160,
  element: 17008,
  fragment: 17014,
} as const;

/** The numbers by which the parser says what it expected: a token, or a part of the language. */
export const expected = {
  token: 1005,
  identifier: 1003,
  expression: 1109,
  type: 1110,
  enumMember: 1132,
  argument: 1135,
  parameter: 1138,
  body: 1144,
  elementBody: 1145,
  declaration: 1146,
  catch: 1472,
} as const;

/** The numbers of complaints of the checker, and of the reader of tsconfig.json, that mean something else to a notebook. */
export const complaint = {
  /** `declare module "x"` in a module, where there is no such module to add to. */
  augmentsNothing: 2664,
  /** The same where there is one, without types. */
  augmentsUntyped: 2665,
  /** A list that began empty, where it is read in another cell. */
  implicitAny: 7005,
  /** The same list, where it is declared. */
  implicitAnyInPlaces: 7034,
  /** A package that brings no types. */
  untypedPackage: 7016,
  /** A project whose list of files is empty: a notebook's are not on the disk. */
  emptyFiles: 18002,
  /** A project whose patterns match no file. */
  noInputs: 18003,
} as const;
