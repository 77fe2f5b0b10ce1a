// node run.mjs OBJECTIVE EXECUTOR SLOTS TRIALS: prints milliseconds a trial, once the first one is done.
import path from "node:path";
import { tune } from "../../../dist/src/index.js";

const [objective, executor, slots, trials] = process.argv.slice(2);
/** @type {Record<string, () => import("tsdescent").tune.ExecutorFactory>} */
const executors = {
  inProcess: () => tune.inProcess({ slots: Number(slots) }),
  workers: () => tune.workers({ count: Number(slots) }),
  ray: () => tune.ray({ workers: Number(slots) }),
};
let first = NaN;
const study = tune.createStudy({ seed: 1 });
await study.optimize(tune.objectiveFile(path.join(import.meta.dirname, objective)), {
  trials: Number(trials),
  executor: executors[executor](),
  progress: false,
  onTrial: () => void (first ||= performance.now()),
});
console.log((performance.now() - first) / (Number(trials) - 1));
