import { scoreOfError, type ErrorScore } from "./errorScore";

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
