import { dirname } from "node:path";
import { Session } from "../../session/session.js";
import { readNotebook, writeNotebook } from "./notebookFile.js";
import { codeCells, runNotebook } from "./runNotebook.js";

/** What the command line asks: the file, where it goes with its outputs, and the longest a cell may take. */
interface Asked {
  notebook: string;
  result: string;
  timeoutMs?: number;
}

/** One event a line: `{"cells": n}`, `{"done": k}` before each cell and at the end, `{"failed": {…}}`. */
function report(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function main({ notebook: path, result, timeoutMs }: Asked): Promise<void> {
  const notebook = readNotebook(path);
  const session = new Session({ folder: dirname(path) });
  const end = () => {
    session.close();
    process.exit(143);
  };
  process.on("SIGTERM", end);
  endWithParent(end);
  session.start();
  const cells = codeCells(notebook).length;
  report({ cells });
  const failed = await runNotebook(notebook, session, { timeoutMs, onCell: (done) => report({ done }) });
  writeNotebook(result, notebook);
  report(failed ? { failed } : { done: cells });
  session.close();
  process.exit(failed ? 1 : 0);
}

/** A process that is killed cannot end what it started; so what it started looks whether it is still there. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(), parentCheckMs).unref();
}

const parentCheckMs = 500;

void main(JSON.parse(process.argv[2]) as Asked);
