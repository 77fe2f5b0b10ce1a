import process from "node:process";

/**
 * @typedef {object} Terminal
 * @property {boolean} live whether lines can be redrawn
 * @property {number} width in columns
 * @property {(text: string) => void} write
 * @property {(style: Style, text: string) => string} paint
 */

/** @typedef {keyof typeof codes} Style */

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 };

/**
 * What a stream can show: colours and redrawn lines in a terminal, plain lines in a pipe. `NO_COLOR` is heeded.
 *
 * @param {NodeJS.WriteStream} [stream]
 * @returns {Terminal}
 */
export function terminalOf(stream = process.stdout) {
  const live = stream.isTTY === true && process.env.TERM !== "dumb";
  const colour = live && !process.env.NO_COLOR;
  return {
    live,
    get width() {
      return stream.columns || 80;
    },
    write: (text) => void stream.write(text),
    paint: (style, text) => (colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text),
  };
}

/**
 * `━━━━━╸────`: a bar of `width` columns, filled to `fraction`.
 *
 * @param {number} fraction in [0, 1]
 * @param {number} width
 * @returns {[filled: string, rest: string]}
 */
export function bar(fraction, width) {
  const halves = Math.round(Math.min(Math.max(fraction, 0), 1) * width * 2);
  const filled = "━".repeat(halves >> 1) + (halves & 1 ? "╸" : "");
  return [filled, "─".repeat(width - filled.length)];
}

/**
 * `850 ms`, `12.4 s`, `3 min 05 s`.
 *
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  if (milliseconds < 995) return `${Math.round(milliseconds / 10) * 10} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Columns that a text takes: colour codes take none.
 *
 * @param {string} text
 */
export function columns(text) {
  return text.replace(/\u001b\[\d+m/g, "").length;
}
