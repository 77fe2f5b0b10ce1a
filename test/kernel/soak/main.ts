// npm run soak -- --minutes 60 --seed 1: the same seed takes the same steps, whatever the machine does meanwhile.
import { parseArgs } from "node:util";
import { slopeOf, warm } from "./memory";
import { soak } from "./soak";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "60" }, seed: { type: "string" } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
console.log(`soak: --minutes ${values.minutes} --seed ${seed}`);

void soak(60 * Number(values.minutes), seed, console.log).then(({ failure, samples, ...rest }) => {
  console.log(JSON.stringify(rest));
  const parts = ["kernel", "compiler", "cells"] as const;
  const slopes = parts.map((part) => `${part} ${slopeOf(warm(samples), part).toFixed(1)}`);
  console.log(`MB for each 1000 steps, once warm: ${slopes.join(", ")}`);
  if (failure) console.error(failure);
  process.exit(failure ? 1 : 0);
});
