import { type MimeBundle, tableBundle, tableNumber } from "../show/index";
import type { StudyView } from "./drivenStudy";
import type { TrialRecord } from "./trialRecord";

const shown = 10;

/** A study as a table: its best trials, and how many ended how. */
export function studyTable({ trials, directions, paretoFront, name }: StudyView): MimeBundle {
  const best = bestFirst(trials, directions[0]);
  const listed = directions.length > 1 ? paretoFront.slice(0, shown) : best.slice(0, shown);
  const params = [...new Set(listed.flatMap((trial) => Object.keys(trial.params)))];
  const values = directions.map(
    (direction, at) => `${directions.length > 1 ? `value ${at + 1}` : "value"} (${direction})`,
  );
  return tableBundle({
    title: `${name}: ${counts(trials)}`,
    header: ["trial", ...values, ...params],
    rows: listed.map((trial) => [
      String(trial.number),
      ...trial.values.map(tableNumber),
      ...params.map((param) => cell(trial.params[param])),
    ]),
    notes: notes(directions.length > 1 ? paretoFront.length : best.length, directions.length > 1),
  });
}

function bestFirst(trials: readonly TrialRecord[], direction: string): TrialRecord[] {
  const sign = direction === "minimize" ? 1 : -1;
  const complete = trials.filter(({ state }) => state === "complete");
  return complete.sort((a, b) => sign * (a.values[0] - b.values[0]));
}

function counts(trials: readonly TrialRecord[]): string {
  const states = ["complete", "pruned", "failed", "running", "waiting"] as const;
  const parts = states.map(
    (state) => [trials.filter((trial) => trial.state === state).length, state] as const,
  );
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, state]) => `${count} ${state}`)
      .join(", ") || "no trials"
  );
}

function cell(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "number" ? tableNumber(value) : String(value);
}

function notes(count: number, isFront: boolean): string[] {
  const which = isFront ? "of the Pareto front" : "best first";
  return count > shown ? [`${shown} of ${count} trials, ${which}`] : [];
}
