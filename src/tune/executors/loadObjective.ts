import Module, { createRequire } from "node:module";
import { basename } from "node:path";
import { FileError, packageModules } from "../../core/index";
import type * as preload from "../../backend/preload";
import type { Objective } from "../trial";
import type { ObjectiveCode } from "./bundleObjective";

interface Internals extends NodeJS.Module {
  _compile(code: string, filename: string): void;
}

/**
 * The function that an objective's file exports: its default export, or the one called `objective`.
 *
 * @throws FileError `objectiveFile: objective.ts must export a function as default or as "objective", got score`
 */
export async function loadObjective({ file, code, usesLibrary }: ObjectiveCode): Promise<Objective> {
  // TensorFlow takes a second to load, which objectives without it need not wait for.
  if (usesLibrary) await (createRequire(__filename)("../../backend/preload") as typeof preload).ready;
  const module = new Module(file) as Internals;
  module.filename = file;
  module.paths = packageModules();
  module._compile(code, `${file}.bundle.cjs`);
  return objectiveIn(file, module.exports);
}

function objectiveIn(file: string, exports: unknown): Objective {
  const exported = (typeof exports === "function" ? { default: exports } : exports) as Record<
    string,
    unknown
  >;
  const objective = exported.default ?? exported.objective;
  if (typeof objective === "function") return objective as Objective;
  const required = `${basename(file)} must export a function as default or as "objective"`;
  const got = Object.keys(exported).join(", ") || "no exports";
  throw new FileError({ where: "objectiveFile", required, got });
}
