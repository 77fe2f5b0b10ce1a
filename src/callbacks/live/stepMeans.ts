/** The means of ever longer stretches of a run of numbers: as many as there is room for, however long it grows. */
export class StepMeans {
  /** How many numbers one mean is of. */
  stretch = 1;
  private sums: number[] = [];
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
    const pairs = Array.from({ length: this.room / 2 }, (_, at) => 2 * at);
    this.sums = pairs.map((at) => this.sums[at] + this.sums[at + 1]);
    this.stretch *= 2;
  }
}
