import { mlflow, type MlflowOptions } from "../../src/callbacks/mlflow";
import { FileError } from "../../src/core/index";
import type { Callback, Run } from "../../src/train/index";

interface Sent {
  url: string;
  method?: string;
  headers?: object;
  body?: unknown;
}

let sent: Sent[] = [];
/** By the end of the address: what the server answers, a status other than 200, or a page. */
let answers: Record<string, object | number | string> = {};
let said: string[] = [];
const timeouts = jest.fn();

beforeEach(() => {
  delete process.env.MLFLOW_TRACKING_URI;
  [sent, said] = [[], []];
  answers = { "get-by-name": 404, "experiments/create": { experiment_id: "7" } };
  answers["runs/create"] = { run: { info: { run_id: "r1" } } };
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
  jest.spyOn(Date, "now").mockReturnValue(1234);
  jest.spyOn(AbortSignal, "timeout").mockImplementation(timeouts);
  jest.spyOn(globalThis, "fetch").mockImplementation(async (url, { method, headers, body } = {}) => {
    sent.push({
      url: String(url),
      method,
      headers: headers as object,
      body: body && JSON.parse(String(body)),
    });
    const answer =
      answers[Object.keys(answers).find((end) => String(url).split("?")[0].endsWith(end)) ?? ""] ?? {};
    if (answer === 0) throw new TypeError("fetch failed");
    if (typeof answer === "number") return new Response("no such thing", { status: answer });
    return new Response(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  timeouts.mockClear();
});

function runOf(changed: object = {}): Run {
  const optimizer = {
    toJSON: () => ({ optimizer: "adam", options: { learningRate: { schedule: "cosine" }, beta1: 0.9 } }),
  };
  const run = {
    ...{ seed: 3, epochs: 2, batchSize: 32 },
    optimizer: { optimizer },
    history: { learningRate: [0.1, 0.05] },
    epoch: 1,
    epochs: 2,
    ...changed,
  };
  return run as unknown as Run;
}

async function begun(options?: MlflowOptions, run = runOf()): Promise<Callback> {
  const callback = mlflow(options);
  await callback.onTrainBegin!(run);
  await callback.onEpochBegin!(0, run);
  return callback;
}

const paths = () => sent.map(({ url }) => url.replace(/^.*\/api\/2\.0\/mlflow\//, ""));
const api = "http://127.0.0.1:5000/api/2.0/mlflow";
const post = { method: "POST", headers: { "content-type": "application/json" } };

test("a fit is an experiment, a run of it, its parameters, the logs of each epoch, and its end", async () => {
  const callback = await begun({
    experiment: "a b/c",
    runName: "one",
    params: { width: 8, deep: true, name: "n" },
  });
  await callback.onEpochEnd!(0, { loss: 0.5, val_loss: NaN, odd: -Infinity }, runOf());
  await callback.onTrainEnd!(runOf({ epoch: 2 }));
  expect(sent).toEqual([
    { url: `${api}/experiments/get-by-name?experiment_name=a%20b%2Fc` },
    { ...post, url: `${api}/experiments/create`, body: { name: "a b/c" } },
    { ...post, url: `${api}/runs/create`, body: { experiment_id: "7", start_time: 1234, run_name: "one" } },
    {
      ...post,
      url: `${api}/runs/log-batch`,
      body: {
        run_id: "r1",
        params: [
          { key: "seed", value: "3" },
          { key: "epochs", value: "2" },
          { key: "batchSize", value: "32" },
          { key: "optimizer", value: "adam" },
          { key: "learningRate", value: '{"schedule":"cosine"}' },
          { key: "beta1", value: "0.9" },
          { key: "width", value: "8" },
          { key: "deep", value: "true" },
          { key: "name", value: "n" },
        ],
      },
    },
    {
      ...post,
      url: `${api}/runs/log-batch`,
      body: {
        run_id: "r1",
        metrics: [
          { key: "loss", value: 0.5, timestamp: 1234, step: 1 },
          { key: "val_loss", value: "NaN", timestamp: 1234, step: 1 },
          { key: "odd", value: "-Infinity", timestamp: 1234, step: 1 },
          { key: "learningRate", value: 0.05, timestamp: 1234, step: 1 },
        ],
      },
    },
    { ...post, url: `${api}/runs/update`, body: { run_id: "r1", status: "FINISHED", end_time: 1234 } },
  ]);
  expect(timeouts.mock.calls).toEqual(Array(6).fill([10_000]));
  expect(said).toEqual([]);
});

test("an experiment that is there is taken, of the name Default where none is said", async () => {
  answers["get-by-name"] = { experiment: { experiment_id: "12" } };
  await begun();
  expect(paths()).toEqual([
    "experiments/get-by-name?experiment_name=Default",
    "runs/create",
    "runs/log-batch",
  ]);
  expect(sent[1].body).toEqual({ experiment_id: "12", start_time: 1234 });
});

test.each([
  [undefined, undefined, "http://127.0.0.1:5000"],
  ["http://there:1/", undefined, "http://there:1"],
  ["http://there:1/under", undefined, "http://there:1/under"],
  [undefined, "http://environment:2/", "http://environment:2"],
  ["http://there:1", "http://environment:2", "http://there:1"],
])(
  "the server is the one given, else the environment's, else that of this machine: %s, %s",
  async (uri, environment, expected) => {
    if (environment) process.env.MLFLOW_TRACKING_URI = environment;
    await begun({ uri });
    expect(sent[0].url).toBe(`${expected}/api/2.0/mlflow/experiments/get-by-name?experiment_name=Default`);
  },
);

test.each([
  [{ epoch: 2 }, "FINISHED"],
  [{ epoch: 3 }, "FINISHED"],
  [{ epoch: 1 }, "FAILED"],
  [{ epoch: 1, stopped: "enough" }, "FINISHED"],
  [{ epoch: 1, stopped: "interrupted", interrupted: true }, "KILLED"],
])("a run that ends as %j is %s", async (changed, status) => {
  const callback = await begun();
  await callback.onTrainEnd!(runOf(changed));
  expect(sent.at(-1)!.body).toMatchObject({ status });
});

test("a fit that ends before its first epoch leaves no run, and each fit has its own", async () => {
  const callback = mlflow();
  await callback.onTrainBegin!(runOf());
  expect(callback.save!()).toEqual({});
  await callback.onTrainEnd!(runOf());
  expect(paths()).not.toContainEqual("runs/update");
  await callback.onEpochBegin!(0, runOf());
  await callback.onEpochBegin!(1, runOf());
  expect(paths().filter((path) => path === "runs/create")).toHaveLength(1);
  expect(callback.save!()).toEqual({ runId: "r1" });
  await callback.onTrainBegin!(runOf());
  expect(callback.save!()).toEqual({});
  // A run may be resumed in the middle of an epoch, whose beginning nobody tells.
  await callback.onEpochEnd!(1, { loss: 1 }, runOf());
  expect(paths().slice(-3)).toEqual(["runs/create", "runs/log-batch", "runs/log-batch"]);
});

describe("a fit that is resumed", () => {
  test("goes on in its run, where the server has it", async () => {
    const callback = mlflow();
    await callback.onTrainBegin!(runOf());
    await callback.load!({ runId: "old" }, runOf());
    expect(sent.at(-1)).toEqual({
      ...post,
      url: `${api}/runs/update`,
      body: { run_id: "old", status: "RUNNING" },
    });
    await callback.onEpochEnd!(1, { loss: 1 }, runOf());
    expect(sent.at(-1)!.body).toMatchObject({ run_id: "old", metrics: [{ key: "loss", step: 2 }, {}] });
    expect([paths().includes("runs/create"), said]).toEqual([false, []]);
  });

  test("begins one where the server has it no more, and says so", async () => {
    answers["runs/update"] = 404;
    const callback = mlflow({ uri: "http://there:1" });
    await callback.onTrainBegin!(runOf());
    await callback.load!({ runId: "old" }, runOf());
    expect(callback.save!()).toEqual({ runId: "r1" });
    expect(said).toEqual(["mlflow: http://there:1 has run old no more; the fit goes on in a new one"]);
  });

  test("had no run yet where it was cut off before", async () => {
    const callback = mlflow();
    await callback.onTrainBegin!(runOf());
    await callback.load!({}, runOf());
    expect(paths()).toEqual(["experiments/get-by-name?experiment_name=Default", "experiments/create"]);
  });
});

test("a server that is lost on the way is said once; in the next fit it is tried again", async () => {
  const callback = await begun({ uri: "http://there:1" });
  answers["runs/log-batch"] = 500;
  await callback.onEpochEnd!(0, { loss: 1 }, runOf());
  await callback.onEpochEnd!(1, { loss: 1 }, runOf());
  await callback.onTrainEnd!(runOf());
  expect(said).toEqual([
    "mlflow: http://there:1 must accept runs/log-batch, got status 500: no such thing; training goes on without it",
  ]);
  expect(sent).toHaveLength(5);
  answers["runs/log-batch"] = {};
  await callback.onTrainBegin!(runOf());
  await callback.onEpochEnd!(0, { loss: 1 }, runOf());
  expect([sent.length, said.length]).toEqual([10, 1]);
});

const noServer = new FileError({
  where: "mlflow",
  required: "an MLflow server must answer at http://there:1",
  remedy: "start one with `mlflow server`, or give {uri}",
});

test.each([
  ["nobody answers", { "get-by-name": 0 }, noServer],
  ["a page answers", { "get-by-name": "<html>" }, noServer],
  ["no run is made", { "runs/create": {} }, noServer],
  [
    "it refuses",
    { "get-by-name": 403 },
    new FileError({
      where: "mlflow",
      required: "http://there:1 must accept experiments/get-by-name",
      got: "status 403: no such thing",
    }),
  ],
  [
    "it knows nothing of what it must know",
    { "runs/create": 404 },
    new FileError({
      where: "mlflow",
      required: "http://there:1 must accept runs/create",
      got: "status 404: no such thing",
    }),
  ],
])("a fit does not begin where %s", async (_, changed, error) => {
  Object.assign(answers, changed);
  await expect(begun({ uri: "http://there:1" })).rejects.toThrow(error);
});
