let owner: object | undefined;

const clear = "\r\x1b[2K";

/** Writes over the terminal's last line, unless another callback does so already; nothing where there is no terminal. */
export function rewriteLine(by: object, text: string): void {
  if (!process.stdout.isTTY || (owner ?? by) !== by) return;
  owner = by;
  process.stdout.write(clear + fitting(text));
}

/** Leaves a line that stays. A file or a pipe, which keeps no line that is written over, gets this one alone. */
export function leaveLine(by: object, text: string): void {
  if (!process.stdout.isTTY) return console.log(text);
  if (owner === by) owner = undefined;
  process.stdout.write(`${clear}${fitting(text)}\n`);
}

/** How long such a line may be. */
export function lineWidth(): number {
  return process.stdout.isTTY ? (process.stdout.columns || 100) - 1 : Infinity;
}

function fitting(text: string): string {
  return text.slice(0, lineWidth());
}
