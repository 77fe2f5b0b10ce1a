import { textWidth } from "./font";

/** A note in lines of at most so many CSS px, at 12 px; a word that is longer has a line of its own. */
export function wrapped(note: string, width: number): string[] {
  const lines = [""];
  for (const word of note.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (textWidth(longer, 12) > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
