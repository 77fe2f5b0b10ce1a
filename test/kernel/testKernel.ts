/* eslint-disable @typescript-eslint/no-explicit-any -- what comes over the wire is what is tested */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Request as ZmqRequest, Subscriber } from "zeromq";

export const root = join(__dirname, "..", "..");

/** A message as it came, without the routing frames. */
export interface Reply {
  header: { msg_id: string; msg_type: string; session: string; date: string };
  parent: { msg_id?: string; msg_type?: string };
  content: Record<string, any>;
  buffers: Buffer[];
}

/** All that an execute_request brought about. */
export interface Execution {
  reply: Record<string, any>;
  /** Everything published for it, in order, from busy to idle. */
  messages: Reply[];
  stdout: string;
  stderr: string;
  /** The text of the result, when there is one. */
  result: string | undefined;
  error: { ename: string; evalue: string; traceback: string[] } | undefined;
}

/** How a kernel is started. */
interface StartOptions {
  folder?: string;
  env?: NodeJS.ProcessEnv;
  prepare?: (folder: string) => void;
  /** What a shell does before it becomes the kernel: `ulimit -f 64`. */
  shell?: string;
  /** Whether it leads a process group, as Jupyter's kernels do. */
  ownGroup?: boolean;
  /** Serves through local sockets whose paths begin so, rather than through TCP. */
  ipc?: string;
  /** The kernel's program. */
  main?: string;
}

const channels = ["shell", "control", "stdin"] as const;
type Channel = (typeof channels)[number];

/** Builds the kernel when a source is newer than what was built. */
export function ensureBuilt(): void {
  const newest = (folder: string, ending: string): number =>
    Math.max(
      0,
      ...readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile() && one.name.endsWith(ending))
        .map((one) => statSync(join(one.parentPath, one.name)).mtimeMs),
    );
  const built = join(root, "dist", "kernel");
  const isFresh =
    spawnSync("test", ["-f", join(built, "jupyter", "main.js")]).status === 0 &&
    newest(join(root, "kernel"), ".ts") < newest(built, ".js");
  if (isFresh) return;
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")]);
  // What did not change is not written; without this, every kernel to come would be built again.
  utimesSync(join(built, "jupyter", "main.js"), new Date(), new Date());
}

/** A kernel in a process of its own (of the Node in `KERNEL_NODE`, else of this one) and a client of its five sockets. */
export class TestKernel {
  readonly key = randomUUID();
  readonly session = randomUUID();
  readonly sockets = { shell: new Dealer(), control: new Dealer(), stdin: new Dealer() };
  readonly iopub = new Subscriber();
  readonly published: Reply[] = [];
  stderr = "";
  /** Of a socket's address, before the port. */
  private readonly base: string = "tcp://127.0.0.1:";
  /** Answers an input_request: by default with an empty text, with undefined not at all. */
  answer: (prompt: string, password: boolean) => string | undefined = () => "";
  private readonly watchers = new Set<() => void>();
  private readonly replies = new Map<string, (reply: Reply) => void>();
  private readonly early = new Map<string, Reply>();

  private constructor(
    readonly process: ChildProcess,
    readonly folder: string,
    readonly ports: Record<string, number>,
    /** Where the kernel keeps its history. */
    readonly dataHome: string,
  ) {}

  /** Starts a kernel in a folder of its own, into which `prepare` may write first. */
  static async start(options: StartOptions = {}): Promise<TestKernel> {
    const kernel = await TestKernel.spawn(options);
    const ended = once(kernel.process, "exit");
    await Promise.race([kernel.connect(), ended]);
    // Somebody else may have taken a port that was free a moment ago.
    const isTaken = kernel.process.exitCode !== null && kernel.stderr.includes("Address already in use");
    if (!isTaken) return kernel;
    kernel.leave();
    return TestKernel.start({ ...options, folder: kernel.folder, prepare: undefined });
  }

