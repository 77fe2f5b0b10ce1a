import { EventEmitter } from "node:events";
import { readProject } from "../child/context/readProject.js";
import type { CommMessage } from "../protocol/comms.js";
import type { Completeness, Completions, Conversion } from "../protocol/conversion.js";
import type { ChildEvent, StreamName } from "../protocol/events.js";
import type { Failure, Outcome } from "../protocol/outcome.js";
import type { Compiler } from "./compiler/compiler.js";
import { CompilerThread } from "./compiler/compilerThread.js";
import { Describer, type Descriptions } from "./describer.js";
import {
  failureOfDeath,
  failureOfDiagnostics,
  formatDiagnostic,
  interrupted,
  restarted,
  stoppedBefore,
} from "./failures.js";
import { OutputLimit } from "./output/outputLimit.js";
import { ChildKeeper, type End } from "./process/childKeeper.js";
import { memoryLimit } from "./process/memoryLimit.js";

/** A value that a cell shows besides its result. */
export type Display = Extract<ChildEvent, { type: "display" }>;

/** What a cell asks its reader. */
export type Question = Extract<ChildEvent, { type: "input" }>;

/** What happens while cells run, and after; each with the cell that it belongs to, in the order in which it happened. */
export interface SessionEvents {
  text: [cell: number, stream: StreamName, text: string];
  display: [cell: number, display: Display];
  /** The cell takes back what it showed: now, or (`wait`) when it next shows something. */
  clear: [cell: number, wait: boolean];
  comm: [cell: number, message: CommMessage];
  /** To be answered by {@link Session.reply}. */
  input: [cell: number, question: Question];
  /** An error that nobody caught, or that came after the cell's end. */
  late: [cell: number, failure: Failure];
  /** The state is gone: variables, comms, whatever ran before. */
  reset: [];
}

/** Where a session is, and what it stands on; a process of its own and a thread where nothing else is given. */
export interface SessionOptions {
  /** The notebook's; by default the one that this process is in. */
  folder?: string;
  compiler?: Compiler;
}

/** How a cell is run. */
export interface RunOptions {
  /** Tells its events apart from those of other cells; by default the number of this run. */
  cell?: number;
  /** What readers know it by: `In [3]`. */
  label?: string;
  /** Whether nobody wants its result. */
  silent?: boolean;
  /** What is to be evaluated when it has ended well. */
  expressions?: Record<string, string>;
}

/** What is called what has no number: silent requests, and expressions that come with a cell. */
export const unnumbered = "In [ ]";

/**
 * A notebook that runs: its cells, one at a time, and what is known of them. It knows nothing of who asks, a front end of
 * Jupyter's, a terminal or a script: they call its methods and listen to its events.
 */
export class Session extends EventEmitter<SessionEvents> {
  readonly project = readProject();
  readonly memory = memoryLimit();
  private readonly keeper: ChildKeeper;
  private readonly compiler: Compiler;
  private readonly limit = new OutputLimit();
  private readonly describer: Describer;
  private isRunning = false;
  private isConverting = false;
  private isInterrupted = false;
  private runs = 0;

  constructor({ folder = process.cwd(), compiler }: SessionOptions = {}) {
    super();
    // Its process starts at once, beside the rest of this one's start.
    this.keeper = new ChildKeeper(folder, this.memory);
    this.compiler = compiler ?? new CompilerThread(this.project, folder, this.memory);
    this.describer = new Describer(
      (command) => this.keeper.send(command),
      () => this.isRunning,
    );
    this.keeper.on("text", (cell, stream, text) => this.print(cell, stream, text));
    this.keeper.on("event", (cell, event) => this.passOn(cell, event));
    this.keeper.on("death", (cell, death) => this.emit("late", cell, failureOfDeath(death)));
    this.keeper.on("reset", () => this.forget());
  }

  /** Makes ready what the first cell needs; it would itself, too. */
  start(): void {
    this.compiler.start();
    this.keeper.rest();
  }

  /** Runs a cell; resolves when it has ended and all its output has been passed on. One cell runs at a time. */
  async run(code: string, options: RunOptions = {}): Promise<Outcome> {
    const { cell = ++this.runs, label = unnumbered, silent = false, expressions = {} } = options;
    this.isRunning = true;
    this.isInterrupted = false;
    this.keeper.wake();
    const how = { cell, label, silent };
    const isEmpty = code.trim() === "";
    const outcome: Outcome = isEmpty ? { status: "ok" } : await this.runCode(code, how);
    if (outcome.status === "ok") outcome.expressions = await this.evaluate(expressions, cell);
    for (const { stream, text } of this.limit.end(cell)) this.emit("text", cell, stream, text);
    this.isRunning = false;
    this.keeper.rest();
    return outcome;
  }

  /** Stops the cell that runs, or is compiled; when none is, what a cell left behind and what holds the process up. */
  interrupt(): void {
    this.isInterrupted = this.isRunning;
    if (this.isConverting) this.compiler.giveUp();
    this.keeper.interrupt();
  }

