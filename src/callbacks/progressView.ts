import { short } from "../train/history";

/** How far a fit is. */
export interface ProgressState {
  epoch: number;
  epochs: number;
  /** Batches done in the epoch. */
  batch: number;
  /** Batches in an epoch, where it is known. */
  batches?: number;
  /** Of all steps the share that is done, in [0, 1]. */
  share?: number;
  loss: number;
  rate: number;
  samplesPerSecond: number;
  seconds: number;
  secondsLeft?: number;
  /** Of the last whole epoch. */
  logs: Readonly<Record<string, number>>;
  stopped?: string;
  done: boolean;
}

// What a narrow terminal goes without, in this order.
const dispensable = ["logs", "rate", "speed"];

/** `epoch 3/20  batch 12/45  loss 0.2134  rate 0.001  4210 samples/s  8 s left`, less where that is too wide. */
export function progressLine(state: ProgressState, width = Infinity): string {
  let shown = parts(state);
  const line = () => shown.map(({ text }) => text).join("  ");
  for (const name of dispensable)
    if (line().length > width) shown = shown.filter((part) => part.name !== name);
  return line();
}

/** A bar and the same words; colours are those of the front end's theme. */
export function progressHtml(state: ProgressState): string {
  const bar = state.share === undefined ? "" : progressBar(state.share);
  const words = parts(state).map(
    ({ text }) => `<span style="white-space:nowrap;margin-right:1.2em">${escape(text)}</span>`,
  );
  return `<div style="max-width:52em;line-height:1.6;font-variant-numeric:tabular-nums">${bar}${words.join(" ")}</div>`;
}

function progressBar(share: number): string {
  const percent = Math.round(100 * Math.min(share, 1));
  const style = "width:100%;height:.8em;display:block;margin-bottom:.3em";
  return `<progress value="${percent}" max="100" aria-label="training progress" style="${style}"></progress>`;
}

interface Part {
  name?: string;
  text: string;
}

function parts(state: ProgressState): Part[] {
  const { epoch, epochs, batch, batches, loss, rate, samplesPerSecond, stopped, done } = state;
  const others = Object.entries(state.logs).filter(([name]) => name !== "loss");
  return [
    { text: `epoch ${epoch}/${epochs}` },
    ...(done ? [] : [{ text: `batch ${batch}${batches === undefined ? "" : `/${batches}`}` }]),
    { text: `loss ${short(loss)}` },
    ...others.map(([name, value]) => ({ name: "logs", text: `${name} ${short(value)}` })),
    { name: "rate", text: `rate ${short(rate)}` },
    { name: "speed", text: `${short(Math.round(samplesPerSecond))} samples/s` },
    ...timing(state).map((text) => ({ text })),
    ...(stopped ? [{ text: `stopped: ${stopped}` }] : []),
  ];
}

function timing({ done, seconds, secondsLeft }: ProgressState): string[] {
  if (done) return [`${duration(seconds)} in all`];
  return secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`];
}

/** Seconds as 8 s, 2 min 5 s or 3 h 12 min. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
