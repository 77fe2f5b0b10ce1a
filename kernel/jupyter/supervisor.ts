import type { CommMessage } from "../protocol/comms.js";
import { Session } from "../session/session.js";
import { toCodePoints, toUtf16 } from "./codePoints.js";
import type { Connection } from "./connection.js";
import { Displays } from "./displays.js";
import { ExecuteRequests } from "./executeRequests.js";
import { HistoryStore } from "./historyStore.js";
import { kernelInfo } from "./kernelInfo.js";
import type { Content, Message } from "./message.js";
import { commMessageOf, OpenComms } from "./openComms.js";
import { Publisher } from "./publisher.js";
import { type Origin, Sockets } from "./sockets.js";

/** A question that the front end was asked for a cell. */
interface Question {
  id: number;
  asking: Origin;
}

type Answer = (content: Content) => Content | Promise<Content>;

const nobody: Origin = { header: {}, identities: [] };

/** Owns the sockets, brings requests to those who can answer them, and publishes what happens in the session. */
export class Supervisor {
  // Its processes start at once, beside the rest of this one's start.
  private readonly session = new Session();
  private readonly history = new HistoryStore();
  private readonly sockets: Sockets;
  private readonly publisher: Publisher;
  private readonly displays: Displays;
  private readonly requests: ExecuteRequests;
  private readonly comms = new OpenComms();
  private asked: Question[] = [];

  constructor(connection: Connection) {
    this.sockets = new Sockets(connection);
    this.publisher = new Publisher(this.sockets);
    this.displays = new Displays(this.publisher);
    const { sockets, publisher, session, history, displays } = this;
    this.requests = new ExecuteRequests({ sockets, publisher, session, history, displays });
    this.listen();
  }

  async start(): Promise<void> {
    await this.sockets.open();
    this.publisher.status(nobody, "starting");
    void this.serve("shell");
    void this.serve("control");
    void this.receiveInput();
    this.session.start();
  }

  interrupt(): void {
    this.requests.interrupt();
  }

  /** Ends the child, sends what is waiting, and ends the kernel. */
  async stop(): Promise<never> {
    this.session.close();
    this.history.close();
    this.publisher.flush();
    await this.sockets.close();
    process.exit(0);
  }

  private async serve(channel: "shell" | "control"): Promise<void> {
    for await (const message of this.sockets.messages(channel)) {
      if (message.header.msg_type === "execute_request") this.requests.add(message);
      else void this.handle(channel, message);
    }
  }

  private async receiveInput(): Promise<void> {
    for await (const { header, content } of this.sockets.messages("stdin"))
      if (header.msg_type === "input_reply") this.answerInput(String(content.value));
  }

  /** Cells may ask several questions at once; front ends answer them one after the other. */
  private ask(id: number, prompt: string, password: boolean): void {
    const { current } = this.requests;
    if (!current?.canAsk) return this.session.reply(id);
    this.forgetQuestions();
    this.asked.push({ id, asking: current });
    void this.sockets.send("stdin", current, "input_request", { prompt, password });
  }

  private answerInput(value: string): void {
    this.forgetQuestions();
    const question = this.asked.shift();
    if (question) this.session.reply(question.id, value);
  }

  /** Those of a cell that was stopped: front ends take the field away then, and never answer. */
  private forgetQuestions(): void {
    this.asked = this.asked.filter(({ asking }) => asking === this.requests.current);
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
    if (this.requests.current) this.publisher.status(this.requests.current, "busy");
  }

  private forward(message: CommMessage): void {
    this.comms.note(message);
    this.session.send(message);
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
    kernel_info_request: () => kernelInfo(this.session.project, this.session.memory),
    complete_request: ({ code, cursor_pos }) => this.complete(code as string, cursor_pos as number),
    inspect_request: ({ code, cursor_pos, detail_level = 0 }) =>
      this.inspect(code as string, cursor_pos as number, Number(detail_level) > 0),
    is_complete_request: async ({ code }) => ({ ...(await this.session.completeness(code as string)) }),
    history_request: (content) => this.history.answer(content),
    comm_info_request: (content) => this.comms.info(content),
    interrupt_request: () => {
      this.interrupt();
      return {};
    },
    shutdown_request: ({ restart = false }) => ({ restart }),
  };

  private async complete(code: string, cursor: number): Promise<Content> {
    const { matches, start, end, kinds } = await this.session.complete(code, toUtf16(code, cursor));
    const cursor_start = toCodePoints(code, start);
    const cursor_end = toCodePoints(code, end);
    const typed = matches.map((text, at) => ({
      text,
      type: kinds[at],
      start: cursor_start,
      end: cursor_end,
    }));
    return { matches, cursor_start, cursor_end, metadata: { _jupyter_types_experimental: typed } };
  }

  private async inspect(code: string, cursor: number, whole: boolean): Promise<Content> {
    const text = await this.session.inspect(code, toUtf16(code, cursor), whole);
    const data = text === undefined ? {} : { "text/markdown": text, "text/plain": plainText(text) };
    return { found: text !== undefined, data, metadata: {} };
  }

  /** Publishes what happens in the session, for the request that it belongs to. */
  private listen(): void {
    const { session, publisher, displays, requests } = this;
    session.on("text", (cell, stream, text) => publisher.text(requests.originOf(cell), stream, text));
    session.on("display", (cell, display) => displays.show(cell, requests.originOf(cell), display));
    session.on("clear", (cell, wait) => this.clear(cell, wait));
    session.on("comm", (cell, message) => this.publishComm(requests.originOf(cell), message));
    session.on("input", (_, { id, prompt, password }) => this.ask(id, prompt, password));
    session.on("late", (cell, failure) => publisher.send(requests.originOf(cell), "error", { ...failure }));
    session.on("reset", () => this.comms.clear());
  }

  private clear(cell: number, wait: boolean): void {
    this.displays.clear(cell);
    this.publisher.send(this.requests.originOf(cell), "clear_output", { wait });
  }

  private publishComm(origin: Origin, message: CommMessage): void {
    this.comms.note(message);
    const { header, type, content, metadata, buffers } = message;
    const bytes = buffers.map((buffer) => Buffer.from(buffer, "base64"));
    const answered = header ? { header, identities: [] } : origin;
    this.publisher.send(answered, type, content, { metadata, buffers: bytes });
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
