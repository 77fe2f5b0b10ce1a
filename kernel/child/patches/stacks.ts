import { dirname, sep } from "node:path";
import { onOwnBuiltins } from "../context/builtins.js";
import { plainNames } from "../context/plainNames.js";
import { shownName, type SourceMaps } from "../modules/sourceMaps.js";

/**
 * Makes `stack` of every error tell places as the reader wrote them, without frames of the kernel's or Node's own:
 * in tracebacks, where a cell prints an error, and where it reads the stack itself.
 */
export function writeStacks(maps: SourceMaps): void {
  Error.stackTraceLimit = frameLimit;
  Error.prepareStackTrace = onOwnBuiltins((error, calls) => {
    const frames = calls.map((call) => `    at ${String(call)}`).filter((frame) => !isMachinery(frame));
    const shown = frames.map((frame) => written(frame, maps));
    const files = frames.map((frame, at) => [shown[at], partsOf(frame)?.file ?? ""] as const);
    filesOf.set(error, new Map(files.reverse()));
    return [headOf(error), ...shown].join("\n");
  });
}

/** The files of an error's frames as V8 knows them; its stack tells the names that readers know. */
const filesOf = new WeakMap<Error, ReadonlyMap<string, string>>();

/** The file of a frame of an error's stack, as {@link SourceMaps} knows it. */
export function fileOfFrame(error: Error, frame: string): string | undefined {
  return filesOf.get(error)?.get(frame) ?? partsOf(frame)?.file;
}

/** Node's default of 10 leaves no room for the reader's frames where Node's way to a module is ten frames long. */
const frameLimit = 30;

/** A frame of a stack taken apart: what stands before its place, the place, and whether brackets are around it. */
export function partsOf(frame: string) {
  const found = /^(\s+at .*?)(\(?)((?:In \[[\d ]+\](?:#\d+)?)|(?:[^()\s][^()]*?)):(\d+):(\d+)\)?$/.exec(
    frame,
  );
  if (!found) return undefined;
  const [, head, bracket, file, line, column] = found;
  return { head, isBracketed: bracket !== "", file, line: Number(line), column: Number(column) };
}

/** The first line of a stack; whatever stands for a name or a message may be of any kind. */
function headOf(error: Error): string {
  try {
    return plainNames(Error.prototype.toString.call(error));
  } catch {
    return "Error";
  }
}

/** Where the code is that runs cells. */
const home = dirname(__dirname) + sep;

function isMachinery(frame: string): boolean {
  return frame.includes(home) || /[( ]node:/.test(frame) || /<anonymous>\)|_resolveFilename/.test(frame);
}

/** A frame with its place led back to what was written. */
function written(frame: string, maps: SourceMaps): string {
  const parts = partsOf(frame);
  if (!parts) return plainNames(frame);
  const place = maps.find(parts.file, parts.line, parts.column) ?? parts;
  const at = `${shownName(parts.file)}:${place.line}:${place.column}`;
  return plainNames(parts.isBracketed ? `${parts.head}(${at})` : parts.head + at);
}
