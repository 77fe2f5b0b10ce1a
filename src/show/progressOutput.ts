import { display, displaySymbol, inNotebook, type MimeBundle } from "./display";
import { progressHtml, progressLine, type Standing } from "./progressView";
import { leaveLine, lineWidth, rewriteLine } from "./terminalLine";

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
