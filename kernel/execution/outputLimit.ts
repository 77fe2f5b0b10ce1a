/** How many characters a cell may print: far more than anyone reads, less than what makes a browser give up. */
const limit = 16 * 2 ** 20;

/** How many cells are remembered, as a cell may print long after its end. */
const rememberedCells = 1000;

/** Sees to it that a cell that prints without end neither fills the memory nor the notebook. */
export class OutputLimit {
  private readonly printed = new Map<number, number>();

  /** As much of what a cell prints as may be shown; `notice` says, once, that the rest is not. */
  admit(cell: number, text: string): { text: string; notice?: string } {
    const before = this.printed.get(cell) ?? 0;
    this.printed.set(cell, before + text.length);
    this.printed.delete(cell - rememberedCells);
    const room = limit - before;
    if (text.length <= room) return { text };
    return room < 0 ? { text: "" } : { text: text.slice(0, room), notice };
  }
}

const notice = `\nkernel: the cell printed more than ${limit / 2 ** 20} MiB; the rest is not shown\n`;
