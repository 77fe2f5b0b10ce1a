import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Failure, Shown } from "../../protocol/outcome.js";

/** What stands below a cell, as Jupyter's file format has it. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: string }
  | ({ output_type: "display_data" } & Shown)
  | ({ output_type: "execute_result"; execution_count: number } & Shown)
  | ({ output_type: "error" } & Failure);

/** A cell of a notebook's file; text may be in lines. */
export interface FileCell {
  cell_type: string;
  source: string | string[];
  metadata?: { tags?: string[] };
  outputs?: Output[];
  execution_count?: number | null;
}

/** A notebook as it is in its file. */
export interface NotebookFile {
  cells: FileCell[];
  metadata?: { language_info?: object };
  [key: string]: unknown;
}

/**
 * What is in a notebook's file.
 *
 * @throws Error where it is none of format 4, which Jupyter has written since 2015
 */
export function readNotebook(path: string): NotebookFile {
  const notebook = JSON.parse(readFileSync(path, "utf8")) as NotebookFile;
  if (Array.isArray(notebook.cells)) return notebook;
  throw new Error(`notebook: ${path} must be a notebook of format 4; open and save it in JupyterLab`);
}

/** Writes a notebook as Jupyter does: keys in order, text in lines; the file is there whole, or as it was. */
export function writeNotebook(path: string, notebook: NotebookFile): void {
  const aside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  writeFileSync(aside, `${JSON.stringify(inOrder(withLines(notebook)), null, 1)}\n`);
  renameSync(aside, path);
}

/** Text of a file's, which may be in lines. */
export function textOf(text: string | string[]): string {
  return Array.isArray(text) ? text.join("") : text;
}

function withLines(notebook: NotebookFile): NotebookFile {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: linesOf(textOf(cell.source)),
    ...(cell.outputs && { outputs: cell.outputs.map(outputInLines) }),
  }));
  return { ...notebook, cells } as NotebookFile;
}

function outputInLines(output: Output): object {
  if ("text" in output) return { ...output, text: linesOf(textOf(output.text)) };
  if (!("data" in output)) return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    typeof value === "string" && isInLines(type) ? linesOf(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function isInLines(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, inOrder(one)]));
}
