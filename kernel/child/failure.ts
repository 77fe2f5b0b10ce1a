import { codeFrame } from "../codeFrame.js";
import type { Failure } from "../protocol.js";
import { asText } from "./show.js";
import type { SourceMaps } from "./sourceMaps.js";

interface Frame {
  text: string;
  /** Where it is in code that the reader wrote in this notebook. */
  place?: { file: string; line: number; column: number; text: string };
}

/**
 * What was thrown, as Jupyter shows it: name and message, the frames that are the reader's own with the places as
 * written, and the code around the first of them.
 */
export function failureOf(thrown: unknown, maps: SourceMaps): Failure {
  if (!(thrown instanceof Error)) {
    const text = asText(thrown);
    return { ename: "Thrown", evalue: text, traceback: [red("Thrown") + `: ${text}`] };
  }
  const { name, message, cause } = thrown;
  const frames = framesOf(thrown, maps);
  const place = frames.find((frame) => frame.place)?.place;
  const code = place ? ["", `${place.file}:${place.line}:${place.column}`, frameAt(place)] : [];
  const traceback = [`${red(name)}: ${message}`, ...frames.map(({ text }) => text), ...code];
  const causes = cause === undefined ? [] : ["", "Caused by:", ...failureOf(cause, maps).traceback];
  return { ename: name, evalue: message, traceback: [...traceback, ...causes] };
}

function framesOf({ stack = "" }: Error, maps: SourceMaps): Frame[] {
  const lines = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return lines.filter((line) => !isMachinery(line)).map((line) => written(line, maps));
}

function isMachinery(frame: string): boolean {
  return frame.includes(__dirname) || /[( ]node:/.test(frame) || /<anonymous>\)|_resolveFilename/.test(frame);
}

/** A frame with its place led back to what was written. */
function written(line: string, maps: SourceMaps): Frame {
  const found = /^(\s+at .*?)\(?((?:In \[\d+\])|(?:[^()\s][^()]*?)):(\d+):(\d+)\)?$/.exec(line);
  const clean = (text: string) => text.replace(/\u01c3(\.v)?/g, "");
  if (!found) return { text: clean(line) };
  const [, head, file, row, column] = found;
  const place = maps.find(file, Number(row), Number(column));
  if (!place) return { text: clean(line) };
  const at = `${file}:${place.line}:${place.column}`;
  return { text: clean(head.endsWith("at ") ? head + at : `${head}(${at})`), place: { file, ...place } };
}

function frameAt({ text, line, column }: NonNullable<Frame["place"]>): string {
  return codeFrame(text, { line: line - 1, column: column - 1, length: 1 });
}

function red(text: string): string {
  return `\x1b[31m${text}\x1b[39m`;
}
