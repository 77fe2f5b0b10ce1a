import { rmSync } from "node:fs";
import { Publisher, Reply, Router } from "zeromq";
import { type Channel, channels, type Connection } from "./connection.js";
import type { Header } from "../protocol/comms.js";
import { Codec, type Content, type Message } from "./message.js";

/** What a message from the kernel answers: the request's header and the way back. */
export interface Origin {
  header: Header | Record<string, never>;
  identities: Buffer[];
}

/** What goes with a message besides its content. */
export interface Extras {
  metadata?: Record<string, unknown>;
  buffers?: Buffer[];
  topic?: string;
}

const sendAll = { sendHighWaterMark: 0, linger: 1000 };

/** The kernel's five sockets. What arrives malformed or unsigned is reported and dropped. */
export class Sockets {
  private readonly codec: Codec;
  private readonly routers = {
    shell: new Router(sendAll),
    control: new Router(sendAll),
    stdin: new Router(sendAll),
  };
  private readonly iopub = new Publisher(sendAll);
  private readonly heartbeat = new Reply();
  private readonly sending = new Map<object, Promise<void>>();

  constructor(private readonly connection: Connection) {
    this.codec = new Codec(connection.key);
  }

  async open(): Promise<void> {
    await Promise.all([
      ...Object.entries(this.routers).map(([name, socket]) => this.bind(socket, name as Channel)),
      this.bind(this.iopub, "iopub"),
      this.bind(this.heartbeat, "hb"),
    ]);
    void this.echoHeartbeat();
  }

  private async bind(socket: Router | Publisher | Reply, channel: Channel): Promise<void> {
    const address = this.address(channel);
    try {
      await socket.bind(address);
    } catch (error) {
      throw new Error(
        `kernel: cannot listen on ${address} (${channel}): ${(error as Error).message}; start it again, as Jupyter does with other ports`,
      );
    }
  }

  /** Messages of one channel in the order in which they come, until the kernel closes its sockets. */
  async *messages(channel: "shell" | "control" | "stdin"): AsyncGenerator<Message> {
    for await (const frames of this.routers[channel]) {
      const message = this.decode(frames as Buffer[]);
      if (message) yield message;
    }
  }

  /** Answers a request on the channel on which it came, or asks the front end on `stdin`. */
  send(
    channel: "shell" | "control" | "stdin",
    origin: Origin,
    type: string,
    content: Content,
  ): Promise<void> {
    return this.post(this.routers[channel], this.message(origin.identities, origin, type, content, {}));
  }

  /** Sends to every front end. */
  publish(origin: Origin, type: string, content: Content, extras: Extras = {}): Promise<void> {
    const topic = Buffer.from(extras.topic ?? type);
    return this.post(this.iopub, this.message([topic], origin, type, content, extras));
  }

  /** Sends what is waiting, then closes. */
  async close(): Promise<void> {
    await Promise.all(this.sending.values());
    for (const socket of [...Object.values(this.routers), this.iopub, this.heartbeat]) socket.close();
    if (this.connection.transport === "ipc") this.removeFiles();
  }

  private message(
    identities: Buffer[],
    origin: Origin,
    type: string,
    content: Content,
    extras: Extras,
  ): Message {
    const { metadata = {}, buffers = [] } = extras;
    const header = this.codec.header(type);
    return { identities, header, parent: origin.header, metadata, content, buffers };
  }

  /** A ZeroMQ socket takes one message at a time. */
  private post(socket: Router | Publisher, message: Message): Promise<void> {
    const frames = this.codec.encode(message);
    const before = this.sending.get(socket) ?? Promise.resolve();
    const sent = before.then(() => socket.send(frames)).catch(() => undefined);
    this.sending.set(socket, sent);
    return sent;
  }

  private decode(frames: Buffer[]): Message | undefined {
    try {
      return this.codec.decode(frames);
    } catch (error) {
      process.stderr.write(`${(error as Error).message}; it was dropped\n`);
      return undefined;
    }
  }

  private async echoHeartbeat(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }

  /** Those of local sockets: the process ends before ZeroMQ comes to it. */
  private removeFiles(): void {
    for (const channel of channels) rmSync(this.address(channel).replace(/^ipc:\/\//, ""), { force: true });
  }

  private address(channel: Channel): string {
    const { ip, transport, ports } = this.connection;
    if (transport === "ipc") return `ipc://${ip}-${ports[channel]}`;
    return `tcp://${ip === "::1" ? "[::1]" : ip}:${ports[channel]}`;
  }
}