  private static async spawn({
    folder,
    env = {},
    prepare = () => undefined,
    shell = "",
    ownGroup = false,
    ipc,
    main = join(root, "dist/kernel/jupyter/main.js"),
  }: StartOptions): Promise<TestKernel> {
    ensureBuilt();
    const cwd = folder ?? mkdtempSync(join(tmpdir(), "kernel-test-"));
    prepare(cwd);
    const ports = Object.fromEntries(
      await Promise.all(
        ["shell", "control", "stdin", "iopub", "hb"].map(async (name) => [`${name}_port`, await freePort()]),
      ),
    );
    const file = join(mkdtempSync(join(tmpdir(), "kernel-connection-")), "connection.json");
    const args = [main, "-f", file];
    const key = randomUUID();
    const [transport, ip] = ipc === undefined ? ["tcp", "127.0.0.1"] : ["ipc", ipc];
    const connection = { ip, transport, key, signature_scheme: "hmac-sha256", ...ports };
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const history = mkdtempSync(join(tmpdir(), "kernel-history-"));
    const command = [process.env.KERNEL_NODE ?? process.execPath, ...args];
    const child = spawn("sh", ["-c", `${shell}\nexec "$@"`, "sh", ...command], {
      cwd,
      // Killed, a test or a soak ends no kernel; the kernel sees that it is alone.
      env: { ...process.env, JPY_PARENT_PID: String(process.pid), XDG_DATA_HOME: history, ...env },
      stdio: ["ignore", "ignore", "pipe"],
      detached: ownGroup,
    });
    const kernel = new TestKernel(child, cwd, ports as Record<string, number>, history);
    Object.assign(kernel, { key, ...(ipc && { base: `ipc://${ipc}-` }) });
    child.stderr?.on("data", (text) => (kernel.stderr += text));
    return kernel;
  }

  /** Sends a request and gives what is replied. */
  async request(
    type: string,
    content: object = {},
    channel: Channel = "shell",
  ): Promise<Record<string, any>> {
    const id = await this.send(type, content, channel);
    return (await this.reply(id)).content;
  }

  /** Runs code; resolves after reply and idle. */
  async execute(code: string, options: object = {}): Promise<Execution> {
    const id = await this.submit(code, options);
    return this.execution(id);
  }

