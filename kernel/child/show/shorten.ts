/** How many characters of one text are shown: more than anyone reads, less than what makes a notebook heavy. */
const limit = 100_000;

/** A text that a notebook can hold, with a word on what is left out. */
export function shorten(text: string): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… ${text.length - limit} more characters`;
}
