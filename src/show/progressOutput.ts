import { display, displaySymbol, inNotebook, type MimeBundle } from "./display";
import { progressHtml, progressLine, type Standing } from "./progressView";

let outputs = 0;

/** What shows how far something long is: one output that updates itself in a notebook, one line in a terminal. */
export class ProgressOutput {
  readonly #label: string;
  #displayId!: string;
  #isShown!: boolean;

  /**
   * Has shown nothing yet.
   *
   * @param label what the bar tells those who cannot see it: `training progress`
   */
  constructor(label: string) {
    this.#label = label;
    this.begin();
  }

  /** Goes on in an output of its own. */
  begin(): void {
    this.#displayId = `tsdescent-progress-${process.pid}-${++outputs}`;
    this.#isShown = false;
  }

  /** Shows where it stands. */
  async show(standing: Standing): Promise<void> {
    if (!inNotebook()) return rewriteLine(this, progressLine(standing, lineWidth()));
    const bundle: MimeBundle = {
      "text/plain": progressLine(standing),
      "text/html": progressHtml(standing, this.#label),
    };
    const update = this.#isShown;
    this.#isShown = true;
    await display({ [displaySymbol]: () => bundle }, { displayId: this.#displayId, update });
  }

  /** Shows where it ended, in a line that stays. */
  async end(standing: Standing): Promise<void> {
    if (inNotebook()) await this.show(standing);
    else leaveLine(this, progressLine(standing, lineWidth()));
  }
}

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
