import { type Direction } from "../../src/core/index";
import { type Displayable, type DisplayOptions, displaySymbol, type MimeBundle } from "../../src/show/index";
import type { StudyView } from "../../src/tune/drivenStudy";
import { StudyProgress } from "../../src/tune/progress";
import { TickingProgress } from "../../src/tune/tickingProgress";
import { SearchProgress } from "../../src/tune/search/searchProgress";
import { newTrial } from "../../src/tune/store/store";
import { studyTable } from "../../src/tune/studyTable";
import type { TrialRecord } from "../../src/tune/trialRecord";

type Parts = Partial<TrialRecord>;

const view = (parts: Parts[], directions: Direction[] = ["minimize"]): StudyView => {
  const trials = parts.map((each, number) => ({ ...newTrial(), number, ...each }));
  const paretoFront = trials.filter(({ state }) => state === "complete");
  return { name: "mine", directions, trials, paretoFront } as unknown as StudyView;
};
const complete = (...values: number[]): Parts => ({
  state: "complete",
  values,
  params: { x: values[0] / 3 },
});

describe("a study as a table", () => {
  const table = (study: StudyView) => (studyTable(study)["text/plain"] as string).split("\n").map((line) => line.split(/ {2,}/)); // prettier-ignore

  test("has its complete trials, best first, and counts the others", () => {
    const parts: Parts[] = [
      { state: "failed" },
      complete(3),
      { ...complete(-1.23456), params: { x: null, kind: "a" } },
      { state: "waiting" },
      { state: "pruned" },
      { state: "running" },
      complete(2),
      { state: "failed" },
    ];
    expect(table(view(parts))).toEqual([
      ["mine: 3 complete, 1 pruned, 2 failed, 1 running, 1 waiting"],
      ["trial", "value (minimize)", "x", "kind"],
      ["2", "-1.235", "null", "a"],
      ["6", "2", "0.6667"],
      ["1", "3", "1"],
    ]);
    const upwards = table(view(parts, ["maximize"]));
    expect(upwards[1][1]).toBe("value (maximize)");
    expect(upwards.slice(2).map(([trial]) => trial)).toEqual(["1", "6", "2"]);
  });

  test("says that there are no trials, and of more than ten how many it shows", () => {
    expect(table(view([]))).toEqual([["mine: no trials"], ["trial", "value (minimize)"]]);
    const many = (count: number) => table(view(Array.from({ length: count }, (_, at) => complete(at))));
    expect([many(10).length, many(11).length]).toEqual([12, 13]);
    expect(many(11).at(-1)).toEqual(["10 of 11 trials, best first"]);
  });

  test("of several objectives is the Pareto front", () => {
    const parts = Array.from({ length: 12 }, (_, at) => complete(at, -at));
    const shown = table(view([...parts, { state: "failed" }], ["minimize", "maximize"]));
    expect(shown.slice(0, 3)).toEqual([
      ["mine: 12 complete, 1 failed"],
      ["trial", "value 1 (minimize)", "value 2 (maximize)", "x"],
      ["0", "0", "0", "0"],
    ]);
    expect(shown.at(-1)).toEqual(["10 of 12 trials, of the Pareto front"]);
    expect(shown).toHaveLength(13);
  });
});

interface Shown {
  text: string;
  html: string;
  options: DisplayOptions;
}

