import { SourceMap, type SourceMapPayload } from "node:module";
import { type Edited, editedText, originalOffset } from "../../protocol/textEdits.js";

/** A place in what the reader wrote: line and column from 1. */
export interface SourcePlace {
  line: number;
  column: number;
}

/** Finds places of one file. */
interface Finder {
  text: string;
  /** From a place (from 0) in compiled code to the one (from 0) as written. */
  find(line: number, column: number): { line: number; column: number } | undefined;
}

/** What readers know a file by: a cell by its label. */
export function shownName(file: string): string {
  return file.replace(/^(In \[[\d ]+\])#\d+$/, "$1");
}

/** Leads from places in compiled code back to the cell or module as it was written. */
export class SourceMaps {
  private readonly files = new Map<string, Finder>();
  /** Maps that nobody has asked for yet: most cells never fail. */
  private readonly unread = new Map<string, string>();
  private cells = 0;
  /** What ran last under a label. */
  private readonly latest = new Map<string, string>();

  /**
   * The file as which V8 knows what is to run. A label is no name for it: a silent request has none of its own, and
   * functions of one outlive it.
   */
  fileOf(label: string): string {
    const file = `${label}#${++this.cells}`;
    this.latest.set(label, file);
    return file;
  }

  /** A compiled file with its source map, or the edits that made it, as JSON. */
  add(file: string, json: string): void {
    this.unread.set(file, json);
  }

  /** A file that runs as it was written. */
  addPlain(file: string, text: string): void {
    this.unread.delete(file);
    this.files.set(file, { text, find: (line, column) => ({ line, column }) });
  }

  /** The place as written, for a place (from 1) in compiled code. */
  find(file: string, line: number, column: number): SourcePlace | undefined {
    const found = this.read(file)?.find(line - 1, column - 1);
    return found && { line: found.line + 1, column: found.column + 1 };
  }

  /** A file, or what ran last under a label, as it was written; undefined where it is none of the notebook's. */
  text(file: string): string | undefined {
    return this.read(this.latest.get(file) ?? file)?.text;
  }

  private read(file: string): Finder | undefined {
    const json = this.unread.get(file);
    if (json !== undefined) {
      const map = JSON.parse(json) as SourceMapPayload | Edited;
      this.unread.delete(file);
      this.files.set(file, "edits" in map ? ofEdits(map) : ofSourceMap(map));
    }
    return this.files.get(file);
  }
}

function ofSourceMap(payload: SourceMapPayload): Finder {
  const map = new SourceMap(payload);
  return {
    text: payload.sourcesContent?.[0] ?? "",
    find(line, column) {
      const entry = map.findEntry(line, column);
      return "originalLine" in entry ? { line: entry.originalLine, column: entry.originalColumn } : undefined;
    },
  };
}

function ofEdits(edited: Edited): Finder {
  const lines = editedText(edited).split("\n");
  return {
    text: edited.source,
    find(line, column) {
      if (line >= lines.length) return undefined;
      const before = lines.slice(0, line).reduce((length, one) => length + one.length + 1, 0);
      const written = edited.source.slice(0, originalOffset(edited, before + column)).split("\n");
      return { line: written.length - 1, column: (written.at(-1) as string).length };
    },
  };
}
