import { OptionError } from "../core/index";
import { checkDivision } from "../data/division";
import { Table, type DivisionOptions } from "../data/index";
import { sayWindows } from "../data/windows";
import { ResidentSource } from "./batches/resident";
import type { BatchSource } from "./batches/source";
import type { FitData } from "./batches/sourceOf";

/** How a share for validation is divided off. */
export interface ShareOptions extends DivisionOptions {
  seed: number;
  shuffle: boolean;
  /** What stays the same when the same data are given again. */
  origin: object;
}

/** What stays the same when the same data are given again. */
export function originOf(data: FitData): object {
  if (data instanceof Table) return data.about;
  if (Array.isArray(data)) return data[0] as object;
  return "x" in data ? data.x : data;
}

/** Groups and time say how a share is divided off: without one they would do nothing. */
export function checkNoDivision(options: DivisionOptions): void {
  const name = (["groups", "time", "gap"] as const).find((each) => options[each] !== undefined);
  if (name === undefined) return;
  const required = `${name} must go with a share for validation`;
  throw new OptionError({ where: "fit", required, remedy: "for example {validation: 0.2}" });
}

/** A share of data in memory for validation, and the rest for training: without shuffling the last examples. */
export function divideOff(
  source: BatchSource,
  share: number,
  options: ShareOptions,
): { training: ResidentSource; validation: ResidentSource } {
  const { groups, gap } = options;
  const time = options.time ?? (options.shuffle || groups ? undefined : true);
  const [training, validation] = partsOf(source, share, { ...options, groups, gap, time }) ?? [];
  if (training?.examples && validation?.examples) return { training, validation };
  throw new OptionError({
    where: "fit",
    required:
      "validation must be data, or a share of data in memory in (0, 1) that leaves examples on both sides",
    got: share,
  });
}

function partsOf(source: BatchSource, share: number, options: ShareOptions) {
  if (!(source instanceof ResidentSource && share > 0 && share < 1)) return undefined;
  const { groups, time } = options;
  checkDivision("fit", options, source.examples);
  if (!groups && time === undefined) sayWindows("fit", source.firstRows(), options.origin);
  return source.divide(share, options);
}
