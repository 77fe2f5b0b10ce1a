import { FileError, checkOptions } from "../core/index";
import type { EpochLogs } from "../optim/index";
import type { Callback, Run } from "../train/index";
import { asOurs } from "../train/ours";

/** Options of {@link mlflow}. */
export interface MlflowOptions {
  /** Default: the environment variable MLFLOW_TRACKING_URI, or "http://127.0.0.1:5000". */
  uri?: string;
  /** Is made if it is not there. Default "Default". */
  experiment?: string;
  /** Default: MLflow makes one up. */
  runName?: string;
  /** Further parameters that are logged besides those of the fit. */
  params?: Record<string, string | number | boolean>;
}

/**
 * Logs a fit to an MLflow server over its REST API: parameters at the start, every log after each epoch, the end's status.
 *
 * A server that cannot be reached ends the fit at its start; one that is lost later is said once, and training goes on.
 * A fit that `checkpoint` resumes goes on in its run; epochs that come again are logged again, with the same values.
 *
 * ```ts
 * fit(model, data, { callbacks: [mlflow({ experiment: "digits", params: { width: 64 } })] });
 * ```
 */
export function mlflow(options?: MlflowOptions): Callback {
  return asOurs(
    new Mlflow(
      checkOptions("mlflow", options, {
        uri: process.env.MLFLOW_TRACKING_URI ?? "http://127.0.0.1:5000",
        experiment: "Default",
        runName: undefined as string | undefined,
        params: {} as Record<string, string | number | boolean>,
      }),
    ),
  );
}

type Checked = Required<Omit<MlflowOptions, "runName">> & { runName: string | undefined };

class Mlflow implements Callback {
  readonly name = "mlflow";
  private experimentId: string | undefined;
  private runId: string | undefined;
  private lost!: boolean;

  constructor(private readonly options: Checked) {}

  async onTrainBegin(): Promise<void> {
    this.runId = undefined;
    this.lost = false;
    this.experimentId = await this.findExperiment();
  }

  /** Begins a run on the server, where none goes on. */
  async onEpochBegin(_: number, run: Run): Promise<void> {
    if (this.runId === undefined) await this.begin(run);
  }

  private async begin(run: Run): Promise<void> {
    const { experimentId: experiment_id, options } = this;
    const body = { experiment_id, start_time: Date.now(), run_name: options.runName };
    const made = (await this.call("runs/create", body)) as { run?: { info: { run_id: string } } } | undefined;
    if (!made?.run) throw this.noServer();
    this.runId = made.run.info.run_id;
    await this.call("runs/log-batch", { run_id: this.runId, params: this.params(run) });
  }

  /** The run on the server. */
  save(): unknown {
    return this.runId === undefined ? {} : { runId: this.runId };
  }

  /** Goes on in that run; in a new one, where the server has it no more. */
  async load({ runId }: { runId?: string }, run: Run): Promise<void> {
    if (runId === undefined) return;
    if (await this.call("runs/update", { run_id: runId, status: "RUNNING" }, 404)) {
      this.runId = runId;
      return;
    }
    console.log(`mlflow: ${this.options.uri} has run ${runId} no more; the fit goes on in a new one`);
    await this.begin(run);
  }

  async onEpochEnd(epoch: number, logs: EpochLogs, run: Run): Promise<void> {
    if (this.runId === undefined) await this.begin(run);
    const values = { ...logs, learningRate: run.history.learningRate.at(-1)! };
    const timestamp = Date.now();
    const metrics = Object.entries(values).map(([key, value]) => ({
      key,
      value,
      timestamp,
      step: epoch + 1,
    }));
    await this.callOrSay("runs/log-batch", { run_id: this.runId, metrics });
  }

  async onTrainEnd(run: Run): Promise<void> {
    if (this.runId === undefined) return;
    const whole = run.epoch >= run.epochs || run.stopped !== undefined;
    const status = run.interrupted ? "KILLED" : whole ? "FINISHED" : "FAILED";
    await this.callOrSay("runs/update", { run_id: this.runId, status, end_time: Date.now() });
  }

  private params(run: Run): { key: string; value: string }[] {
    const { seed, epochs, batchSize } = run;
    const { optimizer, options } = run.optimizer.optimizer.toJSON();
    const own = { seed, epochs, batchSize, optimizer, ...options, ...this.options.params };
    return Object.entries(own).map(([key, value]) => ({
      key,
      value: typeof value === "object" ? JSON.stringify(value) : String(value),
    }));
  }

  private async findExperiment(): Promise<string> {
    const { experiment } = this.options;
    const query = `experiments/get-by-name?experiment_name=${encodeURIComponent(experiment)}`;
    const found = (await this.call(query, undefined, 404)) as
      { experiment?: { experiment_id: string } } | undefined;
    if (found?.experiment) return found.experiment.experiment_id;
    return ((await this.call("experiments/create", { name: experiment })) as { experiment_id: string })
      .experiment_id;
  }

  private async callOrSay(path: string, body: object): Promise<void> {
    if (this.lost) return;
    try {
      await this.call(path, body);
    } catch (error) {
      this.lost = true;
      console.log(`${(error as Error).message}; training goes on without it`);
    }
  }

  private async call(path: string, body?: object, allowed?: number): Promise<unknown> {
    const url = `${this.options.uri.replace(/\/$/, "")}/api/2.0/mlflow/${path}`;
    const response = await this.request(url, body);
    if (response.status === allowed) return undefined;
    // A page of something else that listens there is no JSON.
    if (response.ok) return response.json().catch(() => Promise.reject(this.noServer()));
    const required = `${this.options.uri} must accept ${path.split("?")[0]}`;
    throw new FileError({
      where: "mlflow",
      required,
      got: `status ${response.status}: ${await response.text()}`,
    });
  }

  private async request(url: string, body?: object): Promise<Response> {
    const headers = { "content-type": "application/json" };
    const given = body && { method: "POST", headers, body: JSON.stringify(body, plainNumbers) };
    try {
      return await fetch(url, { ...given, signal: AbortSignal.timeout(10_000) });
    } catch {
      throw this.noServer();
    }
  }

  private noServer(): FileError {
    return new FileError({
      where: "mlflow",
      required: `an MLflow server must answer at ${this.options.uri}`,
      remedy: "start one with `mlflow server`, or give {uri}",
    });
  }
}

/** JSON has no NaN; MLflow takes the word. */
function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
