import { OptionError, ShapeError, checkInteger } from "../core/index";

/** What keeps rows together, or in their order, wherever rows are divided. */
export interface DivisionOptions {
  /** A group for each row, such as a patient: its rows stay on one side. */
  groups?: ArrayLike<number> | ArrayLike<string>;
  /** Whether rows are in the order of time: what is measured on then comes after what is trained on. Default false. */
  time?: boolean;
  /** With `time`, how many rows between the two sides are left out, as many as windows overlap. Default 0. */
  gap?: number;
}

/** {@link DivisionOptions} as options of a function, all optional. */
export const divisionDefaults: DivisionOptions = { groups: undefined, time: undefined, gap: undefined };

/**
 * Checks that groups and time do not exclude one another, and that there is a group for each row.
 *
 * @throws OptionError `split: there must be either groups or time`
 * @internal
 */
export function checkDivision(where: string, { groups, time, gap }: DivisionOptions, rows: number): void {
  if (groups && time) throw new OptionError({ where, required: "there must be either groups or time" });
  if (gap !== undefined) {
    checkInteger(where, "gap", gap, "[0, ∞)");
    if (!time)
      throw new OptionError({ where, required: "gap must go with time", remedy: "use {time: true}" });
  }
  if (!groups || groups.length === rows) return;
  const required = `groups must be [${rows}], one for each row`;
  throw new ShapeError({ where, required, got: `[${groups.length}]` });
}
