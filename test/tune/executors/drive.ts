// A study in a process of its own, to be killed: prints the pids of its workers, then runs on.
import { join } from "node:path";
import { createStudy, objectiveFile, ray, workers } from "../../../src/tune/index";

const objective = objectiveFile(join(__dirname, "../objectives/endless.ts"));
const executor = process.argv[2] === "ray" ? ray({ workers: 2 }) : workers({ count: 2 });
const study = createStudy({ fixed: { x: 0.1 } });
void study.optimize(objective, { trials: 2, executor, progress: false });
const timer = setInterval(() => {
  const pids = study.trials.map(({ notes }) => notes.process).filter(Boolean);
  if (pids.length < 2) return;
  console.log(JSON.stringify(pids));
  clearInterval(timer);
}, 20);