  /** Gives up the state, and the cell that runs. */
  restart(): void {
    this.keeper.restart();
  }

  /** What may stand at an offset, with the shapes of values for their kinds. */
  async complete(code: string, offset: number): Promise<Completions> {
    const found = await this.compiler.complete(code, offset);
    const shapes = await this.describer.completing(code.slice(0, found.start), found.matches);
    return {
      ...found,
      kinds: found.matches.map((text, at) => (Object.hasOwn(shapes, text) ? shapes[text] : found.kinds[at])),
    };
  }

  /** Type and documentation of what is at an offset, as Markdown, with what it is now. */
  async inspect(code: string, offset: number, whole = false): Promise<string | undefined> {
    const typed = await this.compiler.inspect(code, offset, whole);
    const shape = typed && (await this.describer.at(code, offset));
    return shape ? `${typed}\n\nNow: ${shape}` : typed;
  }

  /** Whether code can run as it stands. */
  completeness(code: string): Promise<Completeness> {
    return this.compiler.completeness(code);
  }

  /** What values are, by name: of members of what a path of names leads to, or of the notebook's own names. */
  describe(path: string[], names: string[]): Promise<Descriptions> {
    return this.describer.describe(path, names);
  }

  /** Answers a question; without a value nobody can be asked. */
  reply(id: number, value?: string): void {
    this.keeper.send({ type: "reply", id, value });
  }

  /** Hands a front end's message to the cell that opened its comm. */
  send(message: CommMessage): void {
    this.keeper.send({ type: "comm", message });
  }

  /** Ends all that belongs to it. */
  close(): void {
    this.keeper.close();
    this.compiler.close();
    this.limit.close();
  }

  private async evaluate(
    expressions: Record<string, string>,
    cell: number,
  ): Promise<Record<string, Outcome>> {
    const outcomes: Record<string, Outcome> = {};
    for (const [name, expression] of Object.entries(expressions))
      outcomes[name] = await this.runCode(expression, { cell, label: unnumbered, silent: false });
    return outcomes;
  }

  private async runCode(
    code: string,
    how: { cell: number; label: string; silent: boolean },
  ): Promise<Outcome> {
    const { cell, label } = how;
    this.isConverting = true;
    const conversion = await this.convert(code);
    this.isConverting = false;
    if (this.isInterrupted) return { status: "error", failure: stoppedBefore };
    if ("diagnostics" in conversion)
      return { status: "error", failure: failureOfDiagnostics(conversion.diagnostics, label) };
    const { runnable, warnings = [], notes = [], rest } = conversion;
    for (const note of notes) this.emit("text", cell, "stderr", `${note}\n`);
    for (const warning of warnings)
      this.emit("text", cell, "stderr", `${formatDiagnostic(warning, label)}\n`);
    const outcome = outcomeOf(await this.keeper.execute({ ...how, runnable }));
    if (rest !== undefined) return outcome.status === "error" ? outcome : this.runCode(rest, how);
    if (!("isLost" in outcome))
      this.compiler.keep({ code, missing: ("missing" in outcome && outcome.missing) || [] });
    return outcome;
  }

  /** Again when the state is lost meanwhile, of which the cell may use something. */
  private async convert(code: string): Promise<Conversion> {
    const { losses } = this.keeper;
    try {
      const conversion = await this.compiler.convert(code);
      return this.keeper.losses === losses ? conversion : this.convert(code);
    } catch (error) {
      const message = `the compiler failed: ${(error as Error).message}`;
      return { diagnostics: [{ message, line: 0, column: 0, frame: "" }] };
    }
  }

  private print(cell: number, stream: StreamName, text: string): void {
    for (const shown of this.limit.admit(cell, { stream, text }))
      this.emit("text", cell, shown.stream, shown.text);
  }

  private forget(): void {
    this.compiler.reset();
    this.emit("reset");
  }

  private passOn(cell: number, event: Exclude<ChildEvent, { type: "done" }>): void {
    if (event.type === "display") this.emit("display", cell, event);
    else if (event.type === "comm") this.emit("comm", cell, event.message);
    else if (event.type === "described") this.describer.answer(event.id, event.found);
    else if (event.type === "input") this.emit("input", cell, event);
    else if (event.type === "late") this.emit("late", cell, event.failure);
    else this.clear(cell, event.wait);
  }

  private clear(cell: number, wait: boolean): void {
    this.limit.clear(cell);
    this.emit("clear", cell, wait);
  }
}

function outcomeOf(end: End): Outcome {
  if (end.status === "stopped") return { status: "error", failure: interrupted, missing: end.missing };
  if (end.status === "died") return { status: "error", failure: failureOfDeath(end.death), isLost: true };
  if (end.status === "restarted") return { status: "error", failure: restarted, isLost: true };
  return end;
}
