import "@tensorflow/tfjs-node";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkpoint, mlflow, tensorBoard } from "../../src/callbacks/index";
import { eventRecord } from "../../src/callbacks/tensorBoardRecord";
import { fit, type Callback, type Run } from "../../src/train/index";
import { line, linearUnit } from "../train/models";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => quiet.mockRestore());

test("records are those of TensorFlow's own writer, byte for byte", () => {
  const expected = JSON.parse(readFileSync(join(__dirname, "../reference/trainingEvents.json"), "utf8"));
  const records = [
    eventRecord({ wallTime: 1700000000.5, fileVersion: "brain.Event:2" }),
    eventRecord({
      wallTime: 1700000001.25,
      step: 300,
      summary: {
        value: [
          { tag: "epoch/loss", simpleValue: 0.125 },
          { tag: "epoch/val_loss", simpleValue: -3 },
        ],
      },
    }),
  ];
  expect(Buffer.concat(records).toString("hex")).toBe(expected);
});

test("a fit writes one file of events, with all its logs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "board-"));
  await fit(linearUnit(), line(), { loss: "mse", epochs: 2, batchSize: 8, callbacks: [tensorBoard(folder)] });
  const [name, ...others] = readdirSync(folder);
  const text = readFileSync(join(folder, name), "latin1");
  rmSync(folder, { recursive: true });
  expect(others).toEqual([]);
  expect(text.match(/epoch\/loss/g)).toHaveLength(2);
  expect(text.match(/step\/learningRate/g)).toHaveLength(1);
});

/** Trains four epochs of eight steps; crashes at a step, where it has not, and is resumed. */
async function trainInPieces(ckpt: string, others: () => Callback[], crashes: number[]): Promise<void> {
  for (const step of [...crashes, Infinity]) {
    const crash = {
      onBatchEnd: (_: number, __: unknown, run: Run) => {
        if (run.step === step) throw new Error("crash");
      },
    };
    const callbacks = [...others(), checkpoint(ckpt, { everySteps: 3, resume: true }), crash];
    const told = { loss: "mse", epochs: 4, batchSize: 8, seed: 1, compile: "eager", callbacks } as const;
    await fit(linearUnit(), line(), told).catch((error: Error) => expect(error.message).toBe("crash"));
  }
}

/** What a file of events says, but for the time. */
function eventsOf(file: Buffer): string[] {
  const events: string[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    events.push(file.subarray(at + 12 + 9, at + 12 + length).toString("latin1"));
    at += length + 16;
  }
  return events;
}

test.each([[[1]], [[3]], [[7, 8]], [[10, 13, 31]], [[16]]])(
  "a fit that crashes at the steps %j and is resumed writes the events of one that does not, in one file",
  async (crashes) => {
    const written = async (crashes: number[]) => {
      const folder = mkdtempSync(join(tmpdir(), "board-"));
      const board = join(folder, "board");
      await trainInPieces(join(folder, "run.ckpt"), () => [tensorBoard(board, { everySteps: 2 })], crashes);
      const files = readdirSync(board).map((name) => eventsOf(readFileSync(join(board, name))));
      rmSync(folder, { recursive: true });
      return files;
    };
    const [whole] = await written([]);
    expect(whole).toHaveLength(1 + 16 + 4);
    // Before the first checkpoint there is nothing to go on from: the second try is another fit.
    const files = await written(crashes);
    expect(files.at(-1)).toEqual(whole);
    expect(files).toHaveLength(crashes[0] > 3 ? 1 : 2);
  },
);

test("a resumed fit whose file of events is gone begins a new one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "board-"));
  const board = join(folder, "board");
  const forget = { onTrainBegin: () => rmSync(board, { recursive: true, force: true }) };
  await trainInPieces(join(folder, "run.ckpt"), () => [forget, tensorBoard(board, { everySteps: 2 })], [13]);
  const [events, ...others] = readdirSync(board).map((name) => eventsOf(readFileSync(join(board, name))));
  rmSync(folder, { recursive: true });
  // From step 12 on.
  expect([events.length, others]).toEqual([1 + 10 + 3, []]);
});

