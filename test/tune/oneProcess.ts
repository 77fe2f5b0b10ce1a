// A process of its own that works on a stored study: node … oneProcess.ts FILE TRIALS [what]
import { readdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { createStudy, float, random, tune } from "../../src/tune/index";

const [, , storage, trials, what] = process.argv;
const space = { x: float(-1, 1), y: float(-1, 1) };

async function main(): Promise<void> {
  if (what === "hang") return hang();
  if (what === "together") await untilTwoAreReady();
  await tune(
    async (trial) => {
      await new Promise((resolve) => setTimeout(resolve, 3));
      await trial.report(0, trial.params.x);
      return trial.params.x ** 2;
    },
    { space, sampler: random(), storage, trials: Number(trials), progress: false, seed: 5 },
  );
  console.log("done");
}

/** Waits for another process, so that neither has made all trials before the other begins. */
async function untilTwoAreReady(): Promise<void> {
  writeFileSync(`${storage}.${process.pid}.ready`, "");
  const ready = () => readdirSync(dirname(storage)).filter((name) => name.endsWith(".ready")).length;
  while (ready() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Reports once, says so, and waits to be killed in the middle of its third trial. */
async function hang(): Promise<void> {
  const study = createStudy({ space, storage, seed: 5 });
  study.tell(study.ask(), 1);
  study.tell(study.ask(), 2);
  const trial = study.ask();
  await trial.report(0, 0.5);
  trial.save({ epoch: 7 });
  console.log(`running ${JSON.stringify(trial.params)}`);
  setInterval(() => {}, 1000);
}

void main();
