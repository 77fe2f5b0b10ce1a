import type { Outcome } from "../protocol/outcome.js";
import { rememberedCells } from "../session/output/outputLimit.js";
import { type Session, unnumbered } from "../session/session.js";
import type { Displays } from "./displays.js";
import type { HistoryStore } from "./historyStore.js";
import type { Content, Message } from "./message.js";
import type { Publisher } from "./publisher.js";
import type { Origin, Sockets } from "./sockets.js";

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
  session: Session;
  history: HistoryStore;
  displays: Displays;
}

/** How long cells that were sent together may still be arriving when one of them fails. */
const arrivingMs = 3;

/** Answers execute_requests in the order in which they came, one at a time, and publishes what came of each. */
export class ExecuteRequests {
  private readonly jobs: Job[] = [];
  private readonly origins = new Map<number, Origin>();
  private working = false;
  private interrupted = false;
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
    this.parts.session.interrupt();
  }

  /** The request that a cell came from, for its output, however late. */
  originOf(cell: number): Origin {
    return this.origins.get(cell) ?? { header: {}, identities: [] };
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) await this.run(job);
    this.working = false;
  }

  private async run({ origin, request }: Job): Promise<void> {
    const { sockets, publisher, session, displays } = this.parts;
    const { code, silent = false, store_history: stored = !silent } = request;
    const counted = stored && !silent && code.trim() !== "";
    this.remember(origin);
    this.current = { ...origin, canAsk: request.allow_stdin ?? false };
    this.interrupted = false;
    publisher.status(origin, "busy");
    if (counted) this.count += 1;
    if (!silent) publisher.send(origin, "execute_input", { code, execution_count: this.count });
    const label = counted ? `In [${this.count}]` : unnumbered;
    const how = { cell: this.cell, label, silent, expressions: request.user_expressions };
    const outcome = await session.run(code, how);
    displays.flush();
    if (!silent) this.publish(origin, outcome);
    const abandoned = this.stopsOthers(outcome, request) ? await this.abandoned() : [];
    publisher.flush();
    await sockets.send("shell", origin, "execute_reply", this.reply(outcome));
    publisher.status(origin, "idle");
    this.current = undefined;
    if (counted) this.parts.history.add(this.count, code, textOf(outcome));
    for (const job of abandoned) await this.abort(job);
  }

  /** Whether the cells that wait behind this one are not to run. */
  private stopsOthers(
    { status }: Outcome,
    { stop_on_error: stops = true, silent = false }: Request,
  ): boolean {
    return (status === "error" || this.interrupted) && stops && !silent;
  }

  private publish(origin: Origin, outcome: Outcome): void {
    const { publisher } = this.parts;
    if (outcome.status === "error" && !("isShown" in outcome))
      publisher.send(origin, "error", { ...outcome.failure });
    else if ("result" in outcome && outcome.result)
      publisher.send(origin, "execute_result", { execution_count: this.count, ...outcome.result });
  }

  private reply(outcome: Outcome): Content {
    const execution_count = this.count;
    if (outcome.status === "error") return { status: "error", execution_count, ...outcome.failure };
    const values = Object.entries(outcome.expressions ?? {}).map(([name, one]) => [name, valueOf(one)]);
    return { status: "ok", execution_count, user_expressions: Object.fromEntries(values), payload: [] };
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

/** The value of a user expression as the reply carries it. */
function valueOf(outcome: Outcome): Content {
  if (outcome.status === "error") return { status: "error", ...outcome.failure };
  return { status: "ok", ...(outcome.result ?? { data: { "text/plain": "undefined" }, metadata: {} }) };
}

function textOf(outcome: Outcome): string | undefined {
  const text = outcome.status === "ok" ? outcome.result?.data["text/plain"] : undefined;
  return text === undefined ? undefined : String(text);
}
