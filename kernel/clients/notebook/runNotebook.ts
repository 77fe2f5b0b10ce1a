import type { Failure, Outcome } from "../../protocol/outcome.js";
import type { Session } from "../../session/session.js";
import { type FileCell, type NotebookFile, textOf } from "./notebookFile.js";
import { Outputs } from "./outputs.js";

/** Why a notebook did not come to its end. */
export interface Failed extends Failure {
  /** Which of the cells with code, from 1. */
  cell: number;
  source: string;
}

/** How a notebook is run. */
export interface RunNotebookOptions {
  /** The longest a cell may take, ms; by default there is no limit. */
  timeoutMs?: number;
  /** Called before each cell with code, with the number of those that have run. */
  onCell?: (done: number) => void;
}

/**
 * Runs the cells of a notebook from the first to the last, or to the first that fails, and writes what they bring about
 * into it. A cell tagged `raises-exception` may fail, one tagged `skip-execution` is left as it is, as nbclient has it.
 */
export async function runNotebook(
  notebook: NotebookFile,
  session: Session,
  { timeoutMs, onCell = () => undefined }: RunNotebookOptions = {},
): Promise<Failed | undefined> {
  const { metadata } = notebook;
  notebook.metadata = { language_info: { name: "typescript" }, ...metadata };
  const outputs = new Outputs(session);
  session.on("input", (_, { id }) => session.reply(id));
  for (const [at, cell] of codeCells(notebook).entries()) {
    onCell(at);
    const number = at + 1;
    cell.execution_count = number;
    cell.outputs = outputs.begin(number);
    const source = textOf(cell.source);
    const outcome = await withinTime(session, source, number, timeoutMs);
    outputs.end(number, outcome);
    const mayFail = cell.metadata?.tags?.includes("raises-exception");
    if (outcome.status === "error" && !mayFail) return { cell: number, source, ...outcome.failure };
  }
  return undefined;
}

/** The cells that are to run. */
export function codeCells({ cells }: NotebookFile): FileCell[] {
  return cells.filter(
    ({ cell_type, source, metadata }) =>
      cell_type === "code" && textOf(source).trim() !== "" && !metadata?.tags?.includes("skip-execution"),
  );
}

/** How long a cell that was stopped may go on before its process is ended. */
const graceMs = 5000;

async function withinTime(
  session: Session,
  source: string,
  cell: number,
  timeoutMs: number | undefined,
): Promise<Outcome> {
  let isLate = false;
  const stop = () => {
    isLate = true;
    session.interrupt();
    timer = setTimeout(() => session.restart(), graceMs);
  };
  let timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  const outcome = await session.run(source, { cell, label: `In [${cell}]` });
  clearTimeout(timer);
  if (!isLate) return outcome;
  const evalue = `the cell took longer than ${(timeoutMs as number) / 1000} s`;
  return { status: "error", failure: { ename: "Timeout", evalue, traceback: [`Timeout: ${evalue}`] } };
}
