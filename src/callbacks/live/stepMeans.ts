/** The means of ever longer stretches of a run of numbers: as many as there is room for, however long it grows. */
export class StepMeans {
  /** How many numbers one mean is of. */
  stretch = 1;
  private readonly sums: number[] = [];
  private gathered = 0;
  private sum = 0;

  constructor(private readonly room: number) {}

  /** Takes the next number. */
  push(value: number): void {
    this.sum += value;
    this.gathered += 1;
    if (this.gathered < this.stretch) return;
    this.sums.push(this.sum);
    this.sum = 0;
    this.gathered = 0;
    if (this.sums.length === this.room) this.halve();
  }

  /** The means; those that are not finite are gaps. */
  get means(): number[] {
    return this.sums.map((sum) => sum / this.stretch);
  }

  private halve(): void {
    for (let at = 0; at < this.room / 2; at++) this.sums[at] = this.sums[2 * at] + this.sums[2 * at + 1];
    this.sums.length = this.room / 2;
    this.stretch *= 2;
  }
}
