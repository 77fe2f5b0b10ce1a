export { range } from "../../math/index";
export {
  apart,
  decimalsApart,
  fixed,
  fromTo,
  list,
  listFirst,
  ordinal,
  percent,
  plural,
  short,
  shortAmong,
  shorts,
} from "../../show/index";

/** A number for a spec, which knows no NaN: null for a gap. */
export function orGap(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A text with one more sentence, where there is one. */
export function withNotice(text: string, notice: string | false): string {
  return notice ? `${text} ${notice}.` : text;
}

/** The sentences of an alternative text, after the title; what is missing is left out. */
export function sentences(title: string | undefined, ...parts: (string | false | undefined)[]): string {
  const told = parts.filter((part): part is string => !!part);
  const text = told.map((part) => (/[.?!]$/.test(part) ? part : `${part}.`)).join(" ");
  return title ? `${title}: ${text}` : text;
}
