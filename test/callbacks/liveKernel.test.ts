import { TestKernel, type Execution, type Reply } from "../kernel/testKernel";

const setUp = `
import * as d from "tsdescent";
import * as tf from "@tensorflow/tfjs-node";
const { train, validation } = d.data.split(d.data.digits(), { validation: 0.2, test: 0 });
const model = d.nn.mlp({ inputs: 64, hidden: [32], outputs: 10 });
const { liveFigure, progress } = d.callbacks;
await d.fit(model, train, { epochs: 1 });
const stopAfter = (ms: number) => {
  const from = performance.now();
  return { onBatchEnd: (_: number, __: unknown, run: { stop(reason: string): void }) => void (performance.now() - from > ms && run.stop("enough")) };
};`;

/** Messages that show or update an output, of one display id each. */
function displays({ messages }: Execution): Map<string, Reply[]> {
  const shown = new Map<string, Reply[]>();
  for (const message of messages) {
    const id = message.content.transient?.display_id as string | undefined;
    if (id !== undefined) shown.set(id, [...(shown.get(id) ?? []), message]);
  }
  return shown;
}

describe("A fit that is watched, on the kernel", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
    expect((await kernel.execute(setUp)).error).toBeUndefined();
  }, 120_000);
  afterAll(() => kernel.stop());

  it("is one output that updates ten times a second at most, and ends as a static figure", async () => {
    const done = await kernel.execute(
      `await d.fit(model, train, { epochs: 1e6, validation, callbacks: [liveFigure(), stopAfter(2500)] }); tf.memory().numTensors`,
    );
    const [[, shown], ...others] = displays(done);
    expect(others).toEqual([]);
    expect(shown.map(({ header }) => header.msg_type)).toEqual(
      shown.map((_, at) => (at === 0 ? "display_data" : "update_display_data")),
    );
    expect(shown.length).toBeGreaterThan(3);
    const live = shown.slice(0, -1).map(({ header }) => Date.parse(header.date));
    expect(live.length - 1).toBeLessThanOrEqual((live.at(-1)! - live[0]) / 100 + 1);
    for (const { content } of shown.slice(0, -1)) {
      expect(Object.keys(content.data).sort()).toEqual(["text/html", "text/plain"]);
      expect(content.data["text/html"].length).toBeLessThan(24_000);
    }
    expect(Object.keys(shown.at(-1)!.content.data).sort()).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
  });

  it("leaves no tensor, run after run", async () => {
    const counted = await kernel.execute(`
      const counts: number[] = [];
      for (const seed of [1, 2, 3]) {
        await d.fit(model, train, { seed, epochs: 3, validation, callbacks: [liveFigure(), progress()] });
        counts.push(tf.memory().numTensors);
      }
      new Set(counts).size`);
    expect(counted.result).toBe("1");
    expect(displays(counted).size).toBe(6);
  });

  it("shows a figure of one's own at the ends of epochs, without its still until the end", async () => {
    const done = await kernel.execute(`
      const figure = (history: d.train.History) => d.plot.lossCurve(history, { smooth: 0.5 });
      await d.fit(model, train, { epochs: 1e6, callbacks: [liveFigure({ figure }), stopAfter(1500)] });`);
    const [[, shown]] = displays(done);
    expect(shown.length).toBeGreaterThan(1);
    const pngs = shown.map(({ content }) => content.data["image/png"].length as number);
    expect(Math.max(...pngs.slice(0, -1))).toBeLessThan(200);
    expect(pngs.at(-1)).toBeGreaterThan(2000);
  });

  it("ends with the steps where not even one epoch was whole, and with a line where no number was finite", async () => {
    const brief = await kernel.execute(`
      const stop = { onBatchEnd: (batch: number, _: unknown, run: { stop(reason: string): void }) => void (batch === 5 && run.stop("enough")) };
      await d.fit(model, train, { epochs: 2, callbacks: [liveFigure(), stop] });`);
    expect([...displays(brief).values()][0].at(-1)!.content.data["text/plain"]).toContain(
      "over step from 0 to 5",
    );
    const diverged = await kernel.execute(`
      const wild = d.nn.mlp({ inputs: 64, outputs: 10 });
      wild.setWeights(wild.getWeights().map((w) => tf.fill(w.shape, NaN)));
      await d.fit(wild, train, { epochs: 1, callbacks: [liveFigure()] });`);
    expect([...displays(diverged).values()][0].at(-1)!.content.data).toEqual({
      "text/plain": expect.stringMatching(/^epoch 1\/1 {2}loss NaN/),
    });
  });

  it("is one progress bar that ends with why the fit was stopped", async () => {
    const done = await kernel.execute(
      `await d.fit(model, train, { epochs: 1e6, validation, callbacks: [progress(), stopAfter(1500)] });`,
    );
    const [[, shown], ...others] = displays(done);
    expect(others).toEqual([]);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.length).toBeLessThan(12);
    expect(shown.at(-1)!.content.data["text/plain"]).toMatch(
      /^epoch \d+\/1000000 {2}loss .* in all {2}stopped: enough$/,
    );
    expect(done.stdout).toBe("");
  });
});
