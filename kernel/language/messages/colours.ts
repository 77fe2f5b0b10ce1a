/** A text in red, as terminals and front ends colour what went wrong. */
export function red(text: string): string {
  return `\x1b[31m${text}\x1b[39m`;
}
