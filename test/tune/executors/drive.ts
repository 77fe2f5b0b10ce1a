// A study in a process of its own, to be killed: prints the pids of its workers, then runs on.
import { join } from "node:path";
import { createStudy, objectiveFile, workers } from "../../../src/tune/index";

const objective = objectiveFile(join(__dirname, "../objectives/endless.ts"));
const study = createStudy({ fixed: { x: 0.1 } });
void study.optimize(objective, { trials: 2, executor: workers({ count: 2 }), progress: false });
const timer = setInterval(() => {
  const pids = study.trials.map(({ notes }) => notes.process).filter(Boolean);
  if (pids.length < 2) return;
  console.log(JSON.stringify(pids));
  clearInterval(timer);
}, 20);
