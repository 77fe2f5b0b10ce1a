/** A change of a text: what stood from `start` to `end` becomes `to`. */
export type Edit = readonly [start: number, end: number, to: string];

/** A text and what was changed in it; leads from places in the new text back to the old one. */
export interface Edited {
  source: string;
  /** In order, without overlap. */
  edits: Edit[];
}

/** The text as it became. */
export function editedText({ source, edits }: Edited): string {
  let text = "";
  let at = 0;
  for (const [start, end, to] of edits) {
    text += source.slice(at, start) + to;
    at = end;
  }
  return text + source.slice(at);
}

/** Where in the old text an offset of the new one was; within what is new, where that begins. */
export function originalOffset({ edits }: Edited, offset: number): number {
  let grown = 0;
  for (const [start, end, to] of edits) {
    if (offset < start + grown) break;
    if (offset < start + grown + to.length) return start;
    grown += to.length - (end - start);
  }
  return offset - grown;
}

/** The edits in order; of those at one place, the first made goes first. */
export function sorted(edits: Edit[]): Edit[] {
  return edits.sort(([a], [b]) => a - b);
}
