import {
  OptionError,
  checkOneOf,
  checkOptions,
  currentSeed,
  checkInteger,
  type Direction,
  shown,
} from "../core/index";
import type { Pruner } from "./pruner";
import type { Sampler } from "./sampler";
import { random } from "./samplers/random";
import { accepts, checkSpace, inWords, isValue, type Params, type Space } from "./space/space";

/** What a study searches, and how. */
export interface StudyOptions<S extends Space = Space> {
  /** The parameters, declared up front; else the objective suggests them. */
  space?: S;
  /** Whether the value should be small or large. Default "minimize". */
  direction?: Direction;
  /** One for each of several objectives, whose values come in this order. */
  directions?: readonly Direction[];
  /** Chooses parameters. Default `random()`. */
  sampler?: Sampler;
  /** Ends trials that are not worth going on. Default none. */
  pruner?: Pruner;
  /** Decides everything that is drawn. Default: that of the stored study, else that of `setSeed`. */
  seed?: number;
  /** An SQLite file that keeps the study, for several processes at once if need be. Default: in memory. */
  storage?: string;
  /** The name of the study in its file. Default "study". */
  name?: string;
  /** Parameters that are not searched but have these values. Default none. */
  fixed?: Params;
  /** How often a trial is tried again after its process or machine was lost. Default 2. */
  retries?: number;
}

/** Options after their checks. */
export interface CheckedStudyOptions {
  space?: Space;
  directions: Direction[];
  sampler: Sampler;
  pruner?: Pruner;
  seed?: number;
  storage?: string;
  name: string;
  fixed: Params;
  retries: number;
}

/** The names of all options, for those who pass them on. */
export const studyDefaults: Record<keyof StudyOptions, undefined> = {
  space: undefined,
  direction: undefined,
  directions: undefined,
  sampler: undefined,
  pruner: undefined,
  seed: undefined,
  storage: undefined,
  name: undefined,
  fixed: undefined,
  retries: undefined,
};

/** The options, checked, with their defaults. */
export function checkStudyOptions(where: string, options?: StudyOptions): CheckedStudyOptions {
  const given = checkOptions<StudyOptions>(where, options, {
    ...studyDefaults,
    sampler: random(),
    name: "study",
    fixed: {},
    retries: 2,
  });
  const { space, sampler, pruner, seed, storage, name, fixed, retries } = given;
  if (space !== undefined) checkSpace(where, space);
  checkMade(where, "sampler", sampler, "sample", "tpe()");
  if (pruner !== undefined) checkMade(where, "pruner", pruner, "shouldPrune", "median()");
  checkTexts(where, { name, storage });
  if (seed !== undefined) checkInteger(where, "seed", seed);
  checkInteger(where, "retries", retries!, "[0, ∞)");
  checkFixed(where, fixed!, space);
  const directions = directionsOf(where, given);
  const refusal = sampler!.refuses?.({ directions, space });
  if (refusal) throw new OptionError({ where, required: refusal });
  return {
    space,
    directions,
    sampler: sampler!,
    pruner,
    seed,
    storage,
    name: name!,
    fixed: fixed!,
    retries: retries!,
  };
}

/** Checks what a function such as `tpe` makes: its name, and the function itself, come easily in its place. */
function checkMade(where: string, name: string, value: unknown, method: string, example: string): void {
  if (typeof (value as Record<string, unknown> | null)?.[method] === "function") return;
  const required = `${name} must be what a function such as ${example} returns`;
  const got = typeof value === "function" ? `the function ${value.name} itself` : shown(value);
  throw new OptionError({ where, required, got, remedy: `use {${name}: ${example}}` });
}

function checkTexts(where: string, { name, storage }: { name?: unknown; storage?: unknown }): void {
  if (typeof name !== "string")
    throw new OptionError({ where, required: "name must be a text", got: shown(name) });
  if (storage === undefined || (typeof storage === "string" && storage !== "")) return;
  throw new OptionError({ where, required: "storage must be the path of a file", got: shown(storage) });
}

/** The seed of a new study. */
export function newSeed(seed?: number): number {
  return seed ?? currentSeed();
}

function directionsOf(where: string, { direction, directions }: StudyOptions): Direction[] {
  if (direction && directions) {
    const required = "direction and directions must not go together";
    throw new OptionError({ where, required, remedy: "use directions for several objectives" });
  }
  const all = directions ?? [direction ?? "minimize"];
  if (!Array.isArray(all) || all.length === 0) {
    const required = "directions must be an array that is not empty";
    throw new OptionError({ where, required, got: shown(all) });
  }
  return all.map((each) => checkOneOf(where, "direction", each, ["minimize", "maximize"]));
}

/** Checks parameters that somebody gave, as far as the space is known. */
export function checkFixed(where: string, fixed: Params, space?: Space): void {
  for (const [name, value] of Object.entries(fixed)) {
    if (!isValue(value)) {
      const required = `${name} must be a finite number, a text, a boolean or null`;
      throw new OptionError({ where, required, got: shown(value) });
    }
    if (!space) continue;
    checkOneOf(where, "parameter", name, Object.keys(space));
    const entry = space[name];
    const distribution = entry.kind === "conditional" ? entry.of : entry;
    if (accepts(distribution, value)) continue;
    throw new OptionError({ where, required: `${name} must be ${inWords(distribution)}`, got: value });
  }
}
