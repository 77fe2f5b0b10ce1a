import * as tune from "../../src/tune/index";

const { float, int, categorical } = tune;
const space = {
  rate: float(1e-4, 1, { log: true }),
  x: float(-2, 3),
  n: int(1, 9),
  kind: categorical(["a", "b", "c"]),
};
const finite = { x: float(0, 1, { step: 0.25 }), kind: categorical(["a", "b", "c"]) };

const samplers: Record<string, tune.Sampler> = {
  cmaEs: tune.cmaEs(),
  forest: tune.forest({ startupTrials: 6 }),
  gp: tune.gp({ startupTrials: 6 }),
  grid: tune.grid(),
  quasiRandom: tune.quasiRandom(),
  random: tune.random(),
  tpe: tune.tpe({ startupTrials: 6 }),
};

interface Params {
  rate?: number;
  x: number;
  n?: number;
  kind: string;
}

/** Lowest at rate 0.01, x = 1, n = 4, kind "b". */
function score({ rate = 0.01, x, n = 4, kind }: Params): number {
  return Math.log10(rate / 0.01) ** 2 + (x - 1) ** 2 + 0.1 * (n - 4) ** 2 + (kind === "b" ? 0 : 1);
}

/** What each sampler proposes, told the values of a bowl, a failure, a pruned trial and a broken constraint. */
export function recordedNow(): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(samplers).map(([name, sampler]) => {
      const study = tune.createStudy({ space: name === "grid" ? finite : space, sampler, seed: 5 });
      for (let number = 0; number < 15; number++) {
        const trial = study.ask();
        const value = score(trial.params as unknown as Params);
        if (number === 3) study.tell(trial, { error: "no luck" });
        else if (number === 7) {
          void trial.report(1, value);
          study.tell(trial, { pruned: true });
        } else if (number === 9) study.tell(trial, { values: [value], constraints: { c: 1 } });
        else study.tell(trial, value);
      }
      return [name, study.trials.map(({ params }) => params)];
    }),
  );
}
