// Counts in slow steps and saves where it is; what it comes to shows every step that was done.
import type { tune } from "tsdescent";

const steps = 12;

export default async function objective(trial: tune.Trial): Promise<number> {
  const x = trial.suggestFloat("x", 0, 1);
  let { step, sum } = (trial.checkpoint ?? { step: 0, sum: 0 }) as { step: number; sum: number };
  trial.note("process", process.pid);
  trial.note("began", step);
  while (step < steps) {
    sum += x / ++step;
    trial.save({ step, sum });
    await trial.report(step, sum);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return sum;
}
