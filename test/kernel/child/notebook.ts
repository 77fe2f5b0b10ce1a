import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { jest } from "@jest/globals";
import type { Outcome } from "../../../kernel/protocol/outcome";
import type * as sessions from "../../../kernel/session/session";
import { ensureBuilt, root } from "../testKernel";

ensureBuilt();
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(join(__dirname, "../otherPreload.cjs"))}`;

const { Session } = jest.requireActual<typeof sessions>(join(root, "dist/kernel/session/session.js"));

/**
 * A notebook whose cells run in a process of their own, in a folder of their own, without sockets and unchecked. Nothing
 * is loaded before its cells, unless a file `preload.cjs` beside it says what.
 */
export class TestNotebook {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "kernel-child-")));
  readonly session: sessions.Session;
  /** What happened, a line each: the cell, what, and its words. */
  readonly lines: string[] = [];
  private readonly watchers = new Set<() => void>();
  private cells = 0;
  private edits = 0;

  /** `files` lie beside it when it starts. */
  constructor(files: Record<string, string> = {}) {
    for (const [name, text] of Object.entries({ "preload.cjs": "", ...files })) this.write(name, text);
    process.env.OTHER_PRELOAD = join(this.folder, "preload.cjs");
    this.session = new Session({ folder: this.folder });
    this.session.start();
    this.session.on("text", (cell, stream, text) => this.note(`${cell} ${stream} ${text}`));
    this.session.on("display", (cell, { shown, displayId, update }) =>
      this.note(`${cell} ${update ? "update" : "display"} ${displayId ?? ""} ${JSON.stringify(shown.data)}`),
    );
    this.session.on("clear", (cell, wait) => this.note(`${cell} clear ${wait}`));
    this.session.on("comm", (cell, { type, content }) =>
      this.note(`${cell} ${type} ${JSON.stringify(content)}`),
    );
    this.session.on("late", (cell, { ename, evalue }) => this.note(`${cell} late ${ename}: ${evalue}`));
    this.session.on("reset", () => this.note("reset"));
  }

  /** Writes a file beside it, a second after the one before. */
  write(name: string, text: string): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    utimesSync(path, ++this.edits, this.edits);
  }

  /** Runs a cell, which is `In [n]` to its reader. */
  async run(code: string): Promise<Outcome> {
    const magic = this.cells === 0 ? "%typecheck off\n" : "";
    const cell = ++this.cells;
    return this.session.run(magic + code, { cell, label: `In [${cell}]` });
  }

  /** The number of the cell that ran last. */
  get last(): number {
    return this.cells;
  }

  /** What a cell gives, or the name and message of what it throws. */
  async value(code: string): Promise<string | undefined> {
    const outcome = await this.run(code);
    if (outcome.status === "error") return `${outcome.failure.ename}: ${outcome.failure.evalue}`;
    return outcome.result?.data["text/plain"] as string | undefined;
  }

  /** How the error of a cell is shown, without colours. */
  async traceback(code: string): Promise<string> {
    const outcome = await this.run(code);
    const lines = outcome.status === "error" ? outcome.failure.traceback : [];
    return lines.join("\n").replace(/\x1b\[\d+m/g, "");
  }

  /** Everything that a cell prints until it has ended, stream by stream. */
  async printed(code: string): Promise<string> {
    const from = this.lines.length;
    await this.run(code);
    const prints = this.lines.slice(from).map((line) => /^\d+ std(?:out|err) ([^]*)$/.exec(line)?.[1] ?? "");
    return prints.join("");
  }

  /** Resolves when a line has come. */
  async came(line: string): Promise<void> {
    while (!this.lines.includes(line)) await new Promise<void>((resolve) => this.watchers.add(resolve));
  }

  close(): void {
    this.session.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private note(line: string): void {
    this.lines.push(line);
    for (const wake of this.watchers) wake();
    this.watchers.clear();
  }
}
