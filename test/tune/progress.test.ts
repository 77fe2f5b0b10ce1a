import { setTimeout as wait } from "node:timers/promises";
import { type Displayable, type DisplayOptions, displaySymbol, type MimeBundle } from "../../src/show/index";
import { GridSearchCV, createStudy, float, tune } from "../../src/tune/index";
import { ridge } from "../../src/classic/index";

interface Shown {
  options: DisplayOptions;
  text: string;
  html: string;
}

/** What a kernel is asked to show while something runs, which may wait for the first of it. */
async function shownBy(work: (seen: Promise<void>) => Promise<unknown>): Promise<Shown[]> {
  const shown: Shown[] = [];
  let isSeen = () => {};
  const seen = new Promise<void>((resolve) => (isSeen = resolve));
  const globals = globalThis as Record<symbol, unknown>;
  globals[displaySymbol] = async (value: Displayable, options: DisplayOptions) => {
    const bundle = value[displaySymbol]() as MimeBundle;
    shown.push({ options, text: bundle["text/plain"] as string, html: bundle["text/html"] as string });
    isSeen();
  };
  try {
    await work(seen);
    return shown;
  } finally {
    delete globals[displaySymbol];
  }
}

const space = { x: float(0, 1) };

test("a study in a cell is one output that updates itself, with the best so far", async () => {
  const shown = await shownBy(() =>
    tune(({ params }) => wait(60).then(() => params.x), { space, trials: 12, seed: 1 }),
  );
  expect(shown.length).toBeGreaterThan(1);
  expect(new Set(shown.map(({ options }) => options.displayId)).size).toBe(1);
  expect(shown.map(({ options }) => options.update)).toEqual(shown.map((_, at) => at > 0));
  const { text, html } = shown.at(-1)!;
  expect(text).toMatch(/^trial 12\/12 {2}best 0\.\d+ \(trial \d+\) {2}[\d.]+ s in all$/);
  expect(html).toContain('<progress value="100" max="100" aria-label="tuning progress"');
  expect(shown[0].text).toMatch(/^trial \d+\/12 {2}best .* left$/);
});

test("trials are those of all runs: a study that is run again for fewer runs none, and counts no further than it has", async () => {
  const study = createStudy({ space, seed: 1 });
  await study.optimize(({ params }) => params.x, { trials: 3, progress: false });
  const shown = await shownBy(() => study.optimize(({ params }) => params.x, { trials: 2 }));
  expect(study.trials).toHaveLength(3);
  expect(shown.at(-1)!.text).toMatch(/^trial 3\/3 {2}best /);
  expect((await shownBy(() => study.optimize(() => 0, { trials: 5 }))).at(-1)!.text).toMatch(
    /^trial 5\/5 {2}/,
  );
  expect(study.trials).toHaveLength(5);
});

test("an attempt that was lost and repeated does not count", async () => {
  const study = createStudy({ space, seed: 1 });
  const lost = study.ask();
  study.lose(study.trials[lost.number], "its machine went");
  const shown = await shownBy(() => study.optimize(({ params }) => params.x, { trials: 2 }));
  expect(study.trials.map(({ state }) => state)).toEqual(["failed", "complete", "complete"]);
  expect(shown.at(-1)!.text).toMatch(/^trial 2\/2 {2}best /);
});

test("a study shows itself also while its first trial still runs", async () => {
  const shown = await shownBy((seen) => tune(() => seen.then(() => 1), { space, trials: 1 }));
  expect(shown[0].text).toMatch(/^trial 0\/1 {2}[\d.]+ s so far$/);
});

test("a search with cross-validation shows its candidates, and its best score", async () => {
  const x = Array.from({ length: 30 }, (_, row) => [row, (row * 7) % 5]);
  const search = GridSearchCV(ridge(), { alpha: [1, 10] }, { cv: 3 });
  const shown = await shownBy(() =>
    search.fit(
      x,
      x.map(([a]) => 2 * a),
    ),
  );
  expect(shown.at(-1)!.text).toMatch(/^candidate 2\/2 {2}best score (1|0\.9\d*) {2}[\d.]+ s in all$/);
});
