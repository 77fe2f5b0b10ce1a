import type { StreamName } from "../../protocol/events.js";
import type { Failure, Outcome, Shown } from "../../protocol/outcome.js";
import type { Display, Session } from "../../session/session.js";
import type { Output } from "./notebookFile.js";

/** Collects what a session's cells bring about into the outputs of a notebook's cells, however late it comes. */
export class Outputs {
  private readonly cells = new Map<number, Output[]>();
  /** Cells whose outputs go when something takes their place. */
  private readonly clearing = new Set<number>();
  /** By the ids under which they were shown: what an update replaces. */
  private readonly shown = new Map<string, Shown[]>();

  constructor(session: Session) {
    session.on("text", (cell, stream, text) => this.print(cell, stream, text));
    session.on("display", (cell, display) => this.show(cell, display));
    session.on("clear", (cell, wait) => (wait ? void this.clearing.add(cell) : this.clear(cell)));
    session.on("late", (cell, failure) => this.fail(cell, failure));
  }

  /** The list into which a cell's outputs go. */
  begin(cell: number): Output[] {
    const outputs: Output[] = [];
    this.cells.set(cell, outputs);
    return outputs;
  }

  /** Adds what a cell came to. */
  end(cell: number, outcome: Outcome): void {
    if (outcome.status === "error" && !("isShown" in outcome)) this.fail(cell, outcome.failure);
    else if ("result" in outcome && outcome.result)
      this.add(cell, { output_type: "execute_result", execution_count: cell, ...outcome.result });
  }

  private print(cell: number, name: StreamName, text: string): void {
    const last = this.clearing.has(cell) ? undefined : this.cells.get(cell)?.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += text;
    else this.add(cell, { output_type: "stream", name, text });
  }

  private show(cell: number, { shown, displayId, update }: Display): void {
    const same = displayId === undefined ? [] : (this.shown.get(displayId) ?? []);
    if (update) return same.forEach((one) => void Object.assign(one, shown));
    const output = { output_type: "display_data" as const, ...shown };
    if (displayId !== undefined) this.shown.set(displayId, [...same, output]);
    this.add(cell, output);
  }

  private fail(cell: number, failure: Failure): void {
    this.add(cell, { output_type: "error", ...failure });
  }

  private add(cell: number, output: Output): void {
    if (this.clearing.has(cell)) this.clear(cell);
    this.cells.get(cell)?.push(output);
  }

  private clear(cell: number): void {
    this.clearing.delete(cell);
    this.cells.get(cell)?.splice(0);
  }
}
