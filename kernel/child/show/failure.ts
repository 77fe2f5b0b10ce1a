import { types } from "node:util";
import { isBuiltin } from "node:module";
import { codeFrame } from "../../language/messages/codeFrame.js";
import { red } from "../../language/messages/colours.js";
import { hintOnMissing } from "../../language/messages/hints.js";
import type { Failure } from "../../protocol/outcome.js";
import { hintsOn } from "./hints.js";
import { plainNames } from "../context/plainNames.js";
import { packageOf } from "../modules/ownFiles.js";
import { shorten } from "./shorten.js";
import { asText } from "./show.js";
import type { SourceMaps } from "../modules/sourceMaps.js";
import { fileOfFrame, partsOf } from "../patches/stacks.js";

/** How many frames are shown, of the errors that one error gathers, and of frames within packages one after the other. */
const most = { frames: 30, errors: 10, ofPackages: 3 };

/**
 * What was thrown, as Jupyter shows it: name and message, the frames that are the reader's own, the code around the
 * first of them, and the errors that led to it. Never throws, whatever was thrown.
 */
export function failureOf(thrown: unknown, maps: SourceMaps): Failure {
  try {
    return describe(thrown, maps, []);
  } catch {
    return plain("a value that cannot be shown: reading it throws");
  }
}

/** `above` are the errors in whose traceback this one stands. */
function describe(thrown: unknown, maps: SourceMaps, above: readonly unknown[]): Failure {
  if (above.includes(thrown)) return plain("the same error again");
  if (!isError(thrown)) return plain(asText(thrown));
  const ename = shorten(textOf(thrown, "name"));
  const evalue = messageOf(thrown);
  const frames = framesOf(thrown);
  const inner = innerErrors(thrown).flatMap(([title, error]) => [
    "",
    title,
    ...describe(error, maps, [...above, thrown]).traceback,
  ]);
  return {
    ename,
    evalue,
    traceback: [
      `${red(ename)}: ${evalue}`,
      ...hintsOn({ ename, message: textOf(thrown, "message"), stack: textOf(thrown, "stack") }),
      ...frames,
      ...codeAt(thrown, frames, maps),
      ...inner,
    ],
  };
}

/** The message; where a module is missing, without Node's list of who asked for it, and with a remedy. */
function messageOf(error: Error): string {
  const text = plainNames(textOf(error, "message"));
  const missing = text.replace(/\nRequire stack:[^]*$/, "");
  return shorten(missing + hintOnMissing(missing, isBuiltin));
}

function plain(text: string): Failure {
  return { ename: "Thrown", evalue: text, traceback: [`${red("Thrown")}: ${text}`] };
}

/** Errors of other realms (`node:vm`) are errors too; a proxy may refuse to tell. */
function isError(thrown: unknown): thrown is Error {
  try {
    return types.isNativeError(thrown) || thrown instanceof Error;
  } catch {
    return false;
  }
}

/** A property of an error, which cells may have given any value. */
function read(error: Error, key: string): unknown {
  try {
    return (error as unknown as Record<string, unknown>)[key];
  } catch {
    return "(reading it throws)";
  }
}

/** One that should be a text. */
function textOf(error: Error, key: string): string {
  const value = read(error, key);
  return typeof value === "string" ? value : asText(value);
}

function framesOf(error: Error): string[] {
  const lines = textOf(error, "stack")
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
  return withoutRepeats(withoutLibraries(lines)).slice(0, most.frames);
}

/** Frames within packages, of which there are many and none is the reader's, in one line; `stack` has them all. */
function withoutLibraries(frames: string[]): string[] {
  const packages = new Map(frames.map((frame) => [frame, packageOf(partsOf(frame)?.file ?? "")]));
  const runs = runsOf(frames, (one, next) => Boolean(packages.get(one) && packages.get(next)));
  return runs.flatMap((run) => {
    if (run.length < most.ofPackages) return run;
    const names = new Set(run.map((frame) => packages.get(frame)));
    return [`    … ${run.length} frames within ${[...names].join(", ")}`];
  });
}

/** A function that calls itself without end fills the stack with one frame. */
function withoutRepeats(frames: string[]): string[] {
  return runsOf(frames, (one, next) => one === next).flatMap(([frame, ...more]) =>
    more.length === 0 ? [frame] : [frame, `    … and ${more.length} times more from there`],
  );
}

/** Neighbours that belong together, in lists. */
function runsOf(frames: string[], belong: (one: string, next: string) => boolean): string[][] {
  const runs: string[][] = [];
  for (const [at, frame] of frames.entries())
    if (at > 0 && belong(frames[at - 1], frame)) runs.at(-1)?.push(frame);
    else runs.push([frame]);
  return runs;
}

/** The code around the first frame that is in the notebook or in a module of its own. */
function codeAt(error: Error, frames: string[], maps: SourceMaps): string[] {
  for (const frame of frames) {
    const place = partsOf(frame);
    const text = place && maps.text(fileOfFrame(error, frame) ?? place.file);
    if (!place || text === undefined) continue;
    const { file, line, column } = place;
    return [
      "",
      `${file}:${line}:${column}`,
      codeFrame(text, { line: line - 1, column: column - 1, length: 1 }),
    ];
  }
  return [];
}

/** The errors that an error carries, each with its title. */
function innerErrors(error: Error): [title: string, error: unknown][] {
  const [cause, errors, name] = ["cause", "errors", "name"].map((key) => read(error, key));
  const gathered = name === "AggregateError" && isList(errors) ? errors : [];
  const titled = gathered.map(
    (one, at) => [`Error ${at + 1} of ${gathered.length}:`, one] as [string, unknown],
  );
  const inner = titled.slice(0, most.errors);
  if (cause !== undefined) inner.push(["Caused by:", cause]);
  if (name === "SuppressedError")
    inner.push(["Thrown last:", read(error, "error")], ["Thrown before:", read(error, "suppressed")]);
  return inner;
}

function isList(value: unknown): value is unknown[] {
  return !types.isProxy(value) && Array.isArray(value);
}
