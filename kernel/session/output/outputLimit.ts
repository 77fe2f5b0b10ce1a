import { CellOutput, type OutputBounds, type Printed } from "./cellOutput.js";
import { Overflow } from "./overflow.js";

/** How many cells are remembered, as a cell may print or show something long after its end. */
export const rememberedCells = 1000;

/** Sees to it that a cell that prints without end neither fills the memory nor the notebook; the rest goes to a file. */
export class OutputLimit {
  private readonly cells = new Map<number, CellOutput>();
  private readonly overflow = new Overflow();

  constructor(private readonly bounds = boundsOf(process.env)) {}

  /** What is shown at once of what a cell prints. */
  admit(cell: number, printed: Printed): Printed[] {
    return this.of(cell).admit(printed);
  }

  /** What is shown when a cell has ended: how much was left out, and the last lines. */
  end(cell: number): Printed[] {
    return this.of(cell).end();
  }

  /** The cell's outputs are taken away, which makes room. */
  clear(cell: number): void {
    this.cells.delete(cell);
  }

  /** Removes what did not fit into notebooks. */
  close(): void {
    this.overflow.remove();
  }

  private of(cell: number): CellOutput {
    let output = this.cells.get(cell);
    if (!output) this.cells.set(cell, (output = new CellOutput(this.bounds, this.overflow.file(cell))));
    this.cells.delete(cell - rememberedCells);
    return output;
  }
}

function boundsOf(environment: NodeJS.ProcessEnv): OutputBounds {
  return {
    lines: numberOf(environment.TSDESCENT_OUTPUT_LINES, 10_000),
    characters: numberOf(environment.TSDESCENT_OUTPUT_CHARACTERS, 1_000_000),
  };
}

function numberOf(given: string | undefined, standard: number): number {
  const number = Number(given);
  return given && number >= 0 ? number : standard;
}
