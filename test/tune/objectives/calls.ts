// Uses every part of a trial.
import type { tune } from "tsdescent";

export default async function objective(trial: tune.Trial): Promise<number> {
  const kind = trial.suggestCategorical("kind", ["near", "far"]);
  const x = trial.suggestFloat("x", -1, 1);
  const n = trial.suggestInt("n", 1, kind === "near" ? 3 : 9);
  for (let step = 0; step < n; step++) {
    await trial.report(step, x * x * (n - step));
    if (trial.shouldPrune()) trial.prune();
  }
  trial.constrain("above", -x);
  trial.note("seen", { kind, nothing: null, list: [x, n] });
  return x * x;
}
