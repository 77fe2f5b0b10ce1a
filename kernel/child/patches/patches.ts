import type { Project } from "../../protocol/project.js";
import { followPromises } from "../context/cellContext.js";
import type { ChildOutput } from "../context/childOutput.js";
import type { Questions } from "../context/questions.js";
import type { State } from "../context/sharedState.js";
import type { OwnModules } from "../modules/ownModules.js";
import type { SourceMaps } from "../modules/sourceMaps.js";
import { captureStreams } from "./captureStreams.js";
import { keepCompiledCode } from "./compileCache.js";
import { followEmitters } from "./followEmitters.js";
import { followPrograms } from "./followPrograms.js";
import { followTicks, followTimers } from "./followTimers.js";
import { followWorkers } from "./followWorkers.js";
import { loadOwnModules } from "./loadOwnModules.js";
import { resolveLikeTypeScript, resolveListedPackages } from "./resolve.js";
import { writeStacks } from "./stacks.js";
import { readFromNotebook } from "./standardInput.js";
import { stopInJson } from "./stopInJson.js";

/** What the patches need of the child. */
export interface PatchedWith {
  project: Project;
  state: State;
  output: ChildOutput;
  questions: Questions;
  maps: SourceMaps;
  modules: OwnModules;
}

/** One change of Node: what of it, and how. */
export interface Patch {
  changes: readonly string[];
  apply(parts: PatchedWith): void;
}

/** All that this kernel changes of Node where cells run, in the order in which it is done. */
export const patches: readonly Patch[] = [
  { changes: ["Module.prototype._compile"], apply: ({ project }) => keepCompiledCode(project.cache) },
  { changes: ["v8.promiseHooks"], apply: () => followPromises() },
  { changes: ["JSON.parse"], apply: ({ state }) => stopInJson(state) },
  {
    changes: ["timers", "timers/promises", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
    apply: () => followTimers(),
  },
  { changes: ["process.nextTick"], apply: () => followTicks() },
  { changes: ["EventEmitter.init", "EventEmitter.prototype.emit"], apply: () => followEmitters() },
  {
    changes: ["ChildProcess.prototype.spawn", "spawnSync", "execSync", "execFileSync"],
    apply: ({ state }) => followPrograms(state),
  },
  { changes: ['process.on("worker")'], apply: () => followWorkers() },
  { changes: ["process.stdout", "process.stderr"], apply: ({ output }) => captureStreams(output) },
  {
    changes: ["process.stdin", "readline.createInterface", "readline.Interface"],
    apply: ({ questions, state }) => readFromNotebook(questions, state),
  },
  { changes: ["Module._resolveFilename"], apply: ({ project }) => resolveListedPackages(project) },
  { changes: ["Error.prepareStackTrace", "Error.stackTraceLimit"], apply: ({ maps }) => writeStacks(maps) },
  { changes: ["Module._extensions"], apply: ({ modules }) => loadOwnModules(modules) },
  {
    changes: ["Module._resolveFilename"],
    apply: ({ modules }) => resolveLikeTypeScript(() => modules.options.paths),
  },
];

/** Changes Node for the cells that are to run. */
export function patchNode(parts: PatchedWith): void {
  for (const { apply } of patches) apply(parts);
}
