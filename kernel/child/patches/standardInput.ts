import { syncBuiltinESMExports } from "node:module";
import readline, { type Interface, type ReadLineOptions } from "node:readline";
import promises from "node:readline/promises";
import { PassThrough, Readable } from "node:stream";
import { promisify } from "node:util";
import { currentCell } from "../context/cellContext.js";
import type { Questions } from "../context/questions.js";
import type { State } from "../context/sharedState.js";

type Ask = (prompt: string) => Promise<string>;
type Answered = (answer: string) => void;
type Create = (...given: unknown[]) => Interface;

/**
 * Makes what a script reads from its terminal a question to the notebook's reader: `process.stdin`, line by line, and
 * the questions of `readline`. It is asked while the cell that reads runs; a cell that has ended asks nobody.
 */
export function readFromNotebook(questions: Questions, state: State): void {
  const ask = (prompt: string) => questions.ask(prompt, false);
  let terminal = new Terminal(ask, state);
  // A loop that is left destroys its stream; a notebook has further cells.
  const get = () => (terminal = terminal.destroyed ? new Terminal(ask, state) : terminal);
  Object.defineProperty(process, "stdin", { get, configurable: true, enumerable: true });
  const lines = new Lines(ask, state);
  readline.createInterface = lines.creating(
    readline.createInterface as Create,
  ) as typeof readline.createInterface;
  promises.createInterface = lines.creating(
    promises.createInterface as Create,
  ) as typeof promises.createInterface;
  for (const module of [readline, promises]) module.Interface = lines.constructing(module.Interface as never);
  syncBuiltinESMExports();
}

/** Lines as they are asked for. */
class Terminal extends Readable {
  readonly fd = 0;
  readonly isTTY = false;
  private cell = 0;
  private isAsking = false;

  constructor(
    private readonly ask: Ask,
    private readonly state: State,
  ) {
    super({ read: () => this.next(), highWaterMark: 1 });
    this.on("newListener", (name) => {
      if (name === "data" || name === "readable") this.cell = currentCell() || this.cell;
    });
    this.on("resume", () => this.next());
  }

  setRawMode(): this {
    return this;
  }

  private next(): void {
    this.cell = currentCell() || this.cell;
    setImmediate(() => void this.askNow());
  }

  /** One turn later: whoever has what it wanted has stopped reading by then. */
  private async askNow(): Promise<void> {
    const isRead = !this.destroyed && (this.listenerCount("readable") > 0 || this.readableFlowing === true);
    if (this.isAsking || !isRead || this.cell === 0 || this.state.running !== this.cell) return;
    this.isAsking = true;
    try {
      const line = await this.ask("");
      if (!this.destroyed) this.push(`${line}\n`);
    } catch (error) {
      this.emit("error", error);
    } finally {
      this.isAsking = false;
    }
  }
}

/** Interfaces of `readline` on the notebook's terminal, which ask when they are told to and not before. */
class Lines {
  constructor(
    private readonly ask: Ask,
    private readonly state: State,
  ) {}

  creating(create: Create): Create {
    return (...given) => {
      const [first, output] = given;
      const isStream = first instanceof Readable;
      const options = (isStream ? { input: first, output } : first) as ReadLineOptions;
      return options?.input instanceof Terminal ? this.made(create, options) : create(...given);
    };
  }

  /** The class itself, for those who say `new readline.Interface(…)` or extend it. */
  constructing<Made extends new (...given: unknown[]) => Interface>(original: Made): Made {
    return new Proxy(original, {
      construct: (_, given, made) =>
        this.creating((...own) => Reflect.construct(original, own, made) as Interface)(...given),
    });
  }

  private made(create: Create, options: ReadLineOptions): Interface {
    const input = new PassThrough();
    const made = create({ ...options, input, output: undefined, terminal: false });
    const asked = (query: string, options?: Abortable) => answerTo(this.ask(query), options?.signal);
    const question = (query: string, ...rest: (Abortable | Answered)[]) => {
      const [options] = rest.filter((one): one is Abortable => typeof one === "object");
      const answered = rest.find((one): one is Answered => typeof one === "function");
      const answer = asked(query, options);
      if (!answered) return answer;
      answer.then(answered, (error: Error) => options?.signal?.aborted || made.emit("error", error));
    };
    let prompt = "";
    const showPrompt = () => void (prompt = made.getPrompt());
    Object.assign(made, {
      question: Object.assign(question, { [promisify.custom]: asked }),
      prompt: showPrompt,
    });
    made.on("newListener", (name) => {
      const cell = currentCell();
      const goesOn = () => made.listenerCount("line") > 0 && this.state.running === cell;
      if (name === "line" && made.listenerCount("line") === 0)
        setImmediate(() => void this.writeLines(input, () => prompt, goesOn));
    });
    made.once("close", () => input.end());
    return made;
  }

  private async writeLines(
    input: PassThrough,
    promptNow: () => string,
    goesOn: () => boolean,
  ): Promise<void> {
    while (goesOn() && input.writable) {
      input.write(`${await this.ask(promptNow())}\n`);
      // Whoever has what it wanted has closed the interface a turn later.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface Abortable {
  signal?: AbortSignal;
}

/** An answer, unless its question is called off before it comes. */
function answerTo(answer: Promise<string>, signal?: AbortSignal): Promise<string> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const callOff = () => reject(signal.reason as Error);
    if (signal.aborted) callOff();
    signal.addEventListener("abort", callOff, { once: true });
    void answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", callOff));
  });
}
