import { type Card, cardBundle, type Displayable, displaySymbol, type MimeBundle } from "../show/index";

/** Whether an answer was right, was wrong, or has not been given yet. */
export type VerdictStatus = "passed" | "failed" | "unanswered";

/** What a check found out. */
export interface VerdictDetails {
  /** The exercise's id, such as `01-update-rule`. */
  id: string;
  /** The judgement. */
  status: VerdictStatus;
  /** One sentence: how many inputs agree, or what is wrong. */
  message: string;
  /** The call that failed, as a student would write it. */
  call?: string;
  /** What the call should have returned. */
  expected?: string;
  /** What the call returned. */
  got?: string;
  /** What the call printed: its first lines and its last ones. */
  printed?: string;
  /** What to think about next. */
  hint?: string;
}

const tones = { passed: "good", failed: "bad", unanswered: "open" } as const;

/**
 * The judgement of one answer: shown as a green, red or grey card, and readable by a program.
 *
 * ```ts
 * (await exercise("01-update-rule").check(update)).status; // "passed"
 * ```
 */
export class Verdict implements Displayable {
  constructor(readonly details: VerdictDetails) {}

  /** The judgement: `passed`, `failed` or `unanswered`. */
  get status(): VerdictStatus {
    return this.details.status;
  }

  /** True when every input agreed. */
  get passed(): boolean {
    return this.status === "passed";
  }

  /** The card, as HTML and as plain text. */
  [displaySymbol](): MimeBundle {
    return cardBundle(this.card());
  }

  private card(): Card {
    const { id, status, message, call, expected, got, printed, hint } = this.details;
    const rows = Object.entries({ call, expected, got }).filter(([, value]) => value !== undefined);
    return {
      tone: tones[status],
      title: `${id} · ${status === "unanswered" ? "not answered yet" : status}`,
      rows: rows as [string, string][],
      printed,
      text: hint ? [message, `Hint: ${hint}`] : [message],
    };
  }
}
