import type { ChildProcess } from "node:child_process";
import { type Connection, type ConnectionListener, type Site, onLines, decode, encode } from "./protocol";
import type { CheckedRayOptions } from "./rayOptions";
import { rayError, startRayShim, type FromShim, type ToShim } from "./rayShim";

// Ray's own processes are given time to end in order.
const patienceMs = 20_000;

/** Worker processes on a Ray cluster, to which a Python process speaks. */
export class RaySite implements Site {
  readonly ready: Promise<void>;
  readonly startTimeoutSeconds: number;
  count = 0;
  private readonly shim: ChildProcess;
  private readonly ended: Promise<void>;
  private readonly listeners = new Map<number, ConnectionListener>();
  private connections = 0;
  private isUp!: () => void;
  private refuse!: (got: string) => void;

  constructor(options: CheckedRayOptions) {
    this.startTimeoutSeconds = options.startTimeoutSeconds;
    this.ready = new Promise((resolve, reject) => {
      this.isUp = resolve;
      this.refuse = (got) => reject(rayError(options.address, got));
    });
    this.shim = startRayShim(options);
    // What is written to a process that has just died is lost with it.
    this.shim.stdin!.on("error", () => {});
    this.shim.once("error", ({ message }) => this.refuse(message));
    this.ended = new Promise((resolve) => this.shim.once("close", () => resolve()));
    void this.ended.then(() => this.shimEnded());
    onLines(this.shim.stdout!, (line) => this.hear(JSON.parse(line) as FromShim));
  }

  /** Asks for a worker in a slot. */
  connect(slot: number, listener: ConnectionListener): Connection {
    const id = this.connections++;
    this.listeners.set(id, listener);
    if (this.shim.exitCode === null && this.shim.signalCode === null) this.say({ type: "open", id, slot });
    else setImmediate(() => this.closed(id, this.howItEnded()));
    return {
      send: (message) => this.say({ type: "send", id, line: encode(message) }),
      kill: () => this.say({ type: "kill", id }),
    };
  }

  /** Ends Ray, where it was started here, and all workers. */
  async close(): Promise<void> {
    this.listeners.clear();
    this.shim.stdin!.end();
    const late = setTimeout(() => this.shim.kill("SIGKILL"), patienceMs);
    await this.ended;
    clearTimeout(late);
  }

  private shimEnded(): void {
    this.refuse(this.howItEnded());
    for (const id of [...this.listeners.keys()]) this.closed(id, this.howItEnded());
  }

  private hear(message: FromShim): void {
    switch (message.type) {
      case "up":
        this.count = message.count;
        return this.isUp();
      case "failed":
        return this.refuse(message.reason);
      case "line":
        return this.listeners.get(message.id)?.message(decode(message.line));
      case "closed":
        return this.closed(message.id, message.reason);
    }
  }

  private closed(id: number, reason: string): void {
    const listener = this.listeners.get(id);
    this.listeners.delete(id);
    listener?.closed(reason);
  }

  private say(message: ToShim): void {
    this.shim.stdin!.write(`${JSON.stringify(message)}\n`);
  }

  private howItEnded(): string {
    const { exitCode, signalCode } = this.shim;
    return `rayShim.py ended (${signalCode ?? `code ${exitCode}`})`;
  }
}
