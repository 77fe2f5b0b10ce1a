import {
  type Card,
  cardBundle,
  type Displayable,
  displaySymbol,
  type MimeBundle,
  tableNumber,
} from "../show/index";
import { OptionError, checkOptions } from "../core/index";

/** How a prediction is read. */
export interface PredictionOptions {
  /** What the number counts, such as `mistakes`; shown after it. Default: nothing. */
  unit?: string;
}

/**
 * Asks for a number before the run, because a guess that was written down is remembered.
 *
 * ```ts
 * const guess = predictFirst("How many mistakes will it make?").commit(5);
 * guess.reveal(11); // your guess 5, measured 11
 * ```
 *
 * @param question what to predict, ending in a question mark
 */
export function predictFirst(question: string, options?: PredictionOptions): Prediction {
  const { unit } = checkOptions("predictFirst", options, { unit: "" });
  return new Prediction(question, unit);
}

/** A question whose answer the student writes down before it is known. */
export class Prediction implements Displayable {
  private guess?: number;

  constructor(
    readonly question: string,
    private readonly unit: string,
  ) {}

  /** The number the student committed to; undefined before that. */
  get committed(): number | undefined {
    return this.guess;
  }

  /**
   * Writes the guess down. Without a number the notebook runs on, and says that there is none yet.
   *
   * ```ts
   * predictFirst("How many mistakes?").commit(5);
   * ```
   *
   * @param guess any finite number, or undefined for "not yet"
   * @throws OptionError when the guess is not a number
   */
  commit(guess?: number): this {
    if (guess !== undefined) requireNumber("commit", "guess", guess);
    this.guess = guess;
    return this;
  }

  /**
   * Compares the guess with what came out.
   *
   * ```ts
   * predictFirst("How many mistakes?").commit(5).reveal(11);
   * ```
   *
   * @param actual the measured number
   * @throws OptionError when it is not a number
   */
  reveal(actual: number): Reveal {
    requireNumber("reveal", "actual", actual);
    return new Reveal(this.question, this.unit, this.guess, actual);
  }

  /** The card, as HTML and as plain text. */
  [displaySymbol](): MimeBundle {
    const committed = this.guess === undefined;
    return cardBundle({
      tone: committed ? "open" : "note",
      title: this.question,
      text: [
        committed
          ? "No guess yet. Write a number in the cell above and run it: a wrong guess teaches more than none."
          : `You said ${withUnit(this.guess as number, this.unit)}. Written down; now let us see.`,
      ],
    });
  }
}

/** A prediction next to what came out. */
export class Reveal implements Displayable {
  constructor(
    readonly question: string,
    private readonly unit: string,
    readonly guess: number | undefined,
    readonly actual: number,
  ) {}

  /** How far off the guess was; undefined without one. */
  get error(): number | undefined {
    return this.guess === undefined ? undefined : this.guess - this.actual;
  }

  /** The card, as HTML and as plain text. */
  [displaySymbol](): MimeBundle {
    return cardBundle(this.card());
  }

  private card(): Card {
    const actual = withUnit(this.actual, this.unit);
    if (this.guess === undefined)
      return {
        tone: "note",
        title: this.question,
        text: [`Measured: ${actual}. You made no guess this time.`],
      };
    return {
      tone: "note",
      title: this.question,
      rows: [
        ["your guess", withUnit(this.guess, this.unit)],
        ["measured", actual],
      ],
      text: [remark(this.guess, this.actual)],
    };
  }
}

function remark(guess: number, actual: number): string {
  const off = Math.abs(guess - actual);
  if (off === 0) return "Exactly right.";
  if (off <= 0.1 * Math.abs(actual)) return "Very close: within a tenth.";
  const side = guess > actual ? "above" : "below";
  return `${tableNumber(off)} ${side} it. What did you picture that turned out differently?`;
}

function withUnit(value: number, unit: string): string {
  return unit ? `${tableNumber(value)} ${unit}` : tableNumber(value);
}

function requireNumber(where: string, name: string, value: unknown): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new OptionError({
    where: `predictFirst.${where}`,
    required: `${name} must be a finite number`,
    got: typeof value === "string" ? `"${value}"` : String(value),
    remedy: where === "commit" ? "write a number, or leave the brackets empty" : "",
  });
}
