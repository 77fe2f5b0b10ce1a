import { checkInteger, checkOptions } from "../core/index";
import type { Callback, Run } from "../train/index";
import { saveVariables, type SavedTensor } from "../train/snapshot";
import { Ensemble } from "../train/ensemble";
import { asOurs } from "../train/ours";

/** Options of {@link snapshotEnsemble}. */
export interface SnapshotEnsembleOptions {
  /** Epochs between two snapshots: one cycle of the learning rate. */
  everyEpochs: number;
}

/**
 * Keeps the weights at the end of each cycle of the learning rate, so that one training gives an ensemble
 * (Huang et al. 2017). Goes with `schedules.cosine({restarts: true, steps})`, a cycle of as many steps as `everyEpochs` epochs have.
 *
 * ```ts
 * const snapshots = snapshotEnsemble({ everyEpochs: 10 });
 * await fit(model, train, { epochs: 50, optimizer, callbacks: [snapshots] });
 * const ensemble = snapshots.ensemble(); // five members
 * ```
 */
export function snapshotEnsemble(options: SnapshotEnsembleOptions): SnapshotEnsemble {
  const { everyEpochs } = checkOptions("snapshotEnsemble", options, { everyEpochs: 10 });
  return asOurs(new SnapshotEnsemble(checkInteger("snapshotEnsemble", "everyEpochs", everyEpochs, "[1, ∞)")));
}

/** What {@link snapshotEnsemble} returns: a callback that keeps weights. */
export class SnapshotEnsemble implements Callback {
  readonly name = "snapshotEnsemble";
  private snapshots: SavedTensor[][] = [];
  private run?: Run;

  constructor(private readonly everyEpochs: number) {}

  /** Begins without snapshots. */
  onTrainBegin(run: Run): void {
    this.run = run;
    this.snapshots = [];
  }

  /** Keeps the weights at the end of a cycle. */
  onEpochEnd(epoch: number, _: unknown, run: Run): void {
    if ((epoch + 1) % this.everyEpochs === 0) this.snapshots.push(saveVariables(run.weights));
  }

  /** How many snapshots there are. */
  get length(): number {
    return this.snapshots.length;
  }

  /** The snapshots as one model that averages their predictions; for a LayersModel. */
  ensemble(): Ensemble {
    return Ensemble.ofWeights(this.run!.model!, this.snapshots);
  }

  /** The snapshots so far. */
  save(): unknown {
    return this.snapshots;
  }

  /** Takes back what {@link save} gave. */
  load(state: SavedTensor[][]): void {
    this.snapshots = state;
  }
}
