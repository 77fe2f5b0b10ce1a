import { describe, expect, it } from "@jest/globals";
import { draws } from "../someOf";
import { soak } from "./soak/soak";

/**
 * Half a minute, half of that where slow cases are drawn; a minute in CI, with steps that are always the same.
 * TSDESCENT_SOAK_SECONDS=300 is five minutes; `npm run soak -- --minutes 60 --seed 1` does the same by hand.
 */
const seconds = Number(process.env.TSDESCENT_SOAK_SECONDS ?? (process.env.CI ? 60 : draws() ? 15 : 30));
const seed = process.env.CI ? 20260101 : Date.now() % 1_000_000_000;

describe("Any sequence of cells, interrupts, completions, restarts and deaths", () => {
  it(`from seed ${seed} on leaves the kernel answering, and names, values and types as a model has them`, async () => {
    const said: string[] = [];
    const { failure, steps } = await soak(seconds, seed, (line) => said.push(line));
    expect(failure).toBeUndefined();
    expect(steps).toBeGreaterThan(0);
  }, 3_600_000);
});
