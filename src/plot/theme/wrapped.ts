import { textWidth } from "./font";

/** How large text is. */
export interface TextSize {
  /** Font size, px. Default 12. */
  size?: number;
  bold?: boolean;
}

/** Text in lines of at most so many CSS px, a number and its signs on one; a word that is longer is broken. */
export function wrapped(text: string, width: number, { size = 12, bold = false }: TextSize = {}): string[] {
  const fits = (line: string) => textWidth(line, size, bold) <= width;
  const lines = [""];
  for (const word of text.split(/(?<!±|[<>]) (?!%)/).flatMap((each) => pieces(each, fits))) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (!fits(longer) && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function pieces(word: string, fits: (line: string) => boolean): string[] {
  if (fits(word)) return [word];
  const parts = [""];
  for (const character of word) {
    if (parts.at(-1) && !fits(parts.at(-1)! + character)) parts.push("");
    parts[parts.length - 1] += character;
  }
  return parts;
}

/**
 * A name of at most so many CSS px: the middle of a longer one is left out, as names often differ at their ends.
 *
 * ```ts
 * shortened("dense_layer_number_12", 80) // "dense_l…er_12"
 * ```
 *
 * @param share of what is left that is its beginning
 */
export function shortened(name: string, width: number, share = 0.55): string {
  if (textWidth(name, 12) <= width) return name;
  const characters = Array.from(name);
  for (let left = characters.length - 1; left > 1; left--) {
    const head = Math.ceil(share * left);
    const told = `${characters.slice(0, head).join("").trimEnd()}…${characters
      .slice(characters.length - left + head)
      .join("")
      .trimStart()}`;
    if (textWidth(told, 12) <= width) return told;
  }
  return "…";
}
