import type { StreamName } from "../protocol/events.js";
import type { Shown } from "../protocol/outcome.js";
import type { Content } from "./message.js";
import type { Extras, Origin, Sockets } from "./sockets.js";

const flushMs = 15;
const flushLength = 1 << 16;

/** What every front end hears of the kernel: status, results, and output in bundles rather than line by line. */
export class Publisher {
  private pending: { origin: Origin; name: StreamName; parts: string[]; length: number } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sockets: Sockets) {}

  status(origin: Origin, state: "starting" | "busy" | "idle"): void {
    this.send(origin, "status", { execution_state: state });
  }

  text(origin: Origin, name: StreamName, text: string): void {
    if (this.pending && (this.pending.origin !== origin || this.pending.name !== name)) this.flush();
    this.pending ??= { origin, name, parts: [], length: 0 };
    this.pending.parts.push(text);
    this.pending.length += text.length;
    if (this.pending.length >= flushLength) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), flushMs);
  }

  display(origin: Origin, { data, metadata }: Shown, displayId?: string, update = false): void {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    this.send(origin, update ? "update_display_data" : "display_data", { data, metadata, transient });
  }

  /** Any other message; output that came before it goes first. */
  send(origin: Origin, type: string, content: Content, extras: Extras = {}): void {
    this.flush();
    void this.sockets.publish(origin, type, content, extras);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const pending = this.pending;
    this.pending = undefined;
    if (!pending) return;
    void this.sockets.publish(pending.origin, "stream", { name: pending.name, text: pending.parts.join("") });
  }
}
