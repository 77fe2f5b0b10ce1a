import { ShapeError } from "../core/index";
import type { Statistic } from "./objective";

/** The sums of statistics over batches, in float64. */
export class Sums {
  private totals: Float64Array[] = [];

  constructor(private readonly statistics: Statistic[]) {
    this.clear();
  }

  /** Adds those of a batch, one statistic after the other. */
  add(batch: Float32Array): void {
    let from = 0;
    this.statistics.forEach(({ size, merge = added }, index) => {
      if (size === "told") from += 1;
      const length = size === "told" ? batch[from - 1] : size;
      this.totals[index] = merge(this.totals[index], batch.subarray(from, from + length));
      from += length;
    });
  }

  /** Begins anew. */
  clear(): void {
    this.totals = this.statistics.map(() => new Float64Array(0));
  }

  /** Each statistic's value. */
  logs(): Record<string, number> {
    return Object.fromEntries(
      this.statistics.map(({ name, result }, index) => [name, result(this.totals[index])]),
    );
  }

  /** Copies of what was added so far, by the statistic's name. */
  save(): Record<string, Float64Array> {
    return Object.fromEntries(this.statistics.map(({ name }, index) => [name, this.totals[index].slice()]));
  }

  /**
   * Takes back what {@link save} gave.
   *
   * @throws ShapeError when it was that of other statistics
   */
  load(saved: Readonly<Record<string, Float64Array>>): void {
    const [names, came] = [this.statistics.map(({ name }) => name).join(", "), Object.keys(saved).join(", ")];
    if (names !== came) {
      const required = `a run that ended within an epoch must go on with the same metrics, ${came}`;
      throw new ShapeError({ where: "fit", required, got: names });
    }
    this.totals = Object.values(saved).map((total) => total.slice());
  }
}

function added(total: Float64Array, batch: Float32Array): Float64Array {
  if (total.length === 0) return Float64Array.from(batch);
  for (let index = 0; index < total.length; index++) total[index] += batch[index];
  return total;
}
