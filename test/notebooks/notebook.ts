import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { python, root } from "./available";

/** An output of a cell, as nbformat 4.5 stores it. */
export interface Output {
  output_type: string;
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
  text?: string | string[];
}

/** A cell of a notebook. */
export interface Cell {
  cell_type: "code" | "markdown";
  id: string;
  metadata: { tags?: string[]; slideshow?: { slide_type: string } };
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

/** A notebook file. */
export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** Where the notebooks are. */
export const folder = join(root, "notebooks");

/** The notebooks' file names, in reading order. */
export const names = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

/** A notebook as it is committed. */
export function read(file: string): Notebook {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Text that nbformat may store in lines. */
export function text(value: unknown): string {
  return Array.isArray(value) ? value.join("") : String(value ?? "");
}

/** A code cell's outputs of one MIME type, as text. */
export function shown(cell: Cell, mimeType = "text/plain"): string {
  return (cell.outputs ?? []).map(({ data }) => text(data?.[mimeType])).join("\n");
}

/**
 * Runs a notebook on a fresh kernel as `npm run notebooks` does, and returns it with its outputs, or the failure. In the
 * fast setting it comes back as it was; `isShort` has cells take that setting, and outputs all the same.
 */
export async function run(notebook: Notebook, { fast = false, isShort = false } = {}): Promise<Run> {
  const aside = mkdtempSync(join(tmpdir(), "notebook-"));
  const file = join(aside, "notebook.ipynb");
  try {
    writeFileSync(file, JSON.stringify(notebook));
    const script = join(root, "src", "setup", "commands", "recordNotebook.py");
    const env = fast || isShort ? { ...process.env, TSDESCENT_FAST: "1" } : process.env;
    const { stdout } = await promisify(execFile)(python, [script, JSON.stringify({ notebook: file, fast })], { env }).catch(
      (error: { stdout: string }) => error,
    );
    const events = Object.assign({}, ...stdout.trim().split("\n").map((line) => JSON.parse(line)));
    return { notebook: read(file), ...events };
  } finally {
    rmSync(aside, { recursive: true });
  }
}

/** What came of running a notebook. */
export interface Run {
  notebook: Notebook;
  cells: number;
  failed?: { cell: number; source: string; name: string; value: string };
  finished?: { seconds: number; peakBytes: number };
}
