import { LiveChart, StepMeans, sparkline } from "../../src/callbacks/live/liveChart";
import { displaySymbol, type MimeBundle } from "../../src/show/index";
import { midInk, palette } from "../../src/plot/theme/colours";
import { History } from "../../src/train/history";
import type { Run } from "../../src/train/index";

test.each([
  [[], ""],
  [[1], "▁"],
  [[5, 5, 5], "▁▁▁"],
  [[0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
  [[7, 0], "█▁"],
  // In the middle between two blocks it is the higher one.
  [[-1, 0, 1], "▁▅█"],
  [[1e-9, 3e-9, 2e-9], "▁█▅"],
  [[0, NaN, 7, Infinity, -Infinity], "▁ █  "],
  [[NaN, NaN], "  "],
])("%j as blocks reads %s", (values, expected) => {
  expect(sparkline(values)).toBe(expected);
});

test("a long run of numbers is shown by the last of each stretch", () => {
  const rising = Array.from({ length: 16 }, (_, at) => at);
  expect(sparkline(rising, 4)).toBe("▂▄▆█");
  expect(sparkline(rising, 8)).toBe("▁▂▃▄▅▆▇█");
  // Stretches of 2, 3, 2 and 3.
  expect(sparkline([0, 1, 0, 0, 5, 0, 3, 0, 0, 7], 4)).toBe("▂▆▄█");
  expect(sparkline(Array(1000).fill(1))).toBe("▁".repeat(24));
});

test("means are of ever longer stretches, so that there are never more than there is room for", () => {
  const means = new StepMeans(4);
  const seen: [number, number[]][] = [];
  for (let value = 1; value <= 9; value++) {
    means.push(value);
    seen.push([means.stretch, means.means]);
  }
  expect(seen).toEqual([
    [1, [1]],
    [1, [1, 2]],
    [1, [1, 2, 3]],
    [2, [1.5, 3.5]],
    [2, [1.5, 3.5]],
    [2, [1.5, 3.5, 5.5]],
    [2, [1.5, 3.5, 5.5]],
    [4, [2.5, 6.5]],
    [4, [2.5, 6.5]],
  ]);
});

/** A run of so many epochs of four steps, whose losses go 8, 7, 6 …. */
function runOf({
  epochs,
  steps,
  known = true,
  logs = true,
}: {
  epochs: number;
  steps: number;
  known?: boolean;
  logs?: boolean;
}) {
  const history = new History();
  for (let epoch = 0; epoch < epochs; epoch++)
    history.add(epoch, logs ? { loss: 8 - epoch, val_loss: 9 - epoch, acc: epoch / 8 } : {}, 0.1);
  history.stepLoss = Array.from({ length: steps }, (_, at) => 8 - at);
  const run = {
    history,
    stepsPerEpoch: known ? 4 : undefined,
    epochs: 20,
    epoch: epochs,
    step: steps,
    batch: steps - 4 * epochs,
  };
  return run as unknown as Run;
}

interface Chart {
  id: string;
  metric: string;
  width: number;
  height: number;
  xLabel: string;
  lines: { name: string; points: [number, number | null][] }[];
}

function shown(chart: LiveChart, run: Run) {
  const bundle = chart.shown(run)[displaySymbol]() as MimeBundle;
  const html = String(bundle["text/html"]);
  const data = JSON.parse(/tsdescentLive\((.*)\)<\/script>$/.exec(html)![1]) as Chart;
  return { html, data, text: bundle["text/plain"], types: Object.keys(bundle) };
}

function fed(metric: string, run: Run, from = 1): LiveChart {
  const chart = new LiveChart("some-id", metric);
  run.history.stepLoss.forEach((loss, at) => chart.step(loss, { ...run, step: from + at } as unknown as Run));
  return chart;
}

test("a live chart has the steps' losses in between, and those of the epochs at their ends", () => {
  const run = runOf({ epochs: 2, steps: 10 });
  const { data, text, types } = shown(fed("loss", run), run);
  expect(data).toEqual({
    id: "some-id",
    metric: "loss",
    width: 560,
    height: 260,
    xLabel: "epoch",
    lines: [
      {
        name: "each step",
        colour: midInk,
        dash: [],
        dots: false,
        points: Array.from({ length: 10 }, (_, at) => [0.125 + at / 4, 8 - at]),
      },
      {
        name: "training",
        colour: palette[0],
        dash: [],
        dots: true,
        points: [
          [1, 8],
          [2, 7],
        ],
      },
      {
        name: "validation",
        colour: palette[1],
        dash: [6, 3],
        dots: true,
        points: [
          [1, 9],
          [2, 8],
        ],
      },
    ],
  });
  expect(text).toBe("epoch 3/20  loss 7  val_loss 8  █▁");
  expect(types).toEqual(["text/html", "text/plain"]);
});

test("its page names the lines by their colours, and makes plain what is code to a browser", () => {
  const run = runOf({ epochs: 2, steps: 10 });
  const { html } = shown(fed("loss", run), run);
  const name = (colour: string, mark: string, text: string) =>
    `<span style="color:${colour}">${mark}</span>&nbsp;${text}`;
  const names = [
    name(midInk, "━", "each step"),
    name(palette[0], "━", "training"),
    name(palette[1], "╍", "validation"),
  ];
  const line = "epoch 3/20  loss 7  val_loss 8  █▁";
  expect(html.split("<script>")[0]).toBe(
    `<figure role="img" aria-label="${line}" style="margin:0">` +
      `<figcaption>loss&emsp;${names.join("&emsp;")}</figcaption>` +
      `<div data-live="some-id" style="min-height:260px">${line}</div></figure>`,
  );
  const odd = runOf({ epochs: 1, steps: 4 });
  odd.history.history['a<b&"c'] = [1];
  const page = shown(fed('a<b&"c', odd), odd);
  expect(page.html.split("<script>")[0]).toContain('aria-label="epoch 2/20  a&lt;b&amp;&quot;c 1  ▁"');
  expect(page.html.split("<script>")[0]).toContain("<figcaption>a&lt;b&amp;&quot;c&emsp;");
  // No text of the page may end its script.
  expect(page.html.split("<script>")[1]).toContain('"metric":"a\\u003cb&\\"c"');
  expect(page.data.metric).toBe('a<b&"c');
  // The script is sent without the spaces that begin its lines.
  expect(page.html).not.toMatch(/\n[ \t]/);
});

test("of another metric there are no steps, and of one that is not there yet no lines", () => {
  const run = runOf({ epochs: 3, steps: 12 });
  const { data, text } = shown(fed("acc", run), run);
  expect(data.lines.map(({ name, points }) => [name, points])).toEqual([
    [
      "training",
      [
        [1, 0],
        [2, 0.125],
        [3, 0.25],
      ],
    ],
  ]);
  expect(text).toBe("epoch 4/20  acc 0.25  ▁▅█");
  const early = runOf({ epochs: 0, steps: 3 });
  const before = shown(fed("acc", early), early);
  expect(before.data.lines).toEqual([]);
  expect(before.text).toBe("epoch 1/20  loss 6  █▅▁");
  const none = runOf({ epochs: 0, steps: 0 });
  expect(new LiveChart("none", "loss").line(none)).toBe("epoch 1/20  loss NaN  ");
  expect(new LiveChart("none", "loss").line(runOf({ epochs: 20, steps: 80 }))).toBe(
    "epoch 20/20  loss -11  val_loss -10  ".concat(sparkline(Array.from({ length: 20 }, (_, at) => 9 - at))),
  );
});

test("where nobody knows how many steps an epoch has, they are those of the epochs so far", () => {
  const steps = runOf({ epochs: 0, steps: 3, known: false });
  const first = shown(fed("loss", steps), steps).data;
  expect([first.xLabel, first.lines[0].points.map(([x]) => x)]).toEqual(["step", [0.5, 1.5, 2.5]]);
  const run = runOf({ epochs: 2, steps: 10, known: false });
  const later = shown(fed("loss", run), run).data;
  expect([later.xLabel, later.lines[0].points.map(([x]) => x)]).toEqual([
    "epoch",
    Array.from({ length: 10 }, (_, at) => 0.125 + at / 4),
  ]);
});

test("a run that goes on from another begins at its step, and what is not finite is a gap", () => {
  const run = runOf({ epochs: 2, steps: 3 });
  run.history.stepLoss = [NaN, 1.23456789, Infinity];
  const { data } = shown(fed("loss", run, 9), run);
  expect(data.lines[0].points).toEqual([
    [2.125, null],
    [2.375, 1.235],
    [2.625, null],
  ]);
});

test("a long run has means of many steps, and few points without dots", () => {
  const run = runOf({ epochs: 41, steps: 0 });
  run.history.stepLoss = Array.from({ length: 300 }, (_, at) => at);
  const { data } = shown(fed("loss", run), run);
  const [steps, training] = data.lines as (Chart["lines"][0] & { dots: boolean })[];
  expect(steps.name).toBe("mean of 2 steps");
  expect(steps.points).toHaveLength(150);
  expect(steps.points[149]).toEqual([74.75, 298.5]);
  expect([training.dots, training.points.length]).toEqual([false, 41]);
  const forty = runOf({ epochs: 40, steps: 0 });
  expect(shown(fed("loss", forty), forty).data.lines[1]).toMatchObject({ dots: true });
});
