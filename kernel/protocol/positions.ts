/** A place in a file, from 0, in UTF-16 units. */
export interface Position {
  line: number;
  character: number;
}

/** Where something is in code: line and column from 0, and how far it reaches on that line. */
export interface Span {
  line: number;
  column: number;
  length: number;
}

/** The place of an offset in a text. */
export function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: (lines.at(-1) as string).length };
}

/** The offset of a place in a text. */
export function offsetAt(text: string, { line, character }: Position): number {
  const lines = text.split("\n").slice(0, line);
  return lines.reduce((sum, one) => sum + one.length + 1, character);
}
