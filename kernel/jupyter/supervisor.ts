import { toCodePoints, toUtf16 } from "./codePoints.js";
import type { Connection } from "./connection.js";
import { ConverterThread } from "../session/compiler/converterThread.js";
import { CellQueue } from "./cellQueue.js";
import { Displays } from "./displays.js";
import { ChildKeeper } from "../session/process/childKeeper.js";
import { memoryLimit } from "../session/process/memoryLimit.js";
import { OutputLimit } from "../session/output/outputLimit.js";
import type { StreamName } from "../session/output/outputMerger.js";
import { HistoryStore } from "./historyStore.js";
import { kernelInfo } from "./kernelInfo.js";
import { type Project, readProject } from "../protocol/project.js";
import { commMessageOf, OpenComms } from "./openComms.js";
import type { ChildEvent, CommMessage } from "../protocol/events.js";
import { Publisher } from "./publisher.js";
import { Shapes } from "../session/shapes.js";
import type { Content, Message } from "./message.js";
import { type Origin, Sockets } from "./sockets.js";

/** A question that the front end was asked for a cell. */
interface Question {
  id: number;
  asking: Origin;
}

type Answer = (content: Content) => Content | Promise<Content>;

const nobody: Origin = { header: {}, identities: [] };

/** Owns the sockets and brings requests to those who can answer them. Runs no code of the notebook. */
export class Supervisor {
  private readonly project: Project = readProject();
  private readonly memory = memoryLimit();
  // Its process starts at once, beside the rest of this one's start.
  private readonly keeper = new ChildKeeper(this.memory);
  private readonly converter = new ConverterThread(this.project, process.cwd(), this.memory);
  private readonly history = new HistoryStore();
  private readonly sockets: Sockets;
  private readonly publisher: Publisher;
  private readonly displays: Displays;
  private readonly queue: CellQueue;
  private readonly comms = new OpenComms();
  private readonly shapes = new Shapes(this.keeper, () => this.queue.current !== undefined);
  private readonly limit = new OutputLimit();
  private asked: Question[] = [];

  constructor(connection: Connection) {
    this.sockets = new Sockets(connection);
    this.publisher = new Publisher(this.sockets);
    this.displays = new Displays(this.publisher);
    const { sockets, publisher, converter, keeper, history, limit, displays } = this;
    this.queue = new CellQueue({ sockets, publisher, converter, keeper, history, limit, displays });
    keeper.on("text", (cell, stream, text) => this.print(cell, stream, text));
    keeper.on("event", (cell, event) => this.tell(cell, event));
    keeper.on("reset", () => this.forget());
  }

  async start(): Promise<void> {
    await this.sockets.open();
    this.publisher.status(nobody, "starting");
    void this.serve("shell");
    void this.serve("control");
    void this.receiveInput();
    this.converter.start();
    this.keeper.rest();
  }

  interrupt(): void {
    this.queue.interrupt();
  }

  /** Ends the child, sends what is waiting, and ends the kernel. */
  async stop(): Promise<never> {
    this.keeper.close();
    this.history.close();
    this.limit.close();
    this.publisher.flush();
    await this.sockets.close();
    process.exit(0);
  }

  private async serve(channel: "shell" | "control"): Promise<void> {
    for await (const message of this.sockets.messages(channel)) {
      if (message.header.msg_type === "execute_request") this.queue.add(message);
      else void this.handle(channel, message);
    }
  }

  private async receiveInput(): Promise<void> {
    for await (const { header, content } of this.sockets.messages("stdin"))
      if (header.msg_type === "input_reply") this.answerInput(String(content.value));
  }

  /** Cells may ask several questions at once; front ends answer them one after the other. */
  private ask(id: number, prompt: string, password: boolean): void {
    const { current } = this.queue;
    if (!current?.canAsk) return this.keeper.send({ type: "reply", id });
    this.forgetQuestions();
    this.asked.push({ id, asking: current });
    void this.sockets.send("stdin", current, "input_request", { prompt, password });
  }

  private answerInput(value: string): void {
    this.forgetQuestions();
    const question = this.asked.shift();
    if (question) this.keeper.send({ type: "reply", id: question.id, value });
  }

  /** Those of a cell that was stopped: front ends take the field away then, and never answer. */
  private forgetQuestions(): void {
    this.asked = this.asked.filter(({ asking }) => asking === this.queue.current);
  }

