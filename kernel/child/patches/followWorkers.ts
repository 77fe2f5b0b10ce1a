import type { Worker } from "node:worker_threads";
import { onOwnBuiltins } from "../context/builtins.js";
import { isStopped } from "../context/cellContext.js";
import { cellOfEmitter } from "./followEmitters.js";

/** Workers that run, with the cell that started each. */
const running = new Map<Worker, number>();

/** Knows which worker belongs to which cell; one whose cell was stopped before it began ends at once. */
export function followWorkers(): void {
  const follow = (worker: Worker): void => {
    const cell = cellOfEmitter(worker);
    if (cell === undefined) return;
    if (isStopped(cell)) return void worker.terminate();
    running.set(worker, cell);
    worker.once(
      "exit",
      onOwnBuiltins(() => running.delete(worker)),
    );
  };
  process.on("worker", onOwnBuiltins(follow));
}

/** Ends the workers that a cell started. */
export function endWorkers(cell: number): void {
  for (const [worker, starter] of running) if (starter === cell) void worker.terminate();
}
