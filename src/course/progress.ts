import { cardBundle, type Displayable, displaySymbol, type MimeBundle } from "../show/index";
import { OptionError, checkNoOptions } from "../core/index";
import { tasks } from "./tasks/index";
import type { VerdictStatus } from "./verdict";

/** How far a student has come with one exercise. */
export interface ExerciseRecord {
  /** The exercise's id. */
  id: string;
  /** The exercise in one line. */
  title: string;
  /** The last judgement; `unanswered` before the first. */
  status: VerdictStatus;
  /** How often an answer was judged. */
  attempts: number;
}

const records = new Map<string, ExerciseRecord>();
let latestNotebook: string | undefined;

/** Notes the judgement of an attempt; an answer that was not given yet is no attempt. */
export function record(id: string, title: string, status: VerdictStatus): void {
  const attempt = status === "unanswered" ? 0 : 1;
  records.set(id, { id, title, status, attempts: attempts(id) + attempt });
  latestNotebook = notebookOf(id);
}

/** How often the exercise was judged since the kernel started. */
export function attempts(id: string): number {
  return records.get(id)?.attempts ?? 0;
}

/**
 * The exercises of one notebook and how far you are with them.
 *
 * ```ts
 * exercises("01"); // 2 of 6 exercises passed
 * ```
 *
 * @param notebook its number in two digits; default: the notebook of the exercise checked last
 * @throws OptionError when there is no exercise of that notebook
 */
export function exercises(notebook: string | undefined = latestNotebook, ...none: []): Progress {
  checkNoOptions("exercises", none);
  const built = Object.entries(tasks).map(([id, { title }]) => untouched(id, title));
  const all = [...built.filter(({ id }) => !records.has(id)), ...records.values()];
  const found = all.filter(({ id }) => notebookOf(id) === notebook).sort(byOrder);
  if (found.length === 0)
    throw new OptionError({
      where: "exercises",
      required: "notebook must be the number of a notebook with exercises",
      got: notebook ?? "none",
      remedy: `write one of ${[...new Set(all.map(({ id }) => `exercises("${notebookOf(id)}")`))].join(", ")}`,
    });
  return new Progress(found);
}

/** A student's progress through one notebook's exercises, shown as a card. */
export class Progress implements Displayable {
  constructor(readonly exercises: readonly ExerciseRecord[]) {}

  /** How many exercises there are. */
  get total(): number {
    return this.exercises.length;
  }

  /** How many of them have a right answer. */
  get passed(): number {
    return this.exercises.filter(({ status }) => status === "passed").length;
  }

  /** The card, as HTML and as plain text. */
  [displaySymbol](): MimeBundle {
    const marks = { passed: "✓", failed: "✗", unanswered: "○" };
    return cardBundle({
      tone: this.passed === this.total ? "good" : "open",
      title: `${this.passed} of ${this.total} exercises passed`,
      rows: this.exercises.map(({ id, status, title }) => [`${marks[status]} ${id}`, title]),
      text: this.passed === this.total ? ["All of them. Well done!"] : [],
    });
  }
}

function untouched(id: string, title: string): ExerciseRecord {
  return { id, title, status: "unanswered", attempts: 0 };
}

function byOrder(a: ExerciseRecord, b: ExerciseRecord): number {
  const order = Object.keys(tasks);
  return order.indexOf(a.id) - order.indexOf(b.id);
}

function notebookOf(id: string): string {
  return id.slice(0, 2);
}