  private async handle(channel: "shell" | "control", message: Message): Promise<void> {
    const { header, identities, content } = message;
    const type = header.msg_type;
    const origin = { header, identities };
    this.publisher.status(origin, "busy");
    const comm = commMessageOf(message);
    if (comm) this.forward(comm);
    if (type.endsWith("_request")) {
      const answer = Object.hasOwn(this.answers, type) ? this.answers[type] : undefined;
      const replied = answer ? await this.tried(answer, content) : unknownRequest(type, content);
      await this.sockets.send(channel, origin, type.replace(/_request$/, "_reply"), replied);
    }
    if (type === "shutdown_request") return this.stop();
    this.publisher.status(origin, "idle");
    // A front end shows the last status; a cell that still runs has the last word.
    if (this.queue.current) this.publisher.status(this.queue.current, "busy");
  }

  private forward(message: CommMessage): void {
    this.comms.note(message);
    this.keeper.send({ type: "comm", message });
  }

  private async tried(answer: Answer, content: Content): Promise<Content> {
    try {
      return { status: "ok", ...(await answer(content)) };
    } catch (error) {
      const { name, message, stack = "" } = error as Error;
      return { status: "error", ename: name, evalue: message, traceback: stack.split("\n") };
    }
  }

  private readonly answers: Record<string, Answer> = {
    kernel_info_request: () => kernelInfo(this.project, this.memory),
    complete_request: ({ code, cursor_pos }) => this.complete(code as string, cursor_pos as number),
    inspect_request: ({ code, cursor_pos, detail_level = 0 }) =>
      this.inspect(code as string, cursor_pos as number, Number(detail_level) > 0),
    is_complete_request: async ({ code }) => ({
      ...(await this.converter.call("completeness", code as string)),
    }),
    history_request: (content) => this.history.answer(content),
    comm_info_request: (content) => this.comms.info(content),
    interrupt_request: () => {
      this.interrupt();
      return {};
    },
    shutdown_request: ({ restart = false }) => ({ restart }),
  };

  private async complete(code: string, cursor: number): Promise<Content> {
    const { matches, start, end, kinds } = await this.converter.call("complete", code, toUtf16(code, cursor));
    const shapes = await this.shapes.completing(code.slice(0, start), matches);
    const cursor_start = toCodePoints(code, start);
    const cursor_end = toCodePoints(code, end);
    const typed = matches.map((text, at) => ({
      text,
      type: shapes[text] ?? kinds[at],
      start: cursor_start,
      end: cursor_end,
    }));
    return { matches, cursor_start, cursor_end, metadata: { _jupyter_types_experimental: typed } };
  }

  private async inspect(code: string, cursor: number, whole: boolean): Promise<Content> {
    const offset = toUtf16(code, cursor);
    const typed = await this.converter.call("inspect", code, offset, whole);
    const shape = typed && (await this.shapes.at(code, offset));
    const text = shape ? `${typed}\n\nNow: ${shape}` : typed;
    const data = text === undefined ? {} : { "text/markdown": text, "text/plain": plainText(text) };
    return { found: text !== undefined, data, metadata: {} };
  }

  private print(cell: number, stream: StreamName, text: string): void {
    const origin = this.queue.originOf(cell);
    for (const shown of this.limit.admit(cell, { stream, text }))
      this.publisher.text(origin, shown.stream, shown.text);
  }

  /** The child is gone, and with it every variable and comm. */
  private forget(): void {
    this.comms.clear();
    this.converter.reset();
  }

  private clear(cell: number, wait: boolean): void {
    this.limit.clear(cell);
    this.displays.clear(cell);
    this.publisher.send(this.queue.originOf(cell), "clear_output", { wait });
  }

  private publishComm(origin: Origin, message: CommMessage): void {
    this.comms.note(message);
    const { header, type, content, metadata, buffers } = message;
    const bytes = buffers.map((buffer) => Buffer.from(buffer, "base64"));
    const answered = header ? { header, identities: [] } : origin;
    this.publisher.send(answered, type, content, { metadata, buffers: bytes });
  }

  private tell(cell: number, event: ChildEvent): void {
    const origin = this.queue.originOf(cell);
    if (event.type === "display") this.displays.show(cell, origin, event);
    else if (event.type === "clear") this.clear(cell, event.wait);
    else if (event.type === "comm") this.publishComm(origin, event.message);
    else if (event.type === "described") this.shapes.answer(event.id, event.found);
    else if (event.type === "input") this.ask(event.id, event.prompt, event.password);
    else if (event.type === "late") this.publisher.send(origin, "error", { ...event.failure });
  }
}

/** Nobody should wait for ever; a debugger reads the fields of its own protocol. */
function unknownRequest(type: string, { seq, command }: Content): Content {
  const message = `this kernel does not answer ${type}`;
  const debugged = { type: "response", request_seq: seq, success: false, command, message };
  const error = { status: "error", ename: "UnknownRequest", evalue: message, traceback: [message] };
  return type === "debug_request" ? { ...debugged, ...error } : error;
}

function plainText(markdown: string): string {
  return markdown.replace(/^```\w*\n?/gm, "").trim();
}
