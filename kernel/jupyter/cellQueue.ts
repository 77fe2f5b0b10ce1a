import type { Conversion, Diagnostic } from "../protocol/conversion.js";
import type { ConverterThread } from "../session/compiler/converterThread.js";
import type { Displays } from "./displays.js";
import type { HistoryStore } from "./historyStore.js";
import type { Failure, Outcome } from "../protocol/events.js";
import type { Publisher } from "./publisher.js";
import type { Content, Message } from "./message.js";
import type { Origin, Sockets } from "./sockets.js";
import type { ChildKeeper } from "../session/process/childKeeper.js";
import { type OutputLimit, rememberedCells } from "../session/output/outputLimit.js";

/** An execute_request's content. */
interface Request {
  code: string;
  silent?: boolean;
  store_history?: boolean;
  user_expressions?: Record<string, string>;
  stop_on_error?: boolean;
  allow_stdin?: boolean;
}

/** A cell that runs, and whether its front end can be asked for input. */
interface Running extends Origin {
  canAsk: boolean;
}

interface Job {
  origin: Origin;
  request: Request;
}

interface Parts {
  sockets: Sockets;
  publisher: Publisher;
  converter: ConverterThread;
  keeper: ChildKeeper;
  history: HistoryStore;
  limit: OutputLimit;
  displays: Displays;
}

/** How long cells that were sent together may still be arriving when one of them fails. */
const arrivingMs = 3;

/** Runs cells in the order in which they came, one at a time, and tells what came of each. */
export class CellQueue {
  private readonly jobs: Job[] = [];
  private readonly origins = new Map<number, Origin>();
  private working = false;
  private interrupted = false;
  private converting = false;
  private cell = 0;
  private count = 0;

  constructor(private readonly parts: Parts) {}

  /** The cell that runs now, if one does. */
  current: Running | undefined;

  add(message: Message): void {
    const origin = { header: message.header, identities: message.identities };
    const code = String(message.content.code ?? "");
    this.jobs.push({ origin, request: { ...message.content, code } });
    if (!this.working) void this.work();
  }

  interrupt(): void {
    this.interrupted = this.working;
    if (this.converting) this.parts.converter.giveUp();
    this.parts.keeper.interrupt();
  }

  /** The request that a cell came from, for its output, however late. */
  originOf(cell: number): Origin {
    return this.origins.get(cell) ?? { header: {}, identities: [] };
  }

