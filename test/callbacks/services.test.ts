import "@tensorflow/tfjs-node";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mlflow, tensorBoard } from "../../src/callbacks";
import { crc32c } from "../../src/callbacks/crc32c";
import { eventRecord } from "../../src/callbacks/tensorBoardRecord";
import { fit } from "../../src/train";
import { line, linearUnit } from "../train/models";

const quiet = jest.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => quiet.mockRestore());

test("CRC-32C of RFC 3720's check values", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

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

describe("MLflow", () => {
  interface Call {
    path: string;
    body: Record<string, never>;
  }
  let server: Server;
  let calls: Call[] = [];
  let broken = false;
  let page = false;

  beforeEach(async () => {
    [calls, broken, page] = [[], false, false];
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
        const lost = path.startsWith("experiments/get") || (broken && calls.length > 4);
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
