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

  add(file: string, json: string): void {
    const payload = JSON.parse(json) as SourceMapPayload;
    this.maps.set(file, { map: new SourceMap(payload), text: payload.sourcesContent?.[0] ?? "" });
  }

  /** A file that runs as it was written. */
  addPlain(file: string, text: string): void {
    this.maps.set(file, { text });
  }

  /** The place as written, for a place (from 1) in compiled code. */
  find(file: string, line: number, column: number): SourcePlace | undefined {
    const found = this.maps.get(file);
    if (found && !found.map) return { line, column, text: found.text };
    const entry = found?.map?.findEntry(line - 1, column - 1);
    if (!found || !entry || !("originalLine" in entry)) return undefined;
    return { line: entry.originalLine + 1, column: entry.originalColumn + 1, text: found.text };
  }
}
