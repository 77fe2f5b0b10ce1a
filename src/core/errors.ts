import { shown } from "./shown";

/** An error whose message reads `function: what is required, what came; remedy`. */
interface Complaint {
  /** The function that was called, as the user wrote it. */
  where: string;
  /** What it requires, as a clause: `smooth must be in [0, 1)`. */
  required: string;
  /** What came instead; shapes in brackets. */
  got?: unknown;
  /** What to do about it. */
  remedy?: string;
}

function sentence({ where, required, got, remedy }: Complaint): string {
  const came = got === undefined ? "" : `, got ${describe(got)}`;
  return `${where}: ${required}${came}${remedy ? `; ${remedy}` : ""}`;
}

function describe(value: unknown): string {
  if (typeof value === "string") return value;
  return shown(value);
}

/** An option that is unknown, out of range or of the wrong type. */
export class OptionError extends RangeError {
  override name = "OptionError";
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}

/** A tensor or array whose shape or length does not fit. */
export class ShapeError extends RangeError {
  override name = "ShapeError";
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}

/** Data with values that cannot be used: empty, NaN, labels that are not classes. */
export class DataError extends RangeError {
  override name = "DataError";
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}

/** Work that was interrupted before it had a result. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}

/** A file that is missing, unreadable, or not what it should be. */
export class FileError extends Error {
  override name = "FileError";
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}

/** A model that is asked for predictions before it was fitted. */
export class NotFittedError extends Error {
  override name = "NotFittedError";
  constructor(complaint: Complaint) {
    super(sentence(complaint));
  }
}
