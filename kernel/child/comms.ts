import { randomUUID } from "node:crypto";
import type { CommMessage } from "../protocol/comms.js";
import { onOwnBuiltins, withTheirBuiltins } from "./context/builtins.js";
import { currentCell, runInCell } from "./context/cellContext.js";
import type { ChildOutput } from "./context/childOutput.js";

type Data = Record<string, unknown>;

/** What may go with a message besides its data. */
interface Extras {
  metadata?: Data;
  /** Bytes that travel as they are. */
  buffers?: Uint8Array[];
}

type Opened = (comm: Comm, data: Data, buffers: Uint8Array[]) => void;

type Handler = (data: Data, buffers: Uint8Array[]) => void;

/** A line to the front end, by Jupyter's comm protocol. */
export interface Comm {
  readonly id: string;
  send(data: Data, extras?: Extras): void;
  /** Called with every message that comes. */
  onMessage(handler: Handler): void;
  onClose(handler: Handler): void;
  close(data?: Data): void;
}

/** The name under which the kernel offers libraries to open comms. */
export const commSymbol = Symbol.for("Jupyter.comm");

interface Line {
  cell: number;
  onMessage: Handler;
  onClose: Handler;
}

const nothing: Handler = () => undefined;

/** The comms of one notebook. What a handler prints belongs to the cell that opened its comm. */
export class Comms {
  private readonly lines = new Map<string, Line>();
  /** The header of the message that is being handled: widgets look for the answer to what they asked. */
  private answered: CommMessage["header"];
  private readonly targets = new Map<string, Opened>();

  constructor(private readonly output: ChildOutput) {
    const open = onOwnBuiltins((target: string, data?: Data, extras?: Extras & { id?: string }) =>
      this.open(target, data, extras),
    );
    const register = onOwnBuiltins((target: string, opened: Opened) => void this.targets.set(target, opened));
    Object.defineProperty(globalThis, commSymbol, { value: { open, register }, configurable: true });
  }

  /** A message of the front end's. */
  receive(message: CommMessage): void {
    this.answered = message.header;
    try {
      this.handle(message);
    } finally {
      this.answered = undefined;
    }
  }

  private handle({ type, content, buffers }: CommMessage): void {
    const id = String(content.comm_id);
    const data = (content.data ?? {}) as Data;
    const bytes = buffers.map((buffer) => Buffer.from(buffer, "base64"));
    if (type === "comm_open") return this.opened(id, String(content.target_name), data, bytes);
    const line = this.lines.get(id);
    if (!line) return;
    if (type === "comm_close") this.lines.delete(id);
    const handler = type === "comm_msg" ? line.onMessage : line.onClose;
    withTheirBuiltins(() => runInCell(line.cell, () => handler(data, bytes)));
  }

  private open(
    target: string,
    data: Data = {},
    { id = randomUUID(), ...extras }: Extras & { id?: string } = {},
  ): Comm {
    this.send("comm_open", { comm_id: id, target_name: target, data }, extras);
    return this.line(id);
  }

  private opened(id: string, target: string, data: Data, buffers: Uint8Array[]): void {
    const accept = this.targets.get(target);
    if (!accept) return this.send("comm_close", { comm_id: id, data: {} }, {});
    const line = this.line(id);
    withTheirBuiltins(() => accept(line, data, buffers));
  }

  private line(id: string): Comm {
    const line: Line = { cell: currentCell(), onMessage: nothing, onClose: nothing };
    this.lines.set(id, line);
    return {
      id,
      send: onOwnBuiltins((data, extras = {}) => this.send("comm_msg", { comm_id: id, data }, extras)),
      onMessage: (handler) => void (line.onMessage = handler),
      onClose: (handler) => void (line.onClose = handler),
      close: onOwnBuiltins((data = {}) => {
        this.lines.delete(id);
        this.send("comm_close", { comm_id: id, data }, {});
      }),
    };
  }

  private send(type: CommMessage["type"], content: Data, { metadata = {}, buffers = [] }: Extras): void {
    const encoded = buffers.map((bytes) => Buffer.from(bytes).toString("base64"));
    this.output.send({
      type: "comm",
      message: { header: this.answered, type, content, metadata, buffers: encoded },
    });
  }
}