describe("MLflow", () => {
  interface Call {
    path: string;
    body: Record<string, never>;
  }
  let server: Server;
  let calls: Call[] = [];
  let broken = false;
  let page = false;
  let forgotten = false;

  beforeEach(async () => {
    [calls, broken, page, forgotten] = [[], false, false, false];
    server = createServer((request, response) => {
      let text = "";
      request.on("data", (part) => (text += part));
      request.on("end", () => {
        const path = request.url!.replace("/api/2.0/mlflow/", "");
        calls.push({ path, body: text ? JSON.parse(text) : {} });
        const answers: Record<string, object> = {
          "experiments/create": { experiment_id: "7" },
          "runs/create": { run: { info: { run_id: "r1" } } },
        };
        const lost =
          path.startsWith("experiments/get") ||
          (broken && calls.length > 4) ||
          (forgotten && calls.at(-1)!.body.status === "RUNNING");
        if (page) return response.end("<html>a page</html>");
        response.statusCode = lost ? 404 : 200;
        response.end(JSON.stringify(answers[path] ?? {}));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));
  const uri = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  test("is told parameters, the logs of every epoch, and the end", async () => {
    const callbacks = [mlflow({ uri: uri(), experiment: "lines", runName: "one", params: { width: 1 } })];
    const history = await fit(linearUnit(), line(), { loss: "mse", epochs: 2, seed: 3, callbacks });
    expect(calls.map(({ path }) => path)).toEqual([
      "experiments/get-by-name?experiment_name=lines",
      "experiments/create",
      "runs/create",
      "runs/log-batch",
      "runs/log-batch",
      "runs/log-batch",
      "runs/update",
    ]);
    expect(calls[2].body).toMatchObject({ experiment_id: "7", run_name: "one" });
    expect(calls[3].body.params).toEqual(
      expect.arrayContaining([
        { key: "seed", value: "3" },
        { key: "width", value: "1" },
      ]),
    );
    const metric = { key: "loss", value: history.last.loss, step: 2 };
    expect(calls[5].body.metrics).toEqual(expect.arrayContaining([expect.objectContaining(metric)]));
    expect(calls[6].body).toMatchObject({ run_id: "r1", status: "FINISHED" });
  });

  test("that is lost on the way is said once, and training goes on", async () => {
    broken = true;
    quiet.mockClear();
    const history = await fit(linearUnit(), line(), {
      loss: "mse",
      epochs: 3,
      callbacks: [mlflow({ uri: uri() })],
    });
    expect(history.epoch).toHaveLength(3);
    expect(quiet).toHaveBeenCalledTimes(1);
    expect(quiet.mock.calls[0][0]).toMatch(
      /^mlflow: .* must accept runs\/log-batch, got status 404: .*; training goes on without it$/,
    );
  });

  test.each([false, true])(
    "goes on in the run of a fit that is resumed, if it is there: %s",
    async (isThere) => {
      forgotten = !isThere;
      quiet.mockClear();
      const folder = mkdtempSync(join(tmpdir(), "mlflow-"));
      await trainInPieces(join(folder, "run.ckpt"), () => [mlflow({ uri: uri() })], [13]);
      rmSync(folder, { recursive: true });
      const made = calls.filter(({ path }) => path === "runs/create");
      expect(made).toHaveLength(isThere ? 1 : 2);
      const told = calls.flatMap(({ body: { status } }) => (status === undefined ? [] : [status]));
      expect(told).toEqual(["FAILED", "RUNNING", "FINISHED"]);
      const steps = calls.flatMap(({ body: { metrics } }) =>
        ((metrics ?? []) as { key: string; step: number }[]).filter(({ key }) => key === "loss"),
      );
      expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
      const said = `mlflow: ${uri()} has run r1 no more; the fit goes on in a new one`;
      expect(quiet.mock.calls.flat()).toEqual(isThere ? [] : [said]);
    },
  );

  test("that is something else ends the fit before it trains", async () => {
    page = true;
    const run = fit(linearUnit(), line(), { loss: "mse", epochs: 1, callbacks: [mlflow({ uri: uri() })] });
    await expect(run).rejects.toThrow(
      `mlflow: an MLflow server must answer at ${uri()}; start one with \`mlflow server\`, or give {uri}`,
    );
  });

  test("that does not answer ends the fit before it trains", async () => {
    const run = fit(linearUnit(), line(), {
      loss: "mse",
      epochs: 1,
      callbacks: [mlflow({ uri: "http://127.0.0.1:1" })],
    });
    await expect(run).rejects.toThrow(
      "mlflow: an MLflow server must answer at http://127.0.0.1:1; start one with `mlflow server`, or give {uri}",
    );
  });
});
