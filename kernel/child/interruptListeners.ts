import { onOwnBuiltins, withTheirBuiltins } from "./context/builtins.js";
import { currentCell } from "./context/cellContext.js";
import type { State } from "./context/sharedState.js";

/** The name under which code asks to be notified of an interrupt, to end by itself where nothing is lost. */
const interruptSymbol = Symbol.for("Jupyter.interrupt");

type Listener = () => void;

/**
 * Code of cells that ends by itself when its cell is interrupted, as training does after the current step. Told once,
 * a cell goes on with what it does next; a second interrupt ends it where it stands.
 */
export class InterruptListeners {
  private readonly cells = new Map<Listener, number>();
  private notified = 0;

  constructor(private readonly state: State) {
    const subscribe = onOwnBuiltins((listener: Listener) =>
      this.subscribe(() => withTheirBuiltins(listener)),
    );
    Object.defineProperty(globalThis, interruptSymbol, { value: subscribe, configurable: true });
  }

  /** Notifies the listeners of a cell. */
  notify(cell: number): void {
    this.notified = cell;
    if (this.state.listening === cell) this.state.listening = 0;
    for (const [listener, of] of [...this.cells]) if (of === cell) listener();
  }

  private subscribe(listener: Listener): () => void {
    const cell = currentCell();
    this.cells.set(listener, cell);
    if (cell !== this.notified) this.state.listening = cell;
    else if (cell !== 0) listener();
    return onOwnBuiltins(() => {
      this.cells.delete(listener);
      const others = [...this.cells.values()].includes(cell);
      if (!others && this.state.listening === cell) this.state.listening = 0;
    });
  }
}
