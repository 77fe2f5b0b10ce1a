import * as tf from "@tensorflow/tfjs";
import { displaySymbol, type MimeBundle, tableBundle } from "../show/index";
import type { BackendName, PassedOver } from "./backendName";

/** What a {@link BackendReport} says. */
export interface BackendFacts {
  backend: BackendName;
  build?: string;
  version: string;
  threads: number;
  passedOver: PassedOver[];
}

const titles: Record<BackendName, string> = {
  native: "native TensorFlow",
  wasm: "WebAssembly",
  cpu: "plain JavaScript",
};

/** Which engine runs TensorFlow.js, and why no faster one does; as a cell's last value it is shown as a table. */
export class BackendReport implements BackendFacts {
  /** `native`, `wasm` or `cpu`. */
  readonly backend: BackendName;
  /** How set-up came by the TensorFlow library, `wheel`; only where the backend is native. */
  readonly build?: string;
  /** The version of the engine: for native, of TensorFlow. */
  readonly version: string;
  /** Threads of one operation. */
  readonly threads: number;
  /** Faster backends, with the reason why they are not in use and what to do about it. */
  readonly passedOver: PassedOver[];
  /** The version of TensorFlow.js. */
  readonly tfjsVersion = tf.version_core;
  /** What `tf.getBackend()` gives: `tensorflow`, `wasm` or `cpu`. */
  readonly tfjsName: string;

  constructor(facts: BackendFacts) {
    this.backend = facts.backend;
    this.build = facts.backend === "native" ? facts.build : undefined;
    this.version = facts.version;
    this.threads = facts.threads;
    this.passedOver = facts.passedOver;
    this.tfjsName = this.backend === "native" ? "tensorflow" : this.backend;
  }

  /** One row a fact, and below them what was passed over. */
  [displaySymbol](): MimeBundle {
    const from = this.build ? ` (from the ${this.build})` : "";
    return tableBundle({
      title: `Backend: ${titles[this.backend]}`,
      rows: [
        ["engine", `${titles[this.backend]} ${this.version}${from}`],
        ["tf.getBackend()", this.tfjsName],
        ["TensorFlow.js", this.tfjsVersion],
        ["threads", String(this.threads)],
      ],
      notes: this.passedOver.map(
        ({ backend, reason, remedy }) => `${backend} passed over: ${reason}; ${remedy}`,
      ),
    });
  }
}
