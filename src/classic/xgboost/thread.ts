import { Worker } from "node:worker_threads";
import { packagePath } from "../../core/index";
import { xgboostLibrary } from "./library";

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, Waiting>();

/**
 * Has XGBoost's thread do something. The thread lives as long as the process, which it does not keep from ending.
 *
 * @throws Error with XGBoost's own words
 * @internal
 */
export function inThread<T>(where: string, name: string, task: object = {}): Promise<T> {
  const id = ++last;
  const thread = (worker ??= start());
  thread.ref();
  return new Promise<T>((resolve, reject) => {
    const explain = (error: Error) => reject(new Error(`${where}: ${error.message}`));
    waiting.set(id, { resolve, reject: explain });
    thread.postMessage({ id, name, task });
  });
}

function start(): Worker {
  const file = packagePath("src/classic/xgboost/worker.cjs");
  const thread = new Worker(file, { workerData: { library: xgboostLibrary() } });
  thread.on("message", ({ id, value, error }) => settle(thread, id, { value, error }));
  thread.on("error", (error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return thread;
}

function settle(thread: Worker, id: number, { value, error }: { value: unknown; error?: string }): void {
  const { resolve, reject } = waiting.get(id)!;
  waiting.delete(id);
  if (waiting.size === 0) thread.unref();
  if (error === undefined) resolve(value as never);
  else reject(new Error(error));
}
