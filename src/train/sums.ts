import type { Statistic } from "./objective";

/** The sums of statistics over batches, in float64. */
export class Sums {
  values: Float64Array;

  constructor(private readonly statistics: Statistic[]) {
    this.values = new Float64Array(statistics.reduce((total, { size }) => total + size, 0));
  }

  /** Adds those of a batch. */
  add(batch: ArrayLike<number>): void {
    for (let index = 0; index < this.values.length; index++) this.values[index] += batch[index];
  }

  /** Begins anew. */
  clear(): void {
    this.values.fill(0);
  }

  /** Each statistic's value. */
  logs(prefix = ""): Record<string, number> {
    let from = 0;
    const value = ({ name, size, result }: Statistic) => {
      const own = this.values.subarray(from, from + size);
      from += size;
      return [prefix + name, result(own)] as const;
    };
    return Object.fromEntries(this.statistics.map(value));
  }
}
