import { duration, type Standing, tableNumber } from "../show/index";

/** How far a fit is. */
export interface ProgressState {
  epoch: number;
  epochs: number;
  /** Batches done in the epoch. */
  batch: number;
  /** Batches in an epoch, where it is known. */
  batches?: number;
  /** The share of all steps that is done, in [0, 1]. */
  share?: number;
  loss: number;
  rate: number;
  samplesPerSecond: number;
  seconds: number;
  secondsLeft?: number;
  /** What the last whole epoch logged. */
  logs: Readonly<Record<string, number>>;
  stopped?: string;
  done: boolean;
}

/** Where a fit is, in words: `epoch 3/20  batch 12/45  loss 0.2134  rate 0.001  4210 samples/s  8 s left`. */
export function standingOf(state: ProgressState): Standing {
  const { share, epoch, epochs, batch, batches, loss, rate, samplesPerSecond, stopped, done } = state;
  const others = Object.entries(state.logs).filter(([name]) => name !== "loss");
  return {
    share,
    words: [
      `epoch ${epoch}/${epochs}`,
      ...(done ? [] : [`batch ${batch}${batches === undefined ? "" : `/${batches}`}`]),
      `loss ${tableNumber(loss)}`,
      ...others.map(([name, value]) => ({ text: `${name} ${tableNumber(value)}`, leaves: 1 })),
      { text: `rate ${tableNumber(rate)}`, leaves: 2 },
      { text: `${tableNumber(Math.round(samplesPerSecond))} samples/s`, leaves: 3 },
      ...timing(state),
      ...(stopped ? [`stopped: ${stopped}`] : []),
    ],
  };
}

function timing({ done, seconds, secondsLeft }: ProgressState): string[] {
  if (done) return [`${duration(seconds)} in all`];
  return secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`];
}
