import { clearLine, type CompleterResult, createInterface, cursorTo, type Interface } from "node:readline";
import { stripVTControlCharacters } from "node:util";
import type { Outcome } from "../../protocol/outcome.js";
import type { Display, Question, Session } from "../../session/session.js";
import type { LineHistory } from "./history.js";
import { Pictures } from "./pictures.js";

/** Where a reader types, and what is written there. */
export interface Terminal {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Whether lines can be edited and coloured: a terminal, and no pipe. */
  isLive: boolean;
}

const prompts = { first: "> ", more: "… " };

const help = `TypeScript in a terminal: what is typed runs as a notebook's cell. Tab completes; code that is not whole goes on in the next line.
%npm install NAME installs a package; a figure is saved, and its file named.
.restart  forgets everything that ran
.exit     leaves, as Ctrl-D does; Ctrl-C stops what runs, or drops what is being typed`;

/** A session in a terminal: lines in, values and output out. */
export class Repl {
  private readonly line: Interface;
  private readonly pictures = new Pictures();
  /** Lines that came while others were at work. */
  private readonly waiting: string[] = [];
  private answered: ((line: string | undefined) => void) | undefined;
  /** The lines of code that is not whole. */
  private begun = "";
  /** What its next line begins with. */
  private indent = "";
  private isWorking = false;
  private isClosed = false;
  private runs = 0;
  /** Whether what was written last ended its line. */
  private isAtStart = true;
  private leave: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly terminal: Terminal,
    private readonly history: LineHistory,
  ) {
    const { input, output, isLive } = terminal;
    this.line = createInterface({
      input,
      output: isLive ? output : undefined,
      terminal: isLive,
      history: isLive ? history.read() : [],
      historySize: 1000,
      removeHistoryDuplicates: true,
      completer: (line: string, done: Completed) =>
        void this.complete(line).then((found) => done(null, found)),
    });
    this.line.on("line", (line) => this.take(line));
    this.line.on("SIGINT", () => this.interrupt());
    this.line.on("history", (lines: string[]) => this.history.write(lines));
    this.line.on("close", () => this.close());
    this.listen();
  }

  /** Serves whoever types; resolves when they have left and what they asked for is done. */
  run(): Promise<void> {
    const { output, isLive } = this.terminal;
    if (isLive) output.write(`${help.split("\n")[0]}\n.help says more.\n`);
    this.prompt();
    return new Promise((resolve) => {
      this.leave = resolve;
      if (this.isClosed && !this.isWorking) resolve();
    });
  }

  /** Stops what runs; else drops what is being typed. */
  interrupt(): void {
    if (this.isWorking) return this.session.interrupt();
    this.begun = "";
    Object.assign(this.line, { line: "", cursor: 0 });
    this.terminal.output.write("\n");
    this.prompt();
  }

  private listen(): void {
    const { session } = this;
    session.on("text", (_cell, _stream, text) => this.write(text));
    session.on("display", (_, display) => this.show(display));
    session.on("late", (_, { traceback }) => this.write(`${traceback.join("\n")}\n`));
    session.on("input", (_, question) => this.ask(question));
  }

  private take(line: string): void {
    if (this.answered) return this.answered(line);
    this.waiting.push(line);
    if (!this.isWorking) void this.work();
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    for (let line = this.waiting.shift(); line !== undefined; line = this.waiting.shift())
      await this.obey(line);
    this.isWorking = false;
    if (this.isClosed) this.leave();
    else this.prompt();
  }

  private async obey(line: string): Promise<void> {
    const command = this.begun === "" ? this.commands[line.trim()] : undefined;
    if (command) return command();
    const code = this.begun + line;
    if (code.trim() === "") return;
    const { status, indent = "" } = await this.session.completeness(code.trimEnd());
    const goesOn = status === "incomplete" && !(this.isClosed && this.waiting.length === 0);
    this.begun = goesOn ? `${code}\n` : "";
    if (!goesOn) this.print(await this.session.run(code, { label: `In [${++this.runs}]` }));
    else this.indent = indent;
  }

  private readonly commands: Record<string, () => void> = {
    ".help": () => this.write(`${help}\n`),
    ".exit": () => this.line.close(),
    ".restart": () => {
      this.session.restart();
      this.write("everything that ran is forgotten\n");
    },
  };

  private print(outcome: Outcome): void {
    if (outcome.status === "error" && !("isShown" in outcome))
      this.write(`${this.atLineStart()}${outcome.failure.traceback.join("\n").trimEnd()}\n`);
    else if ("result" in outcome && outcome.result)
      this.write(`${this.atLineStart()}${this.pictures.inWords(outcome.result)}\n`);
  }

  private show({ shown, displayId, update }: Display): void {
    const isReplaced = update && displayId !== undefined && this.pictures.replace(shown, displayId);
    if (!isReplaced) this.write(`${this.atLineStart()}${this.pictures.inWords(shown, displayId)}\n`);
  }

  private ask({ id, prompt, password }: Question): void {
    // What is typed here is seen, and kept: no place for a password.
    const next = password ? undefined : this.waiting.shift();
    if (password || this.isClosed || next !== undefined) return this.session.reply(id, next);
    this.answered = (line) => {
      this.answered = undefined;
      this.session.reply(id, line);
    };
    this.line.setPrompt(this.atLineStart() + prompt);
    if (this.terminal.isLive) this.line.prompt();
    else this.write(prompt);
  }

  private async complete(line: string): Promise<CompleterResult> {
    const code = this.begun + line;
    try {
      const { matches, start } = await this.session.complete(code, code.length);
      const word = code.slice(start);
      return [start < this.begun.length ? [] : matches.filter((one) => one.startsWith(word)), word];
    } catch {
      return [[], line];
    }
  }

  /** Writes what came; above the line that is being typed, where one is. */
  private write(text: string): void {
    const { output, isLive } = this.terminal;
    const isTyping = isLive && !this.isWorking && !this.isClosed;
    if (isTyping) {
      cursorTo(output, 0);
      clearLine(output, 0);
    }
    output.write(isLive ? text : stripVTControlCharacters(text));
    this.isAtStart = text.endsWith("\n");
    if (isTyping && this.isAtStart) this.line.prompt(true);
  }

  private atLineStart(): string {
    return this.isAtStart ? "" : "\n";
  }

  private prompt(): void {
    const { isLive, output } = this.terminal;
    if (!isLive) return;
    if (!this.isAtStart) output.write("\n");
    this.isAtStart = true;
    this.line.setPrompt(this.begun === "" ? prompts.first : prompts.more);
    this.line.prompt();
    if (this.begun !== "") this.line.write(this.indent);
  }

  private close(): void {
    this.isClosed = true;
    this.answered?.(undefined);
    if (this.isWorking) return;
    if (this.begun.trim() !== "") this.take("");
    else this.leave();
  }
}

type Completed = (error: Error | null, found: CompleterResult) => void;
