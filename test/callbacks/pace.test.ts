import { Pace } from "../../src/callbacks/pace";

/** How often something that takes a while is shown in a fit of so many seconds, and how much of it that is. */
async function paced({ everyMs, costMs, seconds }: { everyMs: number; costMs: number; seconds: number }) {
  let now = 0;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  const pace = new Pace(everyMs);
  const shownMs: number[] = [];
  for (; now < 1000 * seconds; now += 1)
    if (pace.isDue)
      await pace.take(async () => {
        shownMs.push(now);
        now += costMs;
      });
  clock.mockRestore();
  const gaps = shownMs.slice(1).map((ms, at) => ms - shownMs[at]);
  return {
    shown: shownMs.length,
    share: (shownMs.length * costMs) / (1000 * seconds),
    least: Math.min(...gaps),
  };
}

test("what is cheap to show is shown as often as was asked for", async () => {
  expect(await paced({ everyMs: 100, costMs: 1, seconds: 60 })).toMatchObject({ shown: 600, least: 100 });
});

test("what is dear to show takes 2 % of the time, and a tenth of a second more", async () => {
  for (const costMs of [5, 20, 80, 500]) {
    const { share, shown, least } = await paced({ everyMs: 100, costMs, seconds: 300 });
    expect(shown).toBeGreaterThan(10);
    expect(share).toBeLessThanOrEqual(0.02 + (100 + costMs) / 300_000);
    expect(least).toBeGreaterThanOrEqual(100);
  }
});

test("to the millisecond: the first showing may cost 100 ms and 2 % of the time that has gone by", async () => {
  let now = 5000;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  for (const [costMs, isDue] of [
    [102, true],
    [103, false],
  ] as const) {
    const pace = new Pace(100);
    await pace.take(async () => void (now += costMs));
    expect(pace.isDue).toBe(isDue);
    now += 48;
    expect(pace.isDue).toBe(true);
  }
  clock.mockRestore();
});

test("with 0 ms it is always time", async () => {
  expect((await paced({ everyMs: 0, costMs: 50, seconds: 1 })).shown).toBe(20);
});
