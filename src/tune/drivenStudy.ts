import { type Direction, checkOptions, keptCopy, shown } from "../core/index";
import type { Outcome } from "./executor";
import type { StudyTrial } from "./studyTrial";
import { type Trial, checkConstraint } from "./trial";
import type { TrialFiles } from "./trialFiles";
import type { TrialRecord } from "./trialRecord";
import type { NewTrial } from "./store/store";

/** What a trial came to: a value, several, or what an executor brought. */
export type Told = number | number[] | Outcome | { error: string };

/** A study to look at. */
export interface StudyView {
  readonly name: string;
  readonly directions: readonly Direction[];
  readonly trials: readonly TrialRecord[];
  /** The best trial; throws before there is one. */
  readonly best: TrialRecord;
  readonly paretoFront: readonly TrialRecord[];
  /** Why it ended early. */
  stopped?: string;
}

/** A study as what runs its trials sees it. */
export interface DrivenStudy extends StudyView {
  readonly files: TrialFiles;
  begin(limit?: number): StudyTrial | undefined;
  tell(trial: Trial | number, told: Told): TrialRecord;
  lose(record: TrialRecord, reason: string): void;
  firstAttempt(record: TrialRecord): number;
}

/** What a trial becomes with what it came to: complete, pruned, or failed, also where its values are no finite numbers. */
export function ended(told: Told, directions: number): Partial<NewTrial> {
  if (Array.isArray(told)) return ended({ values: told }, directions);
  if (typeof told !== "object" || told === null) return ended({ values: [told] }, directions);
  if ("error" in told) return { state: "failed", error: told.error };
  const names = { values: undefined, pruned: undefined, constraints: undefined, notes: undefined };
  const { values = [], pruned, constraints = {}, notes } = checkOptions<Outcome>("Study.tell", told, names);
  for (const [name, value] of Object.entries(constraints)) checkConstraint(name, value);
  const more = { constraints, ...(notes && { notes: keptCopy("Study.tell", "notes", notes) }) };
  if (pruned) return { state: "pruned", ...more };
  const error = wrongValues(values, directions);
  return error ? { state: "failed", error, ...more } : { state: "complete", values: [...values], ...more };
}

function wrongValues(values: unknown[], directions: number): string | undefined {
  const wanted = directions === 1 ? "a finite number" : `${directions} finite numbers`;
  if (values.length !== directions) return `the objective must return ${wanted}, got ${values.length} values`;
  const odd = values.findIndex((value) => !Number.isFinite(value));
  return odd < 0 ? undefined : `the objective must return ${wanted}, got ${inOneLine(values[odd])}`;
}

function inOneLine(value: unknown): string {
  const isTensor = typeof (value as { dataSync?: unknown } | null | undefined)?.dataSync === "function";
  return isTensor ? "a tensor; return (await loss.data())[0]" : shown(value);
}
