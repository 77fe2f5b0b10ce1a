import type { StreamName } from "../../protocol/events.js";
import type { OverflowFile } from "./overflow.js";

/** How much of what a cell prints is shown: three quarters of it as it comes, the rest when the cell has ended. */
export interface OutputBounds {
  /** Default 10 000; the environment variable TSDESCENT_OUTPUT_LINES overrules it. */
  lines: number;
  /** Default a million; the environment variable TSDESCENT_OUTPUT_CHARACTERS overrules it. */
  characters: number;
}

/** A piece of what a cell prints. */
export interface Printed {
  stream: StreamName;
  text: string;
}

/** What is shown as it comes, of all that is shown. */
const headShare = 3 / 4;

/** The output of one cell: its first lines, its last ones, and what is left out between them. */
export class CellOutput {
  private readonly room: OutputBounds;
  private readonly tailRoom: OutputBounds;
  private tail: Printed[] = [];
  private tailLength = 0;
  private hidden: OutputBounds | undefined;
  private ended = false;

  constructor(
    bounds: OutputBounds,
    private readonly file: OverflowFile,
  ) {
    const head = (most: number) => Math.ceil(most * headShare);
    this.room = { lines: head(bounds.lines), characters: head(bounds.characters) };
    this.tailRoom = {
      lines: bounds.lines - this.room.lines,
      characters: bounds.characters - this.room.characters,
    };
  }

  /** What is shown at once. */
  admit({ stream, text }: Printed): Printed[] {
    const at = this.hidden ? 0 : fitting(text, this.room);
    const [shown, rest] = [text.slice(0, at), text.slice(at)];
    const before = this.hidden;
    if (shown) this.room.lines -= linesIn(shown);
    this.room.characters -= shown.length;
    if (rest) this.hide({ stream, text: rest });
    return [
      ...(shown ? [{ stream, text: shown }] : []),
      ...(this.hidden && !before ? [note(this.ended ? lateNote : longNote)] : []),
    ];
  }

  /** What is shown when the cell has ended. What it prints after that is hidden, where there is no room. */
  end(): Printed[] {
    this.ended = true;
    const { hidden, tail } = this;
    if (!hidden) return [];
    const shown = lastOf(tail, this.tailRoom);
    this.tail = [];
    this.tailLength = 0;
    const lines = hidden.lines - shown.reduce((sum, { text }) => sum + linesIn(text), 0);
    const characters = hidden.characters - shown.reduce((sum, { text }) => sum + text.length, 0);
    return characters > 0 ? [note(leftOut(lines, characters, this.file.path)), ...shown] : shown;
  }

  private hide(printed: Printed): void {
    const { text } = printed;
    this.hidden ??= { lines: 0, characters: 0 };
    this.hidden.lines += linesIn(text);
    this.hidden.characters += text.length;
    this.file.append(text);
    if (this.ended) return;
    this.tail.push(printed);
    this.tailLength += text.length;
    while (this.tail.length > 0 && this.tailLength - this.tail[0].text.length >= this.tailRoom.characters)
      this.tailLength -= this.tail.shift()!.text.length;
  }
}

/** How much of the beginning of a text there is room for; a character of two halves stays whole. */
function fitting(text: string, { lines, characters }: OutputBounds): number {
  let at = 0;
  for (let line = 0; line < lines && at < text.length; line++) {
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length : end + 1;
    if (at > characters) break;
  }
  const most = Math.min(at, Math.max(0, characters));
  return most < text.length && isSecondHalf(text, most) ? most - 1 : most;
}

/** The last pieces, as far as there is room for them. */
function lastOf(pieces: Printed[], { lines, characters }: OutputBounds): Printed[] {
  const room = { lines, characters };
  const shown: Printed[] = [];
  for (const { stream, text } of [...pieces].reverse()) {
    const from = lastFrom(text, room);
    if (from < text.length) shown.unshift({ stream, text: text.slice(from) });
    if (from > 0) break;
    room.lines -= linesIn(text);
    room.characters -= text.length;
  }
  return shown;
}

function lastFrom(text: string, { lines, characters }: OutputBounds): number {
  const earliest = Math.max(0, text.length - Math.max(0, characters));
  let from = text.length;
  for (let line = 0; line < lines && from > earliest; line++)
    from = from < 2 ? 0 : text.lastIndexOf("\n", from - 2) + 1;
  const start = Math.max(from, earliest);
  return isSecondHalf(text, start) ? start + 1 : start;
}

function isSecondHalf(text: string, at: number): boolean {
  return at > 0 && /[\udc00-\udfff]/.test(text[at] ?? "");
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

const longNote =
  "the cell prints a lot: the rest is not shown as it comes, its last lines when the cell has ended";
const lateNote = "what the cell left behind prints a lot: the rest is not shown";

function leftOut(lines: number, characters: number, path: string | undefined): string {
  const what = lines > 0 ? counted(lines, "line") : counted(characters, "character");
  const where = path ? `until the kernel ends they are in ${path}` : "no file could take them";
  return `${what} not shown here; ${where}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

function note(text: string): Printed {
  return { stream: "stderr", text: `\nkernel: ${text}\n` };
}
