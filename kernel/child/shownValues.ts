type Shelf = Record<string, unknown>;

/** How many shown values are kept; without a limit a notebook's tensors and figures would never go. */
const kept = 200;

/** Offers cells the values shown before: `_`, `__`, `___` and `Out[n]`. */
export class ShownValues {
  private readonly out: Shelf = {};
  private readonly shelf = globalThis as unknown as Shelf;

  constructor() {
    this.shelf.Out = this.out;
  }

  /** Remembers what a cell showed; what runs without a number leaves the cells' values as they are. */
  add(value: unknown, label: string): void {
    const { shelf, out } = this;
    const number = /\d+/.exec(label)?.[0];
    if (number === undefined) return;
    shelf.___ = shelf.__;
    shelf.__ = shelf._;
    shelf._ = value;
    out[number] = value;
    const numbers = Object.keys(out);
    if (numbers.length > kept) delete out[numbers[0]];
  }
}
