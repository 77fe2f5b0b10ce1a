import type { MimeBundle } from "./display";
import { escaped } from "./words";

/** What a card says and how it is meant; the colours follow from the tone. */
export interface Card {
  /** `good` green, `bad` red, `open` grey (nothing to judge yet), `note` blue. */
  tone: "good" | "bad" | "open" | "note";
  /** One line, in bold. */
  title: string;
  /** Labelled values in monospace: `["expected", "3"]`. */
  rows?: [label: string, value: string][];
  /** What was printed, in lines of its own under the rows. */
  printed?: string;
  /** Sentences under them. */
  text?: string[];
}

const marks = { good: "✓", bad: "✗", open: "○", note: "●" };

// Mid-tones with a faint background of the same hue read well on white and on black; front ends that strip styles
// (GitHub, an untrusted notebook) still show the mark, the bold title and the table.
const hues = { good: "46, 160, 67", bad: "229, 83, 75", open: "130, 138, 148", note: "56, 139, 253" };

/**
 * A card as a MIME bundle: HTML without scripts, and the same words as plain text.
 *
 * ```ts
 * cardBundle({ tone: "good", title: "01-update-rule", text: ["30 of 30 inputs agree."] });
 * ```
 */
export function cardBundle(card: Card): MimeBundle {
  return { "text/html": cardHtml(card), "text/plain": cardText(card) };
}

/** The card as plain text: mark and title, one line for each row and sentence. */
export function cardText({ tone, title, rows = [], printed, text = [] }: Card): string {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
  const output =
    printed === undefined
      ? []
      : [
          "printed",
          ...printed
            .trimEnd()
            .split("\n")
            .map((line) => `  ${line}`),
        ];
  return [
    `${marks[tone]} ${title}`,
    ...lines,
    ...output.map((line) => `  ${line}`),
    ...text.map((sentence) => `  ${sentence}`),
  ].join("\n");
}

function cardHtml({ tone, title, rows = [], printed, text = [] }: Card): string {
  const hue = hues[tone];
  const frame =
    `border-left: 4px solid rgb(${hue}); background-color: rgba(${hue}, 0.1); ` +
    "padding: 8px 12px; margin: 4px 0; border-radius: 4px; overflow-wrap: anywhere";
  const head = `<strong><span style="color: rgb(${hue})">${marks[tone]}</span> ${escaped(title)}</strong>`;
  const sentences = text.map((sentence) => `<div style="margin-top: 4px">${escaped(sentence)}</div>`);
  return `<div style="${frame}"><div>${head}</div>${rowsHtml(rows)}${printedHtml(printed)}${sentences.join("")}</div>`;
}

function printedHtml(printed?: string): string {
  if (printed === undefined) return "";
  const style = "margin: 4px 0; white-space: pre-wrap; background-color: transparent; color: inherit";
  return `<div>printed</div><pre style="${style}">${escaped(printed.trimEnd())}</pre>`;
}

function rowsHtml(rows: [string, string][]): string {
  if (rows.length === 0) return "";
  const cell = "padding: 2px 12px 2px 0; text-align: left; vertical-align: top";
  const lines = rows.map(
    ([label, value]) =>
      `<tr style="background-color: transparent"><td style="${cell}; white-space: nowrap">${escaped(label)}</td>` +
      `<td style="${cell}"><code style="background-color: transparent; color: inherit">${escaped(value)}</code></td></tr>`,
  );
  return `<table style="margin: 4px 0; border-collapse: collapse; color: inherit; font-size: inherit">${lines.join("")}</table>`;
}