/** What a kernel is asked to show meanwhile. */
async function shownBy(work: () => Promise<unknown>): Promise<Shown[]> {
  const shown: Shown[] = [];
  const globals = globalThis as Record<symbol, unknown>;
  globals[displaySymbol] = async (value: Displayable, options: DisplayOptions) => {
    const bundle = value[displaySymbol]() as MimeBundle;
    shown.push({ options, text: bundle["text/plain"] as string, html: bundle["text/html"] as string });
  };
  try {
    await work();
    return shown;
  } finally {
    delete globals[displaySymbol];
  }
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe("a study's progress", () => {
  const lines = (shown: Shown[]) => shown.map(({ text }) => text);

  test("shows the trials that ended, the best, those that came to nothing, and the time that is left", async () => {
    const parts: Parts[] = [complete(4), { state: "running" }];
    const study = view(parts);
    const shown = await shownBy(async () => {
      const progress = new StudyProgress(study, { trials: 10, shown: true });
      Object.assign(study.trials[1], complete(2));
      jest.advanceTimersByTime(199);
      progress.update();
      jest.advanceTimersByTime(801);
      progress.update();
      (study.trials as TrialRecord[]).push({ ...newTrial(), number: 2, state: "pruned" }, { ...newTrial(), number: 3, state: "failed" }); // prettier-ignore
      study.stopped = "interrupted";
      jest.advanceTimersByTime(2000);
      await progress.end();
    });
    expect(lines(shown)).toEqual([
      "trial 2/10  best 2 (trial 1)  8.0 s left",
      "trial 4/10  best 2 (trial 1)  1 pruned  1 failed  4.0 s left",
      "trial 4/10  best 2 (trial 1)  1 pruned  1 failed  6.0 s left",
      "trial 4/10  best 2 (trial 1)  1 pruned  1 failed  3.0 s in all  stopped: interrupted",
    ]);
  });

  /** What stands in the end, or after so many seconds. */
  async function standing(
    study: StudyView,
    plan: { trials: number; timeoutSeconds?: number },
    seconds?: number,
  ) {
    const shown = await shownBy(async () => {
      const progress = new StudyProgress(study, { ...plan, shown: true });
      if (seconds === undefined) return progress.end();
      jest.advanceTimersByTime(1000 * seconds);
      await progress.end();
    });
    const share = (html: string) => Number(/value="(\d+)"/.exec(html)![1]);
    return shown.map(({ text, html }) => [text, share(html)]);
  }

  test("says how long it has been running where it cannot know what is left, and never more than is asked for", async () => {
    const three = view([complete(1), complete(2), complete(3)]);
    expect(await standing(three, { trials: 4 }, 2)).toEqual([
      ["trial 3/4  best 1 (trial 0)  1.0 s so far", 75],
      ["trial 3/4  best 1 (trial 0)  2.0 s so far", 75],
      ["trial 3/4  best 1 (trial 0)  2.0 s in all", 75],
    ]);
    expect(await standing(three, { trials: 2 })).toEqual([
      ["trial 3/3  best 1 (trial 0)  0.0 s in all", 100],
    ]);
    expect(await standing(view([]), { trials: 0 })).toEqual([["trial 0/0  0.0 s in all", 0]]);
  });

  test("counts the time where that is the limit", async () => {
    const one = view([complete(1)]);
    expect(await standing(one, { trials: Number.MAX_SAFE_INTEGER, timeoutSeconds: 4 }, 1)).toEqual([
      ["trial 1  best 1 (trial 0)  3.0 s left", 25],
      ["trial 1  best 1 (trial 0)  1.0 s in all", 25],
    ]);
    const late = await standing(one, { trials: 2, timeoutSeconds: 1 }, 2);
    expect(late[1]).toEqual(["trial 1/2  best 1 (trial 0)  0.0 s left", 100]);
    expect(late[0]).toEqual(["trial 1/2  best 1 (trial 0)  0.0 s left", 100]);
  });

  test("counts no attempt that was repeated, and the front of several objectives", async () => {
    const study = view([{ state: "failed" }, { ...complete(1, 2), retryOf: 0 }, complete(2, 1)], ["minimize", "minimize"]); // prettier-ignore
    expect(await standing(study, { trials: 4 })).toEqual([
      ["trial 2/4  Pareto front 2  1 failed  0.0 s in all", 50],
    ]);
  });
});

describe("a search's progress", () => {
  test("shows the candidates, the best score and the time that is left", async () => {
    const tried = [{ params: {}, scores: [0.5, 0.75], fitMs: [], rows: 9 }];
    let stopped: string | undefined;
    const shown = await shownBy(async () => {
      const progress = new SearchProgress(tried, { shown: true, stopped: () => stopped });
      progress.total = 4;
      jest.advanceTimersByTime(1000);
      tried.push({ params: {}, scores: [NaN], fitMs: [], rows: 9 });
      jest.advanceTimersByTime(1000);
      tried.splice(0);
      jest.advanceTimersByTime(1000);
      progress.total = 0;
      stopped = "interrupted";
      await progress.end();
    });
    expect(shown.map(({ text }) => text)).toEqual([
      "candidate 1/4  best score 0.625  3.0 s left",
      "candidate 2/4  best score 0.625  2.0 s left",
      "candidate 0/4  3.0 s so far",
      "candidate 0/0  3.0 s in all  stopped: interrupted",
    ]);
    expect(shown.map(({ html }) => /value="(\d+)"/.exec(html)![1])).toEqual(["25", "50", "0", "0"]);
  });

  test("says nothing of a stop that there was not", async () => {
    const shown = await shownBy(() =>
      new SearchProgress([], { shown: true, stopped: () => undefined }).end(),
    );
    expect(shown.map(({ text }) => text)).toEqual(["candidate 0/0  0.0 s in all"]);
  });
});

describe("what shows how far something is", () => {
  const standing = (done: boolean) => ({
    share: done ? 1 : 0.456,
    words: [done ? "all" : "<some> & more", "2"],
  });

  test("is one output of a notebook, which is replaced, at most five times a second and every second", async () => {
    const shown = await shownBy(async () => {
      const output = new TickingProgress(true, standing);
      output.update();
      jest.advanceTimersByTime(200);
      output.update();
      output.update();
      jest.advanceTimersByTime(199);
      output.update();
      jest.advanceTimersByTime(1601);
      await output.end();
      jest.advanceTimersByTime(5000);
    });
    expect(shown.map(({ text }) => text)).toEqual([
      "<some> & more  2",
      "<some> & more  2",
      "<some> & more  2",
      "all  2",
    ]);
    expect(shown.map(({ options }) => options.update)).toEqual([false, true, true, true]);
    expect(new Set(shown.map(({ options }) => options.displayId)).size).toBe(1);
    expect(shown[0].options.displayId).toMatch(/^tsdescent-progress-\d+-\d+$/);
    expect(shown[0].html).toBe(
      '<div style="max-width:52em;line-height:1.6;font-variant-numeric:tabular-nums">' +
        '<progress value="46" max="100" aria-label="tuning progress" style="width:100%;height:.8em;display:block;margin-bottom:.3em"></progress>' +
        '<span style="white-space:nowrap;margin-right:1.2em">&lt;some&gt; &amp; more</span> ' +
        '<span style="white-space:nowrap;margin-right:1.2em">2</span></div>',
    );
    const [other] = await shownBy(() => new TickingProgress(true, standing).end());
    expect(other.options.displayId).not.toBe(shown[0].options.displayId);
    expect(other.options.update).toBe(false);
  });

  /** What is written to standard output, which is a terminal so wide, or none. */
  async function written(columns: number | undefined, isTTY: boolean, work: () => Promise<void>) {
    const lines: string[] = [];
    const write = jest
      .spyOn(process.stdout, "write")
      .mockImplementation((text) => (lines.push(`${text}`), true));
    const log = jest.spyOn(console, "log").mockImplementation((text) => void lines.push(`${text}\n`));
    const before = [process.stdout.isTTY, process.stdout.columns] as const;
    Object.assign(process.stdout, { isTTY, columns });
    try {
      await work();
      return lines;
    } finally {
      Object.assign(process.stdout, { isTTY: before[0], columns: before[1] });
      write.mockRestore();
      log.mockRestore();
    }
  }
  const long = () => ({ share: 0, words: ["x".repeat(150)] });

  test("is one line of a terminal, which is written over, and no wider than that", async () => {
    const shownOn = (columns?: number) =>
      written(columns, true, async () => {
        const output = new TickingProgress(true, long);
        jest.advanceTimersByTime(1000);
        await output.end();
      });
    const line = (width: number) => `\r\x1b[2K${"x".repeat(width)}`;
    expect(await shownOn(20)).toEqual([line(19), `${line(19)}\n`]);
    expect(await shownOn()).toEqual([line(99), `${line(99)}\n`]);
  });

  test("is the last line of a file or a pipe", async () => {
    const shown = await written(20, false, async () => {
      const output = new TickingProgress(true, long);
      jest.advanceTimersByTime(3000);
      await output.end();
    });
    expect(shown).toEqual([`${"x".repeat(150)}\n`]);
  });

  test("is nothing where nobody wants it", async () => {
    const quiet = async () => {
      const output = new TickingProgress(false, long);
      jest.advanceTimersByTime(3000);
      output.update();
      await output.end();
    };
    expect(await written(20, true, quiet)).toEqual([]);
    expect(await shownBy(quiet)).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
