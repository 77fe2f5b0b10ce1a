import { encodeConfig, type SessionConfig } from "./graphDef";
import type { NativeGraph } from "./stepGraph";
import { type Pointer, type TensorflowApi, throwUnlessOk, withStatus } from "./tensorflowApi";

/** What a {@link Program} is made of. */
export interface ProgramOptions {
  /** The graph, which the program deletes. */
  native: NativeGraph;
  /** How many tensors are fed and fetched. */
  feeds: number;
  fetches: number;
  config: SessionConfig;
}

/**
 * A graph in a TensorFlow session: tensors in, tensors out, one call into the library a run.
 *
 * Fed and fetched tensors are addresses of `TF_Tensor`; fetched ones belong to the caller.
 */
export class Program {
  readonly #native: NativeGraph;
  readonly #session: Pointer;
  readonly #status: Pointer;
  readonly #fed: Uint32Array;
  readonly #fetched: Uint32Array;
  readonly #arguments: unknown[];

  constructor(
    readonly api: TensorflowApi,
    { native, feeds, fetches, config }: ProgramOptions,
  ) {
    try {
      this.#session = newSession(api, native.graph, config);
    } catch (error) {
      api.TF_DeleteGraph(native.graph);
      throw error;
    }
    this.#native = native;
    this.#status = api.TF_NewStatus();
    this.#fed = new Uint32Array(2 * Math.max(feeds, 1));
    this.#fetched = new Uint32Array(2 * Math.max(fetches, 1));
    const { inputs, outputs } = native;
    // prettier-ignore
    this.#arguments = [
      this.#session, null, inputs, this.#fed, feeds, outputs, this.#fetched, fetches,
      null, 0, null, this.#status,
    ];
  }

  /** Runs the graph once; the tensors fed and fetched are in the order of the feeds and fetches. */
  run(fed: readonly Pointer[]): Pointer[] {
    this.#feed(fed);
    this.api.TF_SessionRun(...this.#arguments);
    return this.#results();
  }

  /** As {@link run}, on another thread: the event loop goes on. */
  runAsync(fed: readonly Pointer[]): Promise<Pointer[]> {
    this.#feed(fed);
    return new Promise<void>((resolve, reject) => {
      this.api.TF_SessionRun.async(...this.#arguments, (error: unknown) =>
        error ? reject(error) : resolve(),
      );
    }).then(() => this.#results());
  }

  /** Frees the session and its graph. */
  dispose(): void {
    withStatus(this.api, "close", (status) => this.api.TF_CloseSession(this.#session, status));
    withStatus(this.api, "close", (status) => this.api.TF_DeleteSession(this.#session, status));
    this.api.TF_DeleteGraph(this.#native.graph);
    this.api.TF_DeleteStatus(this.#status);
  }

  #feed(fed: readonly Pointer[]): void {
    for (let index = 0; index < fed.length; index++) {
      this.#fed[2 * index] = fed[index] % 2 ** 32;
      this.#fed[2 * index + 1] = fed[index] / 2 ** 32;
    }
  }

  #results(): Pointer[] {
    throwUnlessOk(this.api, "TensorFlow", this.#status);
    const halves = this.#fetched;
    const results: Pointer[] = [];
    for (let index = 0; index < halves.length; index += 2) {
      results.push(halves[index] + halves[index + 1] * 2 ** 32);
    }
    return results;
  }
}

function newSession(api: TensorflowApi, graph: Pointer, config: SessionConfig): Pointer {
  const options = api.TF_NewSessionOptions();
  const bytes = encodeConfig(config);
  try {
    withStatus(api, "session", (status) => api.TF_SetConfig(options, bytes, bytes.length, status));
    return withStatus(api, "session", (status) => api.TF_NewSession(graph, options, status));
  } finally {
    api.TF_DeleteSessionOptions(options);
  }
}
