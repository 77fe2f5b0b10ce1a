import { escaped } from "./words";
import type { MimeBundle } from "./display";

/** What a small table shows. */
export interface TableContent {
  /** One line above the table. */
  title: string;
  /** The names of the columns; none when the rows speak for themselves. */
  header?: string[];
  /** Row after row, cell after cell. */
  rows: string[][];
  /** Lines below the table. */
  notes?: string[];
}

/**
 * A small table as a MIME bundle: HTML without styles, which the front end's own theme dresses, and plain text.
 *
 * ```ts
 * tableBundle({ title: "iris", header: ["rows", "features"], rows: [["150", "4"]] });
 * ```
 */
export function tableBundle(content: TableContent): MimeBundle {
  return { "text/html": html(content), "text/plain": plain(content) };
}

function html({ title, header, rows, notes = [] }: TableContent): string {
  const head = header ? `<thead>${row("th", header)}</thead>` : "";
  const body = rows.map((cells) => row("td", cells)).join("");
  const below = notes.map((note) => `<p>${escaped(note)}</p>`).join("");
  return `<p>${escaped(title)}</p><table>${head}<tbody>${body}</tbody></table>${below}`;
}

function row(tag: string, cells: string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
}

function plain({ title, header, rows, notes = [] }: TableContent): string {
  const lines = header ? [header, ...rows] : rows;
  const widths = lines.reduce<number[]>(
    (widest, cells) => cells.map((cell, at) => Math.max(widest[at] ?? 0, cell.length)),
    [],
  );
  const aligned = lines.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at]))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...aligned, ...notes].join("\n");
}
