// For small x it never ends, nor gives way.
import type { tune } from "tsdescent";

export default function objective(trial: tune.Trial): number {
  const x = trial.suggestFloat("x", 0, 1);
  trial.note("process", process.pid);
  while (x < 0.5);
  return x;
}
