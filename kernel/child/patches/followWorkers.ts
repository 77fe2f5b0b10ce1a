import type { Worker } from "node:worker_threads";
import { isStopped } from "../context/cellContext.js";
import { cellOfEmitter } from "./followEmitters.js";

/** Workers that run, with the cell that started each. */
const running = new Map<Worker, number>();

/** Knows which worker belongs to which cell; one whose cell was stopped before it began ends at once. */
export function followWorkers(): void {
  process.on("worker", (worker: Worker) => {
    const cell = cellOfEmitter(worker);
    if (cell === undefined) return;
    if (isStopped(cell)) return void worker.terminate();
    running.set(worker, cell);
    worker.once("exit", () => running.delete(worker));
  });
}

/** Ends the workers that a cell started. */
export function endWorkers(cell: number): void {
  for (const [worker, starter] of running) if (starter === cell) void worker.terminate();
}
