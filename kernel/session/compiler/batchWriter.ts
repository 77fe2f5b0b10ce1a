import { AbstractMessageWriter, type Message, type MessageWriter } from "vscode-jsonrpc/node";

/** Writes the messages of one turn in one go: each write would wake the other process, and wait for it. */
export class BatchWriter extends AbstractMessageWriter implements MessageWriter {
  private readonly waiting: string[] = [];

  constructor(private readonly stream: NodeJS.WritableStream) {
    super();
    stream.on("error", (error) => this.fireError(error));
    stream.on("close", () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    const text = JSON.stringify(message);
    if (this.waiting.length === 0) process.nextTick(() => this.flush());
    this.waiting.push(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return Promise.resolve();
  }

  end(): void {
    this.flush();
    this.stream.end();
  }

  private flush(): void {
    this.stream.write(this.waiting.splice(0).join(""));
  }
}