  /** Sends code without waiting. */
  submit(code: string, options: object = {}): Promise<string> {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: true,
      stop_on_error: true,
      ...options,
    };
    return this.send("execute_request", content, "shell");
  }

  /** What came of code that was submitted. */
  async execution(id: string): Promise<Execution> {
    const reply = await this.reply(id);
    await this.until((one) => one.parent.msg_id === id && one.content.execution_state === "idle");
    const messages = this.published.filter((one) => one.parent.msg_id === id);
    const text = (name: string) =>
      messages
        .filter((one) => one.header.msg_type === "stream" && one.content.name === name)
        .map((one) => one.content.text)
        .join("");
    const first = (type: string) => messages.find((one) => one.header.msg_type === type)?.content as any;
    return {
      reply: reply.content,
      messages,
      stdout: text("stdout"),
      stderr: text("stderr"),
      result: first("execute_result")?.data["text/plain"],
      error: first("error"),
    };
  }

  /** Waits until something was published that fits. */
  async until(fits: (one: Reply) => boolean): Promise<Reply> {
    for (;;) {
      const found = this.published.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.watchers.add(resolve));
    }
  }

  /** Waits until the cell has printed this, though it may have ended before. */
  untilPrintedLate(id: string, text: string): Promise<Reply> {
    return this.until((one) => one.parent.msg_id === id && String(one.content.text ?? "").includes(text));
  }

  /** Waits until the cell has printed this; throws when it ends without. */
  async untilPrinted(id: string, text: string): Promise<Reply> {
    const printed = (one: Reply) => String(one.content.text ?? "").includes(text);
    const found = await this.until(
      (one) => one.parent.msg_id === id && (printed(one) || one.content.execution_state === "idle"),
    );
    if (printed(found)) return found;
    const { error } = await this.execution(id);
    throw new Error(`the cell ended without printing ${text}:\n${error?.traceback.join("\n")}`);
  }

  async send(type: string, content: object, channel: Channel, buffers: Buffer[] = []): Promise<string> {
    const header = {
      msg_id: randomUUID(),
      session: this.session,
      username: "test",
      date: new Date().toISOString(),
      msg_type: type,
      version: "5.4",
    };
    await this.sockets[channel].send([...this.frames([header, {}, {}, content]), ...buffers]);
    return header.msg_id;
  }

  /** Signed frames of the four parts of a message. */
  frames(parts: object[]): (Buffer | string)[] {
    const body = parts.map((part) => Buffer.from(JSON.stringify(part)));
    const hmac = createHmac("sha256", this.key);
    for (const part of body) hmac.update(part);
    return ["<IDS|MSG>", hmac.digest("hex"), ...body];
  }

  async heartbeat(): Promise<string> {
    const socket = new ZmqRequest({ receiveTimeout: 10_000 });
    socket.connect(`tcp://127.0.0.1:${this.ports.hb_port}`);
    await socket.send("beat");
    const [beat] = await socket.receive();
    socket.close();
    return beat.toString();
  }

  /** Another client of the same kernel, with a session of its own. */
  async join(): Promise<TestKernel> {
    const client = new TestKernel(this.process, this.folder, this.ports, this.dataHome);
    Object.assign(client, { key: this.key });
    await client.connect();
    return client;
  }

  /** Closes this client's sockets. */
  leave(): void {
    this.iopub.close();
    for (const socket of Object.values(this.sockets)) socket.close();
  }

  async stop(): Promise<void> {
    const exited = new Promise((resolve) => this.process.once("exit", resolve));
    if (this.process.exitCode === null) {
      await this.request("shutdown_request", { restart: false }, "control");
      await exited;
    }
    this.leave();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private reply(id: string): Promise<Reply> {
    const early = this.early.get(id);
    if (early) return Promise.resolve(early);
    return new Promise((resolve) => this.replies.set(id, resolve));
  }

  private async connect(): Promise<void> {
    const identity = randomUUID();
    for (const channel of channels) {
      this.sockets[channel].routingId = identity;
      this.sockets[channel].connect(`${this.base}${this.ports[`${channel}_port`]}`);
      void this.receive(channel);
    }
    this.iopub.connect(`${this.base}${this.ports.iopub_port}`);
    this.iopub.subscribe();
    void this.listen();
    // A subscription takes a moment to arrive; ask until something is heard.
    while (this.published.length === 0) {
      await this.request("kernel_info_request");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async receive(channel: Channel): Promise<void> {
    for await (const frames of this.sockets[channel]) {
      const message = parse(frames as Buffer[]);
      const id = message.parent.msg_id as string;
      if (message.header.msg_type === "input_request") void this.answerInput(message);
      else if (this.replies.has(id)) this.replies.get(id)?.(message);
      else this.early.set(id, message);
    }
  }

  private async answerInput({ content }: Reply): Promise<void> {
    const value = this.answer(content.prompt, content.password);
    if (value !== undefined) await this.send("input_reply", { value }, "stdin");
  }

  private async listen(): Promise<void> {
    for await (const frames of this.iopub) {
      this.published.push(parse(frames as Buffer[]));
      const watchers = [...this.watchers];
      this.watchers.clear();
      for (const wake of watchers) wake();
    }
  }
}

function parse(frames: Buffer[]): Reply {
  const at = frames.findIndex((frame) => frame.toString() === "<IDS|MSG>");
  const [header, parent, , content] = frames.slice(at + 2, at + 6).map((part) => JSON.parse(part.toString()));
  return { header, parent, content, buffers: frames.slice(at + 6) };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
