import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import {
  type BarrierEvent,
  barrierPrefix,
  type Command,
  descriptors,
  type StreamName,
} from "../../protocol/events.js";
import { LastWords } from "./lastWords.js";
import type { MemoryLimit } from "./memoryLimit.js";
import { OutputMerger, type OutputSink } from "../output/outputMerger.js";
import { OutputReader } from "../output/outputReader.js";

/** How the child ended, in words for the reader of the notebook. */
export interface Death {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why there was none, where it could not be started. */
  reason?: string;
  /** What its last words say of the end, where memory ran out. */
  words?: string;
}

const nodeFlags = [
  "--no-force-async-hooks-checks",
  "--disable-warning=ExperimentalWarning",
  "--experimental-import-meta-resolve",
];

/** How long output may still come after the child is gone, for a grandchild may hold its streams open. */
const lastOutputMs = 200;

/** The process that runs the cells, as the session sees it. Emits `death` once, after its last output. */
export class ChildLink extends EventEmitter<{ death: [Death] }> {
  private readonly process: ChildProcess;
  private readonly merger: OutputMerger;

  constructor(sink: OutputSink, folder: string, { heapBytes }: MemoryLimit) {
    super();
    const token = randomBytes(12).toString("hex");
    this.merger = new OutputMerger(sink);
    const heap = heapBytes ? [`--max-old-space-size=${heapBytes / 2 ** 20}`] : [];
    const args = [...nodeFlags, ...heap, join(__dirname, "../../child/main.js"), token];
    this.process = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: true,
    });
    this.listen(token);
  }

  send(command: Command): void {
    const commands = this.process.stdio[descriptors.commands] as Writable;
    if (commands.writable) commands.write(`${JSON.stringify(command)}\n`);
  }

  /** Ends the child and all that it started. */
  kill(): void {
    if (this.process.pid === undefined) return;
    try {
      process.kill(-this.process.pid, "SIGKILL");
    } catch {
      // Already gone.
    }
  }

  private listen(token: string): void {
    const output = this.readStream("stdout", token);
    const errors = this.readStream("stderr", token);
    this.process.stdout?.on("data", output.read).on("end", output.end);
    const lastWords = new LastWords(errors.read, barrierPrefix(token));
    this.process.stderr?.on("data", (chunk: Buffer) => lastWords.read(chunk));
    this.readEvents(this.process.stdio[descriptors.events] as Readable);
    this.process.stdio[descriptors.commands]?.on("error", () => undefined);
    let dead: Death | undefined;
    const announce = () => {
      if (!dead) return;
      const words = lastWords.end(isCrash(dead));
      errors.end();
      this.emit("death", { ...dead, words });
    };
    this.process.once("error", ({ message: reason }) =>
      this.emit("death", { code: null, signal: null, reason }),
    );
    this.process.once("exit", (code, signal) => {
      dead = { code, signal };
      const late = setTimeout(announce, lastOutputMs);
      this.process.once("close", () => {
        clearTimeout(late);
        announce();
      });
    });
  }

  private readStream(name: StreamName, token: string) {
    const reader = new OutputReader(token);
    return {
      read: (chunk: Buffer) => this.merger.pieces(name, reader.read(chunk)),
      end: () => this.merger.pieces(name, reader.end()),
    };
  }

  private readEvents(stream: Readable): void {
    let rest = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const event = eventIn(line);
        if (event) this.merger.event(event);
      }
    });
  }
}

/** Whether the process was ended by V8: 128 and the signal is what a shell makes of it. */
function isCrash({ code, signal }: Death): boolean {
  return code === null ? ["SIGABRT", "SIGTRAP", "SIGILL", "SIGSEGV"].includes(String(signal)) : code > 128;
}

/** The event in a line; undefined in the empty ones between them, and where an interrupt cut the line off. */
function eventIn(line: string): BarrierEvent | undefined {
  if (line === "") return undefined;
  try {
    return JSON.parse(line) as BarrierEvent;
  } catch {
    return undefined;
  }
}
