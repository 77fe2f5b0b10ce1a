import type { Callback, History } from "../../src/train/index";
import { reportTo } from "../../src/tune/reportTo";
import type { Trial } from "../../src/tune/trial";

const history = { modes: { score: "max", cost: "min" } } as unknown as History;

function reporting(trial: Partial<Trial> = {}, monitor?: string) {
  const reports: [number, number][] = [];
  const all = {
    directions: ["minimize"],
    report: async (step: number, value: number) => void reports.push([step, value]),
    shouldPrune: () => false,
    prune: () => {
      throw new Error("pruned");
    },
    ...trial,
  } as unknown as Trial;
  const callback = reportTo(all, monitor === undefined ? undefined : { monitor }) as Required<Callback> & {
    save(): unknown;
    load(state: unknown): Promise<void>;
  };
  const epoch = (at: number, logs: Record<string, number>) =>
    callback.onEpochEnd(at, logs, { history } as never);
  return { callback, reports, epoch };
}

test("the validation's loss is reported where there is one, else the loss, else what is asked for", async () => {
  const { epoch, reports, callback } = reporting();
  expect(callback.name).toBe("reportTo");
  await epoch(0, { loss: 3, val_loss: 4 });
  await epoch(1, { loss: 2 });
  expect(reports).toEqual([[0, 4], [1, 2]]); // prettier-ignore
  const asked = reporting({}, "cost");
  await asked.epoch(5, { loss: 3, val_loss: 4, cost: 9 });
  expect(asked.reports).toEqual([[5, 9]]);
  await expect(asked.epoch(6, { loss: 3, val_loss: 4 })).rejects.toThrow(
    expect.objectContaining({
      name: "DataError",
      message: 'reportTo: no "cost" in logs (found loss, val_loss)',
    }),
  );
  expect(() => reportTo({} as Trial, { monitr: "a" } as never)).toThrow('reportTo: unknown option "monitr"; did you mean "monitor"?'); // prettier-ignore
});

test("a trial that is not worth going on ends after its report", async () => {
  const { epoch, reports } = reporting({ shouldPrune: () => true });
  await expect(epoch(2, { loss: 1 })).rejects.toThrow("pruned");
  expect(reports).toEqual([[2, 1]]);
});

test.each([
  ["minimize", "score", "higher", "maximize"],
  ["maximize", "cost", "lower", "minimize"],
  ["maximize", "loss", "lower", "minimize"],
] as const)("a study that would %s takes no %s", async (direction, log, better, other) => {
  const { epoch, reports } = reporting({ directions: [direction] }, log);
  await expect(epoch(0, { [log]: 1 })).rejects.toThrow(
    expect.objectContaining({
      name: "OptionError",
      message: `reportTo: ${log}, of which a ${better} value is better, must go to a study with {direction: "${other}"}, got {direction: "${direction}"}; report another log with {monitor}, or turn the study round`, // prettier-ignore
    }),
  );
  expect(reports).toEqual([]);
  const right = reporting({ directions: [other] }, log);
  await right.epoch(0, { [log]: 1 });
  expect(right.reports).toEqual([[0, 1]]);
});

test("nothing is known of a log of one's own, nor of a trial without a study", async () => {
  for (const [directions, log] of [
    [["maximize"], "mine"],
    [["minimize"], "mine"],
    [[], "score"],
  ] as const) {
    // prettier-ignore
    const { epoch, reports } = reporting({ directions: directions as never }, log);
    await epoch(0, { [log]: 1 });
    expect(reports).toEqual([[0, 1]]);
  }
});

test("another attempt reports what the first had, and a fit that begins anew forgets it", async () => {
  const first = reporting();
  await first.epoch(0, { loss: 3 });
  await first.epoch(1, { loss: 2 });
  const kept = structuredClone(first.callback.save());
  expect(kept).toEqual([[0, 3], [1, 2]]); // prettier-ignore
  const second = reporting();
  await second.callback.load(kept);
  expect([second.reports, second.callback.save()]).toEqual([kept, kept]);
  second.callback.onTrainBegin({} as never);
  expect(second.callback.save()).toEqual([]);
});
