import { atExit } from "../system/atExit.mjs";
import { bar, columns, duration, terminalOf } from "./terminal.mjs";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const barWidth = 24;
const titleWidth = 18;
const textWidth = 28;

/**
 * How a piece of work tells what it is doing.
 *
 * @typedef {object} Report
 * @property {(text: string) => void} say what is being done now
 * @property {(fraction: number, text?: string) => void} progress how much of it is done, in [0, 1]
 * @property {(text: string) => void} note a line that stays: a choice, a warning
 */

/**
 * Shows pieces of work as they go: one redrawn line each in a terminal, a line at start and end in a pipe.
 */
export class Progress {
  /** @param {import("./terminal.mjs").Terminal} [terminal] */
  constructor(terminal = terminalOf()) {
    this.terminal = terminal;
  }

  /**
   * Runs one piece of work under its title.
   *
   * @param {string} title
   * @param {(report: Report) => Promise<string>} work resolves to what came of it, in a few words
   */
  async run(title, work) {
    const line = new Line(title, this.terminal);
    try {
      line.end("green", "✔", await work(line));
    } catch (error) {
      line.end("red", "✘", error instanceof Error ? error.message.split("\n")[0] : String(error));
      throw error;
    }
  }
}

/** @implements {Report} */
class Line {
  /**
   * @param {string} title
   * @param {import("./terminal.mjs").Terminal} terminal
   */
  constructor(title, terminal) {
    this.title = title;
    this.terminal = terminal;
    this.started = performance.now();
    this.text = "";
    /** @type {number | undefined} */
    this.fraction = undefined;
    this.frame = 0;
    this.quarter = 0;
    if (!terminal.live) return;
    terminal.write("\u001b[?25l");
    this.forget = atExit(() => terminal.write("\n\u001b[?25h"));
    this.timer = setInterval(() => this.draw(), 80);
    this.draw();
  }

  /** @param {string} text */
  say(text) {
    this.text = text;
    this.fraction = undefined;
    this.quarter = 0;
    if (!this.terminal.live) this.plain(text);
  }

  /**
   * @param {number} fraction
   * @param {string} [text]
   */
  progress(fraction, text) {
    this.fraction = fraction;
    if (text !== undefined) this.text = text;
    const quarter = Math.floor(fraction * 4);
    if (this.terminal.live || quarter <= this.quarter || quarter === 4) return;
    this.quarter = quarter;
    this.plain(`${this.text} ${quarter * 25} %`);
  }

  /** @param {string} text */
  note(text) {
    if (!this.terminal.live) return this.plain(text);
    this.terminal.write(`\r\u001b[2K  ${this.terminal.paint("yellow", "·")} ${text}\n`);
    this.draw();
  }

  /**
   * @param {import("./terminal.mjs").Style} style
   * @param {string} mark
   * @param {string} text
   */
  end(style, mark, text) {
    const { paint, write, live } = this.terminal;
    const took = duration(performance.now() - this.started);
    if (!live) return write(`${mark} ${this.title}: ${text} (${took})\n`);
    clearInterval(this.timer);
    this.forget?.();
    const head = `${paint(style, mark)} ${paint("bold", this.title.padEnd(titleWidth))} ${text}`;
    write(`\r\u001b[2K${head}${paint("dim", `  ${took}`)}\n\u001b[?25h`);
  }

  /** @param {string} text */
  plain(text) {
    this.terminal.write(`  ${this.title}: ${text}\n`);
  }

  draw() {
    const { paint, width, write } = this.terminal;
    this.frame = (this.frame + 1) % frames.length;
    const head = `${paint("cyan", frames[this.frame])} ${paint("bold", this.title.padEnd(titleWidth))} `;
    const tail = this.fraction === undefined ? "" : ` ${this.bar(this.fraction)}`;
    const room = width - columns(head) - columns(tail) - 1;
    const text = this.text.length > room ? `${this.text.slice(0, Math.max(room - 1, 0))}…` : this.text;
    write(`\r\u001b[2K${head}${tail ? text.padEnd(Math.min(room, textWidth)) : text}${tail}`);
  }

  /** @param {number} fraction */
  bar(fraction) {
    const [filled, rest] = bar(fraction, barWidth);
    const percent = `${Math.floor(fraction * 100)} %`.padStart(5);
    return `${this.terminal.paint("cyan", filled)}${this.terminal.paint("dim", rest)}${percent}`;
  }
}
