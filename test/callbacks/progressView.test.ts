import { standingOf, type ProgressState } from "../../src/callbacks/progressView";
import { duration } from "../../src/show/index";
import * as view from "../../src/show/progressView";

const progressLine = (state: ProgressState, width?: number) => view.progressLine(standingOf(state), width);
const progressHtml = (state: ProgressState) => view.progressHtml(standingOf(state), "training progress");

const state: ProgressState = {
  epoch: 3,
  epochs: 20,
  batch: 12,
  batches: 45,
  share: 0.125,
  loss: 0.21344,
  rate: 0.001,
  samplesPerSecond: 4210.4,
  seconds: 75,
  secondsLeft: 8,
  logs: { loss: 0.5, val_loss: 0.31, mae: 2 },
  done: false,
};
const whole =
  "epoch 3/20  batch 12/45  loss 0.2134  val_loss 0.31  mae 2  rate 0.001  4210 samples/s  8.0 s left";

test.each<[string, Partial<ProgressState>, string]>([
  ["all that is known", {}, whole],
  ["batches that nobody has counted", { batches: undefined }, whole.replace("12/45", "12")],
  ["no time left that is known", { secondsLeft: undefined }, whole.replace("  8.0 s left", "")],
  ["the end", { done: true }, whole.replace("  batch 12/45", "").replace("8.0 s left", "1 min 15 s in all")],
  ["why it stopped", { stopped: "enough" }, `${whole}  stopped: enough`],
  ["no number", { loss: NaN }, whole.replace("0.2134", "NaN")],
  ["no logs yet", { logs: {} }, whole.replace("  val_loss 0.31  mae 2", "")],
  ["a fraction of a sample", { samplesPerSecond: 0.5 }, whole.replace("4210", "1")],
])("a line of progress says %s", (_, changed, expected) => {
  expect(progressLine({ ...state, ...changed })).toBe(expected);
});

test("a line goes without logs first, then the rate, then the speed, and no sooner than it must", () => {
  const without = (...parts: string[]) => parts.reduce((line, part) => line.replace(part, ""), whole);
  const less = ["  val_loss 0.31  mae 2", "  rate 0.001", "  4210 samples/s"];
  const lines = [0, 1, 2, 3].map((count) => without(...less.slice(0, count)));
  for (const line of lines) expect(progressLine(state, line.length)).toBe(line);
  for (const [at, line] of lines.slice(1).entries())
    expect(progressLine(state, lines[at].length - 1)).toBe(line);
  expect(progressLine(state, 1)).toBe(lines[3]);
});

test("in a notebook it is a bar and the same words, with what is code to a browser made plain", () => {
  const span = (text: string) => `<span style="white-space:nowrap;margin-right:1.2em">${text}</span>`;
  const words = [...whole.split("  "), "stopped: a &lt;b&gt; &amp; c"].map(span).join(" ");
  const frame = (bar: string) =>
    `<div style="max-width:52em;line-height:1.6;font-variant-numeric:tabular-nums">${bar}${words}</div>`;
  const bar = (percent: number) =>
    `<progress value="${percent}" max="100" aria-label="training progress" style="width:100%;height:.8em;display:block;margin-bottom:.3em"></progress>`;
  const html = (share?: number) => progressHtml({ ...state, share, stopped: "a <b> & c" });
  expect(html()).toBe(frame(""));
  expect(html(0)).toBe(frame(bar(0)));
  expect(html(0.125)).toBe(frame(bar(13)));
  expect(html(0.994)).toBe(frame(bar(99)));
  expect(html(1)).toBe(frame(bar(100)));
  expect(html(1.5)).toBe(frame(bar(100)));
});

test.each([
  [0, "0.0 s"],
  [9.94, "9.9 s"],
  [9.96, "10.0 s"],
  [10, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min 0 s"],
  [125, "2 min 5 s"],
  [3599.4, "59 min 59 s"],
  [3600, "1 h 0 min"],
  [3659, "1 h 0 min"],
  [3660, "1 h 1 min"],
  [11_520, "3 h 12 min"],
  [90_000, "25 h 0 min"],
])("%d seconds read %s", (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});
