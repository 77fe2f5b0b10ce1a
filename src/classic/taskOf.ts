import { checkObject, checkOneOf } from "../core/index";
import type { Task } from "../nn/index";

/**
 * Which of the two an estimator that does both is made for, and the options that are left for it.
 *
 * @throws OptionError `kNeighbors: options must be one object, got 5; known: task`
 * @internal
 */
export function taskOf<T extends object>(
  where: string,
  options: (T & { task?: Task }) | undefined,
): { task: Task; rest: T } {
  checkObject(where, options, ["task"]);
  const { task = "classification", ...rest } = options ?? {};
  checkOneOf(where, "task", task, ["classification", "regression"]);
  return { task, rest: rest as T };
}
