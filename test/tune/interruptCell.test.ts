import { join } from "node:path";
import { TestKernel } from "../kernel/testKernel";

const objective = JSON.stringify(join(__dirname, "objectives/slow.ts"));

describe("A cell that searches, on the kernel", () => {
  let kernel: TestKernel;
  beforeAll(async () => {
    kernel = await TestKernel.start();
    await kernel.execute(`import * as d from "tsdescent";`);
  });
  afterAll(() => kernel.stop());

  const searching = async (options: string) => {
    const id = await kernel.submit(`
      const study = d.tune.createStudy({ seed: 1 });
      const told = setInterval(() => study.trials.some(({ state }) => state === "complete") && console.log("found"), 20);
      await study.optimize(${options});
      clearInterval(told);
      study.stopped`);
    await kernel.untilPrinted(id, "found");
    await kernel.request("interrupt_request", {}, "control");
    return kernel.execution(id);
  };
  const complete = `study.trials.filter(({ state }) => state === "complete").length > 0`;

  it("in worker processes keeps the trials that are done and leaves no process", async () => {
    const { reply, result } = await searching(
      `d.tune.objectiveFile(${objective}), { trials: 1000, executor: d.tune.workers({ count: 2 }) }`,
    );
    expect([reply.status, result]).toEqual(["ok", "'interrupted'"]);
    expect((await kernel.execute(complete)).result).toBe("true");
    const { result: alive } = await kernel.execute(`
      const pids = study.trials.flatMap(({ notes }) => notes.process ? [Number(notes.process)] : []);
      const lives = (pid: number) => { try { return process.kill(pid, 0); } catch { return false; } };
      while (pids.some(lives)) await new Promise((resolve) => setTimeout(resolve, 20));
      pids.length > 0`);
    expect(alive).toBe("true");
  });

  it("in the kernel's own process keeps the trials that are done", async () => {
    const { reply, result } = await searching(
      `async (trial) => { const x = trial.suggestFloat("x", 0, 1); await new Promise((r) => setTimeout(r, 5)); return x; }, { trials: 1e6 }`,
    );
    expect([reply.status, result]).toEqual(["ok", "'interrupted'"]);
    expect((await kernel.execute(complete)).result).toBe("true");
  });
});
