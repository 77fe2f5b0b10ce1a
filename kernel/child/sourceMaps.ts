import { SourceMap, type SourceMapPayload } from "node:module";

/** A place in what the reader wrote: line and column from 1, and the text it is in. */
export interface SourcePlace {
  line: number;
  column: number;
  text: string;
}

/** Leads from places in compiled code back to the cell or module as it was written. */
export class SourceMaps {
  private readonly maps = new Map<string, { map?: SourceMap; text: string }>();
  /** Maps that nobody has asked for yet: most cells never fail. */
  private readonly unread = new Map<string, string>();

  add(file: string, json: string): void {
    this.unread.set(file, json);
  }

  /** A file that runs as it was written. */
  addPlain(file: string, text: string): void {
    this.unread.delete(file);
    this.maps.set(file, { text });
  }

  /** The place as written, for a place (from 1) in compiled code. */
  find(file: string, line: number, column: number): SourcePlace | undefined {
    const found = this.read(file);
    if (found && !found.map) return { line, column, text: found.text };
    const entry = found?.map?.findEntry(line - 1, column - 1);
    if (!found || !entry || !("originalLine" in entry)) return undefined;
    return { line: entry.originalLine + 1, column: entry.originalColumn + 1, text: found.text };
  }

  private read(file: string): { map?: SourceMap; text: string } | undefined {
    const json = this.unread.get(file);
    if (json !== undefined) {
      const payload = JSON.parse(json) as SourceMapPayload;
      this.unread.delete(file);
      this.maps.set(file, { map: new SourceMap(payload), text: payload.sourcesContent?.[0] ?? "" });
    }
    return this.maps.get(file);
  }
}
