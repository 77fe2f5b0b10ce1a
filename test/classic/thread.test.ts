import { EventEmitter } from "node:events";
import { packagePath } from "../../src/core/index";

interface Sent {
  id: number;
  name: string;
  task: object;
}

/** A worker that does nothing by itself, and keeps what it is told. */
class Still extends EventEmitter {
  static made: Still[] = [];
  sent: Sent[] = [];
  held: string[] = [];

  constructor(
    readonly file: string,
    readonly options: { workerData: { library: string } },
  ) {
    super();
    Still.made.push(this);
  }

  ref() {
    this.held.push("ref");
  }

  unref() {
    this.held.push("unref");
  }

  postMessage(message: Sent) {
    this.sent.push(message);
  }
}

jest.mock("node:worker_threads", () => ({ Worker: Still }));
jest.mock("../../src/classic/xgboost/library", () => ({ xgboostLibrary: () => "the library" }));

type Thread = typeof import("../../src/classic/xgboost/thread");
let inThread: Thread["inThread"];
beforeAll(() => ({ inThread } = jest.requireActual<Thread>("../../src/classic/xgboost/thread")));

test("calls go to one thread, answers to their callers in any order, and nothing keeps the process once all are there", async () => {
  const one = inThread<string>("one", "fit", { rows: 3 });
  const two = inThread<string>("two", "load");
  const [thread] = Still.made;
  expect(thread.file).toBe(packagePath("src/classic/xgboost/worker.cjs"));
  expect(thread.options).toEqual({ workerData: { library: "the library" } });
  expect(thread.sent).toEqual([
    { id: 1, name: "fit", task: { rows: 3 } },
    { id: 2, name: "load", task: {} },
  ]);
  expect(thread.held).toEqual(["ref", "ref"]);
  thread.emit("message", { id: 2, value: "loaded" });
  expect(await two).toBe("loaded");
  expect(thread.held).toEqual(["ref", "ref"]);
  thread.emit("message", { id: 1, error: "too deep" });
  await expect(one).rejects.toThrow(new Error("one: too deep"));
  expect(thread.held).toEqual(["ref", "ref", "unref"]);
  const three = inThread<string>("three", "predict");
  thread.emit("message", { id: 3, value: undefined });
  expect(await three).toBeUndefined();
  expect([Still.made.length, thread.held]).toEqual([1, ["ref", "ref", "unref", "ref", "unref"]]);
});

test("a thread that dies fails what waits for it, each by its own name, and the next call has another", async () => {
  const [thread] = Still.made;
  const waiting = [inThread("a", "fit"), inThread("b", "fit")];
  thread.emit("error", new Error("out of memory"));
  const ended = (await Promise.allSettled(waiting)) as PromiseRejectedResult[];
  expect(ended.map(({ reason }) => (reason as Error).message)).toEqual([
    "a: out of memory",
    "b: out of memory",
  ]);
  const next = inThread<number>("next", "count");
  expect(Still.made).toHaveLength(2);
  const [, another] = Still.made;
  another.emit("message", { id: another.sent[0].id, value: 7 });
  expect(await next).toBe(7);
  expect([another.held, thread.sent.length]).toEqual([["ref", "unref"], 5]);
});
