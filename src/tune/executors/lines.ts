import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Calls back with each line of a stream. */
export function onLines(stream: Readable, listener: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", listener);
}
