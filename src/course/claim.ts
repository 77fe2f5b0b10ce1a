import { cardBundle, type Displayable, displaySymbol, type MimeBundle, tableNumber } from "../show/index";
import { DataError, OptionError, checkNumber, checkOptions } from "../core/index";
import { meanOf } from "../math/index";

/** A published number and what was measured here. */
export interface ClaimOptions {
  /** Where the number was published: authors and year, with the table or theorem. */
  paper: string;
  /** The published number, or `[least, greatest]` where a range or (with -Infinity, Infinity) a bound was published. */
  published: number | readonly [least: number, greatest: number];
  /** What was measured: a number, or one for each seed. */
  measured: number | readonly number[];
  /** How far off is still the same result, in the number's own unit. Default 0. */
  tolerance?: number;
}

/**
 * A published number as a cell that can fail. With one published number the mean over the seeds must lie within the
 * tolerance of it; with a range every seed must lie in the range, widened by the tolerance.
 *
 * ```ts
 * claim("the bound on iris", { paper: "Novikoff 1962", published: 447, measured: 446.9, tolerance: 1 });
 * ```
 *
 * @throws ClaimError when the measurement does not agree
 * @throws DataError when nothing was measured, or a measurement is not a number
 * @throws OptionError when paper, published or tolerance cannot be used
 */
export function claim(name: string, options: ClaimOptions): Claim {
  const { paper, published, measured, tolerance } = checkOptions("claim", options, required);
  checkPaper(paper);
  checkPublished(published);
  checkNumber("claim", "tolerance", tolerance as number, "[0, ∞)");
  const result = new Claim(name, paper, published, checkMeasured(measured), tolerance as number);
  if (!result.holds) throw new ClaimError(result);
  return result;
}

/** A published number that a measurement agrees with, shown as a card. */
export class Claim implements Displayable {
  constructor(
    readonly name: string,
    readonly paper: string,
    readonly published: number | readonly [number, number],
    readonly measured: readonly number[],
    readonly tolerance: number,
  ) {}

  /** The mean over the seeds. */
  get mean(): number {
    return meanOf(this.measured);
  }

  /** The least and the greatest measurement. */
  get spread(): [number, number] {
    return [Math.min(...this.measured), Math.max(...this.measured)];
  }

  /** Whether the measurement agrees with what was published. */
  get holds(): boolean {
    if (typeof this.published === "number")
      return Math.abs(this.mean - this.published) <= this.tolerance + rounding(this.published);
    const [least, greatest] = this.published;
    const [lowest, highest] = this.spread;
    return lowest >= least - this.tolerance && highest <= greatest + this.tolerance;
  }

  /** What was published, in words: `447 ± 1`, `2 to 11`, `at most 447`. */
  get requirement(): string {
    return requirementText(this.published, this.tolerance);
  }

  /** What was measured, in words: the number, or mean and spread over the seeds. */
  get measurement(): string {
    if (this.measured.length === 1) return tableNumber(this.measured[0]);
    const [lowest, highest] = this.spread.map(tableNumber);
    return `${tableNumber(this.mean)} on average, ${lowest} to ${highest} over ${this.measured.length} runs`;
  }

  /** The card, as HTML and as plain text. */
  [displaySymbol](): MimeBundle {
    return cardBundle({
      tone: "good",
      title: this.name,
      rows: [
        ["source", this.paper],
        ["published", this.requirement],
        ["measured", this.measurement],
      ],
    });
  }
}

/** A measurement that does not agree with what was published. */
export class ClaimError extends Error {
  override name = "ClaimError";
  constructor(readonly claim: Claim) {
    super(
      `claim: "${claim.name}" must be ${claim.requirement} (${claim.paper}), got ${claim.measurement}; ` +
        "run the notebook from the top, and look at what changed in the cells that measure it",
    );
  }
}

function requirementText(published: number | readonly [number, number], tolerance: number): string {
  const give = tolerance > 0 ? ` ± ${tableNumber(tolerance)}` : "";
  if (typeof published === "number") return tableNumber(published) + give;
  const [least, greatest] = published;
  if (least === -Infinity) return `at most ${tableNumber(greatest)}${give}`;
  if (greatest === Infinity) return `at least ${tableNumber(least)}${give}`;
  return `${tableNumber(least)} to ${tableNumber(greatest)}${give}`;
}

/** Sums of decimals such as .1 + .2 must not fail a claim. */
function rounding(published: number): number {
  return 1e-9 * Math.max(1, Math.abs(published));
}

const required = { paper: "", published: NaN, measured: NaN, tolerance: 0 } as ClaimOptions;

function checkPaper(paper: unknown): void {
  if (typeof paper === "string" && paper.trim() !== "") return;
  const got = paper === "" ? "nothing" : String(paper);
  throw new OptionError({
    where: "claim",
    required: "paper must say where the number was published",
    got,
    remedy: 'write it like "Novikoff 1962"',
  });
}

function checkPublished(published: unknown): void {
  const isRange = Array.isArray(published) && published.length === 2 && published[0] <= published[1];
  if (isRange || (typeof published === "number" && Number.isFinite(published))) return;
  throw new OptionError({
    where: "claim",
    required: "published must be a number or [least, greatest]",
    got: published,
  });
}

function checkMeasured(measured: unknown): number[] {
  const values =
    Array.isArray(measured) || ArrayBuffer.isView(measured) ? [...(measured as number[])] : [measured];
  if (values.length > 0 && values.every((value) => typeof value === "number" && Number.isFinite(value)))
    return values as number[];
  throw new DataError({
    where: "claim",
    required: "measured must be a finite number or a list of them",
    got: values.length > 0 ? measured : "an empty list",
  });
}
