import { escaped } from "./words";

/** Words about something long. Where a line is too narrow those leave first that are first in `leaves`. */
export type Words = string | { text: string; leaves: number };

/** Where something long stands. */
export interface Standing {
  /** The share of all that is done, in [0, 1]; there is no bar where it is not known. */
  share?: number;
  words: readonly Words[];
}

/** `epoch 3/20  batch 12/45  loss 0.2134  8 s left`, less where that is too wide. */
export function progressLine({ words }: Standing, width = Infinity): string {
  let shown = words;
  const line = () => shown.map(textOf).join("  ");
  const ranks = [...new Set(words.map(rankOf))].filter(Number.isFinite).sort((a, b) => a - b);
  for (const rank of ranks) if (line().length > width) shown = shown.filter((one) => rankOf(one) !== rank);
  return line();
}

/** A bar and the same words; colours are those of the front end's theme. */
export function progressHtml({ share, words }: Standing, label: string): string {
  const bar = share === undefined ? "" : progressBar(share, label);
  const spans = words.map(
    (one) => `<span style="white-space:nowrap;margin-right:1.2em">${escaped(textOf(one))}</span>`,
  );
  return `<div style="max-width:52em;line-height:1.6;font-variant-numeric:tabular-nums">${bar}${spans.join(" ")}</div>`;
}

function progressBar(share: number, label: string): string {
  const percent = Math.round(100 * Math.min(share, 1));
  const style = "width:100%;height:.8em;display:block;margin-bottom:.3em";
  return `<progress value="${percent}" max="100" aria-label="${label}" style="${style}"></progress>`;
}

function textOf(words: Words): string {
  return typeof words === "string" ? words : words.text;
}

function rankOf(words: Words): number {
  return typeof words === "string" ? Infinity : words.leaves;
}
