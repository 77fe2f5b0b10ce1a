import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { Choice } from "../../src/compile/choice";
import { compile } from "../../src/compile/index";
import type { Replay } from "../../src/compile/replay";
import { notRun } from "../../src/compile/report";
import type { Way } from "../../src/compile/way";

/** A recorded step of a hundred operations whose XLA program is compiled when the test says so. */
function recorded() {
  let finish = { compiled: () => {}, failed: () => {} };
  const warmedUp: string[] = [];
  const replay = {
    ...{ size: 100, together: 1, graph: { nodes: [], functions: [] } },
    warmUp: (way: string) => {
      warmedUp.push(way);
      return new Promise<void>((resolve, reject) => {
        finish = { compiled: resolve, failed: () => reject(new Error("no")) };
      });
    },
    drop: () => {},
    dropAllBut: () => {},
  } as unknown as Replay;
  const settle = async (how: "compiled" | "failed") => {
    finish[how]();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { replay, warmedUp, settle };
}

const millis: Record<Way, number> = { serial: 10, parallel: 12, xla: 4, eager: 90 };

/** A choice of which one step after the other is made, of so many; each takes what its way does. */
function fitOf(steps: number | undefined, times = millis) {
  const { replay, warmedUp, settle } = recorded();
  const report = { ...notRun };
  let made = 0;
  const left = () => (steps === undefined ? undefined : steps - made);
  const choice = new Choice(replay, { asked: { mode: "auto" }, eagerMs: times.eager, report, left });
  const ways: Way[] = [];
  const step = (count = 1) => {
    for (let each = 0; each < count; each++, made++) {
      let way = choice.next;
      if (choice.isBetterAside(way)) choice.compileAside(way as "xla");
      way = choice.next;
      ways.push(way);
      choice.note(way, times[way]);
    }
  };
  return { choice, report, ways, warmedUp, settle, step };
}

test("XLA is compiled beside the steps of a fit that is worth it, and takes over when it is ready and faster", async () => {
  const { choice, report, ways, warmedUp, settle, step } = fitOf(2000);
  step(100);
  expect([warmedUp, ways.includes("xla"), choice.settled]).toEqual([["xla"], false, undefined]);
  await settle("compiled");
  step(30);
  expect([choice.settled, warmedUp]).toEqual(["xla", ["xla"]]);
  expect(report.why).toMatch(/^xla is the fastest: 4\.00 ms against /);
});

test("the graph stays where XLA is slower, which runs it five times", async () => {
  const { choice, ways, settle, step } = fitOf(2000, { ...millis, xla: 50 });
  step(100);
  await settle("compiled");
  step(30);
  expect([choice.settled, ways.filter((way) => way === "xla").length]).toEqual(["serial", 5]);
});

test("the graph stays where XLA refuses", async () => {
  const { choice, ways, settle, step } = fitOf(2000);
  step(100);
  await settle("failed");
  step(10);
  expect([choice.settled, ways.includes("xla")]).toEqual(["serial", false]);
});

test.each([20, 200])("XLA is not tried in a fit of %d steps of 10 milliseconds, and why is said", (steps) => {
  const { choice, report, warmedUp, step } = fitOf(steps);
  step(Math.min(steps, 40));
  expect([warmedUp, choice.next]).toEqual([[], "serial"]);
  expect(report.why).toMatch(
    /^graph(, because| is the fastest: .*;) XLA would be compiled too late and was not tried$/,
  );
});

test("what a step takes decides, not how many there are", () => {
  const slow = fitOf(200, { serial: 100, parallel: 120, xla: 40, eager: 900 });
  slow.step(10);
  expect(slow.warmedUp).toEqual(["xla"]);
  const fast = fitOf(2000, { serial: 0.1, parallel: 0.2, xla: 0.01, eager: 9 });
  fast.step(10);
  expect(fast.warmedUp).toEqual([]);
});

test("where nobody knows how many steps there are, XLA is compiled when they have taken as long as its compiler would", () => {
  const { warmedUp, step } = fitOf(undefined);
  step(90);
  expect(warmedUp).toEqual([]);
  step(10);
  expect(warmedUp).toEqual(["xla"]);
});

test("a step that does something else is measured anew, XLA too", async () => {
  let deeper = false;
  const x = tf.ones([64, 64]);
  const step = compile(([given]) => [deeper ? given.matMul(given).tanh().sum() : given.matMul(given).sum()], {
    mode: "auto",
  });
  const settle = async () => {
    do {
      tf.dispose(await step.run([x]));
      await new Promise((resolve) => setImmediate(resolve));
    } while (step.report.measuring);
    return Object.keys(step.report.msPerStep).sort();
  };
  const all = ["eager", "graph", "xla"];
  expect(await settle()).toEqual(all);
  deeper = true;
  step.recheck();
  tf.dispose(await step.run([x]));
  tf.dispose(await step.run([x]));
  expect([step.report.measuring, step.report.msPerStep]).toEqual([true, {}]);
  expect(await settle()).toEqual(all);
  const [sum] = await step.run([x]);
  expect(sum.dataSync()[0]).toBe(64 * 64);
  tf.dispose(sum);
  step.dispose();
});
