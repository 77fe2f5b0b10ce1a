// Of a score: the score, the weight of the positives that have it, that of the negatives.
const width = 3;
const begin = 16;

/** How many scores of each unit are kept apart, so that all have at most some 25 MB. */
function mostFor(units: number): number {
  return Math.min(131_072, Math.max(4096, 2 ** Math.floor(Math.log2(2 ** 20 / units))));
}

/**
 * Scores with the weights of positives and negatives, for each unit, in one list of plain numbers, so that a checkpoint keeps it:
 * how many scores a unit has room for, how many it has, and behind that the scores.
 *
 * Where there is no more room, neighbours are counted as one score, as long as they have no more than a small share of all
 * positives and negatives: no pair of a positive and a negative that is not within such a share is counted otherwise.
 */
export class RankedScores {
  values: Float64Array;

  constructor(
    values: Float64Array,
    private readonly units: number,
    private readonly most = mostFor(units),
  ) {
    this.values = values.length > 0 ? values : this.withRoom(begin);
  }

  /** Takes scores [rows × units], their truths in [0, 1], and the rows' weights, one after the other. */
  add(batch: ArrayLike<number>): this {
    const { units } = this;
    const rows = batch.length / (2 * units + 1);
    const cells = rows * units;
    for (let row = 0; row < rows; row++) {
      const weight = batch[2 * cells + row];
      if (weight === 0) continue;
      for (let unit = 0; unit < units; unit++) {
        const truth = batch[cells + row * units + unit];
        this.push(unit, batch[row * units + unit], weight * truth, weight * (1 - truth));
      }
    }
    return this;
  }

  /** The area of each unit (Mann & Whitney's count of pairs in the right order); NaN where a class or a number is missing. */
  areas(): number[] {
    return Array.from({ length: this.units }, (_, unit) => areaOf(this.sorted(unit)));
  }

  private get room(): number {
    return this.values[0];
  }

  private push(unit: number, score: number, positive: number, negative: number): void {
    if (this.values[1 + unit] === this.room) this.makeRoom(unit);
    const at = this.start(unit) + width * this.values[1 + unit]++;
    this.values[at] = score;
    this.values[at + 1] = positive;
    this.values[at + 2] = negative;
  }

  private start(unit: number): number {
    return 1 + this.units + unit * this.room * width;
  }

  private makeRoom(unit: number): void {
    if (this.room >= this.most) return this.replace(unit, merged(this.sorted(unit), this.most / 2));
    const { values, units } = this;
    const old = Array.from({ length: units }, (_, each) => this.scoresOf(each));
    this.values = this.withRoom(Math.min(2 * this.room, this.most));
    old.forEach((scores, each) => {
      this.values[1 + each] = values[1 + each];
      this.values.set(scores, this.start(each));
    });
  }

  private withRoom(room: number): Float64Array {
    const values = new Float64Array(1 + this.units + this.units * room * width);
    values[0] = room;
    return values;
  }

  private scoresOf(unit: number): Float64Array {
    const start = this.start(unit);
    return this.values.subarray(start, start + width * this.values[1 + unit]);
  }

  private replace(unit: number, scores: Float64Array): void {
    this.values.set(scores, this.start(unit));
    this.values[1 + unit] = scores.length / width;
  }

  /** The scores in ascending order. */
  private sorted(unit: number): Float64Array {
    const scores = this.scoresOf(unit);
    const order = Uint32Array.from({ length: scores.length / width }, (_, at) => at);
    order.sort((a, b) => scores[a * width] - scores[b * width]);
    const sorted = new Float64Array(scores.length);
    order.forEach((from, to) => sorted.set(scores.subarray(from * width, (from + 1) * width), to * width));
    return sorted;
  }
}

/** At most so many scores: neighbours become one, at the score of the first, while their share is small. */
function merged(scores: Float64Array, most: number): Float64Array {
  const [positives, negatives] = totalsOf(scores);
  const share = (at: number) => (scores[at + 1] / positives || 0) + (scores[at + 2] / negatives || 0);
  const limit = 4.1 / most;
  const kept: number[] = [];
  let held = Infinity;
  for (let at = 0; at < scores.length; at += width) {
    const last = kept.length - width;
    const isEqual = scores[at] === kept[last];
    if (!isEqual && held + share(at) > limit) {
      kept.push(scores[at], scores[at + 1], scores[at + 2]);
      held = share(at);
    } else {
      kept[last + 1] += scores[at + 1];
      kept[last + 2] += scores[at + 2];
      held += share(at);
    }
  }
  return Float64Array.from(kept);
}

function totalsOf(scores: Float64Array): [positives: number, negatives: number] {
  let [positives, negatives] = [0, 0];
  for (let at = 0; at < scores.length; at += width) {
    positives += scores[at + 1];
    negatives += scores[at + 2];
  }
  return [positives, negatives];
}

function areaOf(scores: Float64Array): number {
  let [below, pairs, positives] = [0, 0, 0];
  for (let from = 0, to; from < scores.length; from = to) {
    if (Number.isNaN(scores[from])) return NaN;
    let [yes, no] = [0, 0];
    for (to = from; to < scores.length && (to === from || scores[to] === scores[from]); to += width) {
      yes += scores[to + 1];
      no += scores[to + 2];
    }
    pairs += yes * (below + no / 2);
    below += no;
    positives += yes;
  }
  return pairs / (positives * below);
}
