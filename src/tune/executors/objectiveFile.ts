import { OptionError, checkNoOptions } from "../../core/index";
import type { Objective } from "../trial";
import { bundleObjective, type ObjectiveCode } from "./bundleObjective";
import { loadObjective } from "./loadObjective";

/** An objective that lies in a file, and so can be sent to other processes. */
export interface ObjectiveInFile extends Objective {
  readonly code: ObjectiveCode;
}

/**
 * The objective that a file exports, as default or under the name `objective`: the same file runs in this process,
 * on {@link workers} and on {@link ray}.
 *
 * The file, TypeScript or JavaScript, is bundled with what it imports; `tsdescent` and `@tensorflow/…` are those of
 * whoever runs it. Data come by imports or by paths: what is computed outside the file is not there.
 *
 * ```ts
 * await study.optimize(objectiveFile("objective.ts"), { trials: 50, executor: workers({ count: 2 }) });
 * ```
 *
 * @param path from the folder of the process, as for `readFileSync`
 * @throws FileError when there is no such file, it does not compile, or exports no function
 */
export function objectiveFile(path: string, ...none: []): ObjectiveInFile {
  checkNoOptions("objectiveFile", none);
  const code = bundleObjective(path);
  let loaded: Promise<Objective> | undefined;
  const objective: Objective = async (trial) => (await (loaded ??= loadObjective(code)))(trial);
  return Object.assign(objective, { code });
}

/** The code of an objective that is to run in other processes; an error for a function of this one. */
export function codeOf(where: string, objective: Objective): ObjectiveCode {
  if ("code" in objective) return (objective as ObjectiveInFile).code;
  throw new OptionError({
    where,
    required: "objective must be a file, as a function does not reach other processes",
    got: `the function ${objective.name || "(trial) => …"}`,
    remedy: 'write it to a file with "export default" and give objectiveFile("objective.ts")',
  });
}
