import { displaySymbol } from "../../src/show/index";
import { History } from "../../src/train/history";

function historyOf(logs: Record<string, (number | undefined)[]>, parts: Partial<History> = {}): History {
  const { length } = Object.values(logs)[0];
  const epoch = Array.from({ length }, (_, at) => at);
  return new History({ epoch, history: logs as Record<string, number[]>, ...parts });
}

test("begins with nothing, and takes over what it is given", () => {
  expect(new History().toJSON()).toEqual({
    ...{ epoch: [], history: {}, stepLoss: [], learningRate: [] },
    ...{ seconds: 0, stopped: undefined, modes: {} },
  });
  const parts = { epoch: [3], history: { loss: [1] }, seconds: 2, stopped: "enough", modes: {} };
  expect(new History(parts).toJSON()).toEqual({ stepLoss: [], learningRate: [], ...parts });
  expect(new History().compiled.mode).toBe("eager");
});

test("adds epochs, log by log, and knows the last of each", () => {
  const history = new History();
  history.add(0, { loss: 2, accuracy: 0.5 }, 0.1);
  history.add(1, { loss: 1, accuracy: 0.75 }, 0.05);
  expect(history.toJSON()).toMatchObject({
    epoch: [0, 1],
    learningRate: [0.1, 0.05],
    history: { loss: [2, 1], accuracy: [0.5, 0.75] },
  });
  expect(history.last).toEqual({ loss: 1, accuracy: 0.75 });
  expect(new History().last).toEqual({});
});

test("the best epoch is the first of equals, by the metric's mode, the field's name, or what is told", () => {
  const values = [3, NaN, 1, 5, 1, 5];
  const history = historyOf({ loss: values, accuracy: values, zeal: values }, { modes: { zeal: "max" } });
  expect([history.best("loss"), history.best("accuracy"), history.best("zeal")]).toEqual([2, 3, 3]);
  expect([history.best("loss", "max"), history.best("zeal", "min")]).toEqual([3, 2]);
  // Numbers of epochs, which need not begin with 0.
  expect(new History({ epoch: [7, 8], history: { loss: [2, 1] } }).best("loss")).toBe(8);
  for (const mode of ["minimum", "maxx"] as never[])
    expect(() => history.best("loss", mode)).toThrow(`history.best: unknown mode "${String(mode)}"`);
  expect(historyOf({ val_zeal: values }, { modes: { zeal: "max" } }).best("val_zeal")).toBe(3);
});

test.each<[History, log: string, message: string]>([
  [historyOf({ loss: [1], accuracy: [2] }), "acc", 'history.best: no "acc" in logs (found loss, accuracy)'],
  [new History(), "loss", 'history.best: no "loss" in logs (found nothing)'],
  [historyOf({ loss: [NaN, Infinity] }), "loss", "history.best: loss must have a finite value, got none"],
])("what has no best says so %#", (history, log, message) => {
  expect(() => history.best(log)).toThrow(new RangeError(message));
});

test("where nobody knows which way is better, it asks", () => {
  expect(() => historyOf({ zeal: [1] }).best("zeal")).toThrow(
    /^history\.best: .*"zeal".*; give the mode: history\.best\("zeal", "min"\) or "max"$/,
  );
});

const textOf = (history: History) => history[displaySymbol]()["text/plain"] as string;
const epochsShown = (history: History) =>
  textOf(history)
    .split("\n")
    .flatMap((line) => /^\s*(\d+)\s+\d/.exec(line)?.[1] ?? [])
    .map(Number);

test("shows a title, a row for each of at most eight epochs, from the first to the last, and why it ended", () => {
  const logs = { loss: [1, 0.123456], val_loss: [2, 3] };
  const history = historyOf(logs, { stepLoss: [1, 1, 1], seconds: 1.23456, stopped: "enough" });
  const text = textOf(history);
  expect(text).toContain("2 epochs, 3 steps in 1.235 s");
  expect(text).toMatch(/epoch\s+loss\s+val_loss/);
  expect(text).toMatch(/\b1\s+1\s+2\n/);
  expect(text).toMatch(/\b2\s+0\.1235\s+3\n/);
  expect(text).toContain("stopped: enough");
  const one = textOf(historyOf({ loss: [1] }, { stepLoss: [1] }));
  expect(one).toContain("1 epoch, 1 steps in 0 s");
  expect(one).not.toContain("stopped");
});

test.each([
  [1, [1]],
  [8, [1, 2, 3, 4, 5, 6, 7, 8]],
  [9, [1, 2, 3, 4, 6, 7, 8, 9]],
  [15, [1, 3, 5, 7, 9, 11, 13, 15]],
  [100, [1, 15, 29, 43, 58, 72, 86, 100]],
])("of %d epochs it shows %j", (length, shown) => {
  expect(epochsShown(historyOf({ loss: new Array<number>(length).fill(1) }))).toEqual(shown);
});

test("a log that lacks an epoch leaves its cell empty", () => {
  expect(textOf(historyOf({ loss: [1, 2], late: [7] }))).toMatch(/\b2\s+2\s*(\n|$)/);
});
