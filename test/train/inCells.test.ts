import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { TestKernel } from "../kernel/testKernel";
import { readOnly, selfMade } from "./changingKinds";

const copyModule = (folder: string) =>
  copyFileSync(join(__dirname, "countingModule.ts"), join(folder, "countingModule.ts"));

const comparison = `
  import * as d from "tsdescent";
  import * as tf from "@tensorflow/tfjs-node";
  import { shared, tick, reset as resetModule } from "./countingModule";
  const errors = (t: any, p: any) => t.sub(p).square().mean(-1);
  const points = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
  async function run({ loss, reset, callbacks }: any, compile: "eager" | "graph") {
    reset();
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
    const optimizer = d.optim.sgd({ learningRate: 0.05 });
    return d.fit(model, points, { loss, callbacks, optimizer, epochs: 10, batchSize: 1, seed: 2, compile });
  }
  async function compare(made: any) {
    const [eager, graph] = [await run(made, "eager"), await run(made, "graph")];
    const far = graph.stepLoss.filter((loss, step) => Math.abs(loss - eager.stepLoss[step]) > 1e-4);
    return far.length + " far off, " + graph.compiled.why;
  }`;

const training = `
  const model = d.nn.mlp({ inputs: 64, hidden: [32], outputs: 10 });
  const before = Array.from(model.getWeights()[0].dataSync());
  const tell = { onBatchEnd: (_batch: number, _logs: unknown, run: { step: number }) => void (run.step === 3 && console.log("training")) };
`;

describe("A cell that trains, on the kernel", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start({ prepare: copyModule });
    await kernel.execute(`import * as d from "tsdescent";\nconst data = d.data.digits();`);
  });
  afterAll(() => kernel.stop());

  const submitted = async (code: string) => {
    const id = await kernel.submit(code);
    await kernel.untilPrinted(id, "training");
    return id;
  };
  const interrupted = async (id: string) => {
    await kernel.request("interrupt_request", {}, "control");
    return kernel.execution(id);
  };

  it("ends after the current step when it is interrupted, says so, and keeps weights and history", async () => {
    const id = await submitted(
      `${training} const history = await d.fit(model, data, { epochs: 1e6, callbacks: [tell] }); history.stopped`,
    );
    const { reply, stdout, result, error } = await interrupted(id);
    expect(stdout).toMatch(
      /fit: interrupted after step \d+, in epoch \d+ of 1000000; the weights and the history so far are kept/,
    );
    expect([reply.status, result, error]).toEqual(["ok", "'interrupted'", undefined]);
    const kept = await kernel.execute(
      `[history.stepLoss.length >= 3, model.getWeights()[0].dataSync().some((w, i) => w !== before[i])]`,
    );
    expect(kept.result).toBe("[ true, true ]");
  });

  it("answers completion, inspection and comms while it trains", async () => {
    const id = await submitted(
      `${training}
      const comm = (globalThis as any)[Symbol.for("Jupyter.comm")].open("live");
      let asked = 0;
      comm.onMessage(({ n }: { n: number }) => comm.send({ echo: n, asked: ++asked }));
      const live = await d.fit(model, data, { epochs: 1e6, callbacks: [tell] });`,
    );
    const opened = await kernel.until(
      ({ header, parent }) => header.msg_type === "comm_open" && parent.msg_id === id,
    );
    const completed = await kernel.request("complete_request", { code: "data.fea", cursor_pos: 8 });
    expect(completed.matches).toContain("featureNames");
    const inspected = await kernel.request("inspect_request", {
      code: "model",
      cursor_pos: 5,
      detail_level: 0,
    });
    expect(inspected.data["text/plain"]).toContain("LayersModel");
    for (let n = 1; n <= 3; n++) {
      await kernel.send("comm_msg", { comm_id: opened.content.comm_id, data: { n } }, "shell");
      await kernel.until(({ header, content }) => header.msg_type === "comm_msg" && content.data.echo === n);
    }
    expect((await interrupted(id)).stdout).toContain("fit: interrupted after step");
  });

  it("ends with the training under way: the next says so, keeps its model, and the cells behind do not run", async () => {
    const id = await submitted(`${training}
      const untouched = d.nn.mlp({ inputs: 64, hidden: [8], outputs: 10 });
      const asMade = JSON.stringify(untouched.getWeights().map((weight) => weight.arraySync()));
      const first = await d.fit(model, data, { epochs: 1e6, callbacks: [tell] });
      const second = await d.fit(untouched, data, { epochs: 1e6 });`);
    const behind = await kernel.submit("const never = 1;");
    expect((await interrupted(id)).error).toMatchObject({
      ename: "InterruptedError",
      evalue:
        "fit: it must begin before it is interrupted, but that had happened already; run it again for a result",
    });
    expect((await kernel.execution(behind)).reply.status).toBe("aborted");
    const after = await kernel.execute(`
      const kept = JSON.stringify(untouched.getWeights().map((weight) => weight.arraySync())) === asMade;
      const again = await d.fit(untouched, data, { epochs: 2, seed: 1 });
      const { loss } = await d.evaluate(untouched, data);
      [first.stopped, kept, again.epoch.length, Number.isFinite(loss)]`);
    expect(after.result).toBe("[ 'interrupted', true, 2, true ]");
  });

  it("is cut off by a second interrupt when what follows the training does not end", async () => {
    const id = await submitted(
      `${training} let after = await d.fit(model, data, { epochs: 1e6, callbacks: [tell] }); console.log("after"); while (true) {}`,
    );
    await kernel.request("interrupt_request", {}, "control");
    await kernel.untilPrinted(id, "after");
    expect((await interrupted(id)).error?.ename).toBe("Interrupted");
    expect((await kernel.execute("after.stopped")).result).toBe("'interrupted'");
  });

  it("is cut off at the second interrupt when it does not hear the first", async () => {
    const id = await submitted(
      `${training} const deaf = { onBatchEnd: () => { while (true) {} } };
      await d.fit(model, data, { epochs: 1e6, callbacks: [{ onBatchEnd: () => console.log("training") }, deaf] });`,
    );
    await kernel.request("interrupt_request", {}, "control");
    expect((await interrupted(id)).error?.ename).toBe("Interrupted");
    expect((await kernel.execute("model.countParams() > 0")).result).toBe("true");
  });

  describe("with state that its loss reads or changes", () => {
    beforeAll(async () => {
      const { error } = await kernel.execute(comparison);
      expect(error).toBeUndefined();
    });

    // How a number is read is nothing to a recording that is compared with another: a few kinds are enough.
    it.each([...readOnly.slice(-3), ...selfMade].map((kind) => [kind.title, kind] as const))(
      "trains as it would step by step: %s",
      async (_, { code, between = "const callbacks: any[] = [];", changes }) => {
        const { result, error } = await kernel.execute(
          `${code}\n${between}\nawait compare({ loss, reset, callbacks })`,
        );
        const why = changes
          ? `eager, because the loss changes ${changes}, which is outside of it`
          : "graph was asked for";
        expect([error, result]).toEqual([undefined, `'0 far off, ${why}'`]);
      },
    );
  });
});
