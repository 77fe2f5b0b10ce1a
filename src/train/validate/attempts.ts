import { InterruptedError, OptionError, shown } from "../../core/index";

type Logs = Record<string, number>;

/** Fits of which some may fail: the others' logs are kept, and a failed one's are all the error score. */
export class Attempts {
  private readonly results: (Logs | number)[] = [];
  private firstError: unknown;

  constructor(
    private readonly where: string,
    private readonly errorScore: ErrorScore,
  ) {}

  /** How many there were. */
  get count(): number {
    return this.results.length;
  }

  /** Tries one. @param name what it is, for the warning */
  async attempt(name: string, work: () => Promise<Logs>): Promise<void> {
    try {
      this.results.push(await work());
    } catch (error) {
      this.firstError ??= error;
      this.results.push(scoreOfError(this.where, name, error, this.errorScore));
    }
  }

  /** The logs of each, under the same names. Where all failed, the first error is thrown. */
  logs(): Logs[] {
    const done = this.results.find((result) => typeof result === "object");
    if (done === undefined) throw this.firstError;
    const names = Object.keys(done);
    return this.results.map((result) =>
      typeof result === "object" ? result : Object.fromEntries(names.map((name) => [name, result])),
    );
  }
}

/** What a fit that fails is scored with, or "throw". */
export type ErrorScore = number | "throw";

/** Checks the option, which is NaN unless told. */
export function checkErrorScore(where: string, score: ErrorScore): ErrorScore {
  if (typeof score === "number" || score === "throw") return score;
  const required = 'errorScore must be a number, NaN, or "throw"';
  throw new OptionError({ where, required, got: shown(score) });
}

/** What a fit that failed counts as, which is said; what is to be thrown is thrown, and an interrupt always. */
export function scoreOfError(where: string, what: string, error: unknown, score: ErrorScore): number {
  if (score === "throw" || error instanceof InterruptedError) throw error;
  const text = error instanceof Error ? error.message : String(error);
  console.warn(`${where}: ${what} could not be fitted and scored (${text}); it counts as ${score}`);
  return score;
}