  private async work(): Promise<void> {
    this.working = true;
    this.parts.keeper.wake();
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) await this.run(job);
    this.working = false;
    this.parts.keeper.rest();
  }

  private async run({ origin, request }: Job): Promise<void> {
    const { sockets, publisher } = this.parts;
    const { code, silent = false, store_history: stored = !silent } = request;
    const counted = stored && !silent && code.trim() !== "";
    this.remember(origin);
    this.current = { ...origin, canAsk: request.allow_stdin ?? false };
    this.interrupted = false;
    publisher.status(origin, "busy");
    if (counted) this.count += 1;
    if (!silent) publisher.send(origin, "execute_input", { code, execution_count: this.count });
    const outcome = await this.outcomeOf(request, counted ? `In [${this.count}]` : unnumbered);
    this.showRest(origin);
    if (!silent) this.publish(origin, outcome);
    const abandoned = this.stopsOthers(outcome, request) ? await this.abandoned() : [];
    publisher.flush();
    await sockets.send("shell", origin, "execute_reply", this.reply(outcome));
    publisher.status(origin, "idle");
    this.current = undefined;
    if (counted) this.parts.history.add(this.count, code, textOf(outcome));
    for (const job of abandoned) await this.abort(job);
  }

  /** What was held back while the cell ran. */
  private showRest(origin: Origin): void {
    const { displays, limit, publisher } = this.parts;
    displays.flush();
    for (const { stream, text } of limit.end(this.cell)) publisher.text(origin, stream, text);
  }

  /** Whether the cells that wait behind this one are not to run. */
  private stopsOthers(
    { status }: Outcome,
    { stop_on_error: stops = true, silent = false }: Request,
  ): boolean {
    return (status === "error" || this.interrupted) && stops && !silent;
  }

  private async outcomeOf(
    { code, silent = false, user_expressions = {} }: Request,
    label: string,
  ): Promise<Outcome> {
    const isEmpty = code.trim() === "";
    const outcome: Outcome = isEmpty ? { status: "ok" } : await this.runCode(code, silent, label);
    if (outcome.status === "error") return outcome;
    const userExpressions: Content = {};
    for (const [name, expression] of Object.entries(user_expressions))
      userExpressions[name] = valueOf(await this.runCode(expression, false, unnumbered));
    return { ...outcome, userExpressions };
  }

  private async runCode(code: string, silent: boolean, label: string): Promise<Outcome> {
    const { converter, keeper, publisher } = this.parts;
    this.converting = true;
    const conversion = await this.convert(code);
    this.converting = false;
    if (this.interrupted) return { status: "error", failure: stopped };
    if ("diagnostics" in conversion)
      return { status: "error", failure: failureOfDiagnostics(conversion.diagnostics, label) };
    const { runnable, warnings = [], notes = [], rest } = conversion;
    for (const note of notes) publisher.text(this.originOf(this.cell), "stderr", `${note}\n`);
    for (const warning of warnings)
      publisher.text(this.originOf(this.cell), "stderr", `${tell(warning, label)}\n`);
    const outcome = await keeper.execute({ cell: this.cell, label, runnable, silent });
    if (rest !== undefined) return outcome.status === "error" ? outcome : this.runCode(rest, silent, label);
    if (!("isLost" in outcome))
      converter.keep({ code, missing: ("missing" in outcome && outcome.missing) || [] });
    return outcome;
  }

  /** Again when the state is lost meanwhile, of which the cell may use something. */
  private async convert(code: string): Promise<Conversion> {
    const { converter, keeper } = this.parts;
    const { losses } = keeper;
    try {
      const conversion = await converter.call("convert", code);
      return keeper.losses === losses ? conversion : this.convert(code);
    } catch (error) {
      const message = `the compiler failed: ${(error as Error).message}`;
      return { diagnostics: [{ message, line: 0, column: 0, frame: "" }] };
    }
  }

  private publish(origin: Origin, outcome: Outcome): void {
    const { publisher } = this.parts;
    if (outcome.status === "error" && !("isTold" in outcome))
      publisher.send(origin, "error", { ...outcome.failure });
    else if ("result" in outcome && outcome.result)
      publisher.send(origin, "execute_result", { execution_count: this.count, ...outcome.result });
  }

  private reply(outcome: Outcome): Content {
    const execution_count = this.count;
    if (outcome.status === "error") return { status: "error", execution_count, ...outcome.failure };
    return { status: "ok", execution_count, user_expressions: outcome.userExpressions ?? {}, payload: [] };
  }

  /** The cells that were waiting behind one that failed. */
  private async abandoned(): Promise<Job[]> {
    await new Promise((resolve) => setTimeout(resolve, arrivingMs));
    return this.jobs.splice(0);
  }

  private async abort({ origin }: Job): Promise<void> {
    const { sockets, publisher } = this.parts;
    publisher.status(origin, "busy");
    await sockets.send("shell", origin, "execute_reply", { status: "aborted", execution_count: this.count });
    publisher.status(origin, "idle");
  }

  private remember(origin: Origin): void {
    this.cell += 1;
    this.origins.set(this.cell, origin);
    this.origins.delete(this.cell - rememberedCells);
  }
}

/** What is called what has no number: silent requests, and expressions that come with a cell. */
const unnumbered = "In [ ]";

const stopped: Failure = {
  ename: "Interrupted",
  evalue: "the cell was stopped before it ran",
  traceback: ["Interrupted: the cell was stopped before it ran"],
};

function failureOfDiagnostics(diagnostics: Diagnostic[], label: string): Failure {
  return {
    ename: "TypeScriptError",
    evalue: diagnostics[0].message,
    traceback: diagnostics.map((one) => tell(one, label)),
  };
}

function tell({ message, hint, line, column, file, frame }: Diagnostic, label: string): string {
  return [
    `\x1b[31mTypeScriptError\x1b[39m: ${message}`,
    ...(hint === undefined ? [] : [hint]),
    `${file ?? label}:${line + 1}:${column + 1}`,
    frame,
    "",
  ].join("\n");
}

/** The value of a user expression as the reply carries it. */
function valueOf(outcome: Outcome): Content {
  if (outcome.status === "error") return { status: "error", ...outcome.failure };
  return { status: "ok", ...(outcome.result ?? { data: { "text/plain": "undefined" }, metadata: {} }) };
}

function textOf(outcome: Outcome): string | undefined {
  const text = outcome.status === "ok" ? outcome.result?.data["text/plain"] : undefined;
  return text === undefined ? undefined : String(text);
}
