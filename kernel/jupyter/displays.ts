import { rememberedCells } from "../session/output/outputLimit.js";
import type { Display } from "../session/session.js";
import type { Publisher } from "./publisher.js";
import type { Origin } from "./sockets.js";

/** What a cell may show: far more than anyone looks at, less than what makes a browser give up. */
const most = { count: 1000, characters: 100_000_000 };

/** Updates of one display that follow each other faster are one: Jupyter's server drops everything of a flood. */
const updateMs = 50;

/** What cells show besides text, in numbers and at a rate that a browser can take. */
export class Displays {
  private readonly shown = new Map<number, { count: number; characters: number; isSaid: boolean }>();
  private readonly held = new Map<string, { origin: Origin; newest?: Display; timer: NodeJS.Timeout }>();

  constructor(private readonly publisher: Publisher) {}

  show(cell: number, origin: Origin, display: Display): void {
    const { displayId, update, shown } = display;
    if (update && displayId !== undefined) this.update(displayId, origin, display);
    else if (this.hasRoom(cell, origin, display)) this.publisher.display(origin, shown, displayId, update);
  }

  /** The cell's outputs are taken away, which makes room. */
  clear(cell: number): void {
    this.shown.delete(cell);
  }

  /** Sends what was held back. */
  flush(): void {
    for (const id of [...this.held.keys()]) this.release(id);
  }

  private update(id: string, origin: Origin, display: Display): void {
    const held = this.held.get(id);
    if (held) return void Object.assign(held, { origin, newest: display });
    this.publisher.display(origin, display.shown, id, true);
    this.held.set(id, { origin, timer: setTimeout(() => this.release(id), updateMs) });
  }

  private release(id: string): void {
    const { origin, newest, timer } = this.held.get(id)!;
    clearTimeout(timer);
    this.held.delete(id);
    if (newest) this.update(id, origin, newest);
  }

  private hasRoom(cell: number, origin: Origin, { shown }: Display): boolean {
    const sum = this.shown.get(cell) ?? { count: 0, characters: 0, isSaid: false };
    sum.count += 1;
    sum.characters += JSON.stringify(shown.data).length;
    this.shown.set(cell, sum);
    this.shown.delete(cell - rememberedCells);
    const fits = sum.count <= most.count && sum.characters <= most.characters;
    if (!fits && !sum.isSaid) this.publisher.text(origin, "stderr", notice);
    sum.isSaid = !fits;
    return fits;
  }
}

const notice = "\nkernel: the cell shows a lot: what comes now is left out, until clearOutput() makes room\n";
