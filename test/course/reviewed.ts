import { createHash } from "node:crypto";
import { Random } from "../../src/core/random";
import { formatValue } from "../../src/course/format";
import type { Task } from "../../src/course/task";
import { tasks } from "../../src/course/tasks";

/** What an exercise asks and answers on some of its inputs. */
export interface Reviewed {
  call: string;
  title: string;
  hint: string;
  tolerance?: number;
  /** Of each well-known mistake. */
  hints: string[];
  rounds: Round[];
  /** SHA-256 of 60 rounds more, which holds what is drawn rarely. */
  more: string;
}

interface Round {
  inputs: string;
  answer: string;
  /** Of each well-known mistake: what it answers, and what a judge says to that. */
  mistakes: (string | { answer: string; judgement: string })[];
}

const sizes = [1, 2, 3, 5, 8];
const manyRounds = 60;

/** Every exercise as its sources have it now, on the same inputs each time. */
export function reviewedNow(): Record<string, Reviewed> {
  return Object.fromEntries(Object.entries(tasks).map(([id, task]) => [id, reviewed(task)]));
}

export function reviewed(task: Task): Reviewed {
  const { call, title, hint, tolerance } = task;
  const random = new Random(3, "reviewed");
  const rounds = sizes.map((size) => roundOf(task, task.inputs(random, size)));
  const hints = (task.mistakes ?? []).map((mistake) => mistake.hint);
  const more = createHash("sha256")
    .update(JSON.stringify(moreRounds(task)))
    .digest("hex");
  return { call, title, hint, ...(tolerance !== undefined && { tolerance }), hints, rounds, more };
}

/** As a check draws them, of growing size. */
function moreRounds(task: Task): Round[] {
  const random = new Random(4, "reviewed");
  return Array.from({ length: manyRounds }, (_, at) =>
    roundOf(task, task.inputs(random, 1 + Math.floor(at / 10))),
  );
}

function roundOf(task: Task, inputs: never[]): Round {
  const apart = () =>
    inputs.map((value) => (typeof value === "function" ? value : structuredClone(value))) as never[];
  const mistakes = (task.mistakes ?? []).map(({ answer }) => {
    const wrong = answer(...apart());
    const judgement = task.judge && JSON.stringify(task.judge(wrong, ...apart()));
    return judgement ? { answer: written(wrong), judgement } : written(wrong);
  });
  return { inputs: inputs.map(written).join("; "), answer: written(task.reference(...apart())), mistakes };
}

// A function that is given is told by what it makes of two points.
function written(value: unknown): string {
  if (typeof value !== "function") return JSON.stringify(value, rounded) ?? formatValue(value);
  const made = [[0.5], [[0.5, -1, 2, 3]]].map((point) => {
    try {
      return JSON.stringify(value(...point), rounded);
    } catch {
      return "no value";
    }
  });
  return `function: ${made.join(", ")}`;
}

function rounded(_key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : String(value);
}
