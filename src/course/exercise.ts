import { OptionError, checkOneOf, Random, shown, checkNoOptions } from "../core/index";
import { judge, type Answer } from "./judge";
import { attempts, record } from "./progress";
import type { Task } from "./task";
import { tasks } from "./tasks/index";
import { Verdict } from "./verdict";

const inputCount = 30;

/**
 * An exercise of the notebooks, by its id; a second argument defines an exercise of your own.
 *
 * ```ts
 * await exercise("01-update-rule").check(update);
 * ```
 *
 * @param id notebook number and name, such as `01-update-rule`
 * @param task what to ask, when it is not one of the built-in exercises
 * @throws OptionError when there is no such exercise, or the task lacks a part
 */
export function exercise<Inputs extends unknown[], Result>(
  id: string,
  task?: Task<Inputs, Result>,
  ...none: []
): Exercise {
  checkNoOptions("exercise", none);
  if (typeof id !== "string" || !/^\d\d-[a-z0-9-]+$/.test(id))
    throw new OptionError({
      where: "exercise",
      required: "id must be a notebook's number and a name",
      got: typeof id === "string" ? id : shown(id),
      remedy: 'write it like "01-update-rule"',
    });
  if (task) return new Exercise(id, whole(task as unknown as Task));
  return new Exercise(id, tasks[checkOneOf("exercise", "exercise", id, neighbours(id))]);
}

/** The ids of the same notebook; of all notebooks, when it has none. */
function neighbours(id: string): string[] {
  const all = Object.keys(tasks);
  const same = all.filter((each) => each.slice(0, 2) === id.slice(0, 2));
  return same.length ? same : all;
}

/** One exercise: it compares answers with a reference on generated inputs. */
export class Exercise {
  constructor(
    readonly id: string,
    private readonly task: Task,
  ) {}

  /**
   * Judges a student's function on 30 inputs of growing size: half of them the same at every attempt, half new.
   * It never throws: a wrong answer, an exception or an endless loop is a verdict too.
   *
   * ```ts
   * await exercise("01-update-rule").check(update);
   * ```
   *
   * @param answer the function itself, not its result
   */
  async check(answer: Answer): Promise<Verdict> {
    const verdict = new Verdict({ id: this.id, ...judge(this.task, answer, this.inputs()) });
    record(this.id, this.task.title, verdict.status);
    return verdict;
  }

  private inputs(): never[][] {
    const known = new Random(0, this.id);
    const fresh = new Random(1 + attempts(this.id), this.id);
    return Array.from({ length: inputCount }, (_, index) =>
      this.task.inputs(index % 2 === 0 ? known : fresh, 1 + Math.floor(index / 5)),
    );
  }
}

function whole(task: Task): Task {
  for (const part of ["inputs", "reference"] as const)
    if (typeof task[part] !== "function")
      throw new OptionError({
        where: "exercise",
        required: `${part} must be a function`,
        got: typeof task[part],
        remedy: "see Task for the parts of an exercise",
      });
  return task;
}
