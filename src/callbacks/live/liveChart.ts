import { readFileSync } from "node:fs";
import { packagePath } from "../../core/index";
import {
  type Displayable,
  displaySymbol,
  escaped,
  midInk,
  type MimeBundle,
  palette,
  tableNumber,
} from "../../show/index";
import { thinCurve } from "../../math/index";
import type { Run } from "../../train/index";

/** One line of the chart: pairs of x and y, null for what is not finite. */
interface Line {
  name: string;
  colour: string;
  dash: number[];
  dots: boolean;
  points: [x: number, y: number | null][];
}

/** What the script in the page draws. */
interface Chart {
  id: string;
  metric: string;
  width: number;
  height: number;
  xLabel: string;
  lines: Line[];
}

// So many points a line has, however long the fit: an update has about 10 kB.
const room = 256;
const size = { width: 560, height: 260 };

let script: string | undefined;

/**
 * The curves of a fit under way: a metric after each epoch, and between epochs the loss of the steps.
 *
 * As HTML with a script of its own: it is drawn in 2 ms where Vega-Lite takes 100, keeps the part that a reader has
 * zoomed into, and needs nothing that a front end may lack.
 */
export class LiveChart {
  private readonly steps = new StepMeans(room);
  private firstStep?: number;

  constructor(
    readonly id: string,
    private readonly metric: string,
  ) {}

  /** Takes the loss of a step. */
  step(loss: number, run: Run): void {
    this.firstStep ??= run.step - 1;
    this.steps.push(loss);
  }

  /** The fit in a line: `epoch 3/20  loss 0.2134  val_loss 0.31  ▇▅▃▂▂▁`. */
  line({ history, epoch, epochs }: Run): string {
    const names = [this.metric, `val_${this.metric}`].filter((name) => name in history.history);
    const values = names.length
      ? names.map((name) => [name, history.last[name]] as const)
      : [this.newest(history)];
    const curve = names.length ? history.history[names.at(-1)!] : this.steps.means;
    return [
      `epoch ${Math.min(epoch + 1, epochs)}/${epochs}`,
      ...values.map(([name, value]) => `${name} ${tableNumber(value)}`),
      sparkline(curve),
    ].join("  ");
  }

  /** The chart as it is now. */
  shown(run: Run): Displayable {
    const line = this.line(run);
    const bundle: MimeBundle = { "text/html": html(this.chart(run), line), "text/plain": line };
    return { [displaySymbol]: () => bundle };
  }

  private newest({ stepLoss }: Run["history"]): readonly [string, number] {
    return ["loss", stepLoss.at(-1) ?? NaN];
  }

  private chart(run: Run): Chart {
    const { history } = run.history;
    const perEpoch = stepsPerEpoch(run);
    const lines = [
      ...(this.metric === "loss" ? [this.stepLine(perEpoch ?? 1)] : []),
      ...epochLine({ name: "training", colour: palette[0], dash: [] }, history[this.metric]),
      ...epochLine({ name: "validation", colour: palette[1], dash: [6, 3] }, history[`val_${this.metric}`]),
    ];
    return {
      id: this.id,
      metric: this.metric,
      ...size,
      xLabel: perEpoch === undefined ? "step" : "epoch",
      lines,
    };
  }

  private stepLine(perEpoch: number): Line {
    const { means, stretch } = this.steps;
    const x = (at: number) => ((this.firstStep ?? 0) + (at + 0.5) * stretch) / perEpoch;
    const name = stretch === 1 ? "each step" : `mean of ${stretch} steps`;
    return {
      name,
      colour: midInk,
      dash: [],
      dots: false,
      points: means.map((loss, at) => pair(x(at), loss)),
    };
  }
}

/** Known, or as many as the epochs so far had on average. */
function stepsPerEpoch({ stepsPerEpoch, step, batch, epoch }: Run): number | undefined {
  return stepsPerEpoch ?? (epoch > 0 ? (step - batch) / epoch : undefined);
}

function epochLine(style: Pick<Line, "name" | "colour" | "dash">, values: number[] = []): Line[] {
  if (values.length === 0) return [];
  const points = thinCurve(values, room).map((at) => pair(at + 1, values[at]));
  return [{ ...style, dots: values.length <= 40, points }];
}

function pair(x: number, y: number): [number, number | null] {
  return [Number(x.toPrecision(6)), Number.isFinite(y) ? Number(y.toPrecision(4)) : null];
}

function html(chart: Chart, line: string): string {
  const named = chart.lines.map(
    ({ name, colour, dash }) =>
      `<span style="color:${colour}">${dash.length ? "╍" : "━"}</span>&nbsp;${escaped(name)}`,
  );
  const data = JSON.stringify(chart).replace(/</g, "\\u003c");
  script ??= readFileSync(packagePath("src/callbacks/live/page/chart.js"), "utf8").replace(/^\s+/gm, "");
  return [
    `<figure role="img" aria-label="${escaped(line)}" style="margin:0">`,
    `<figcaption>${[escaped(chart.metric), ...named].join("&emsp;")}</figcaption>`,
    `<div data-live="${chart.id}" style="min-height:${chart.height}px">${escaped(line)}</div></figure>`,
    `<script>${script}tsdescentLive(${data})</script>`,
  ].join("");
}

/** The means of ever longer stretches of a run of numbers: as many as there is room for, however long it grows. */
export class StepMeans {
  /** How many numbers one mean is of. */
  stretch = 1;
  private sums: number[] = [];
  private gathered = 0;
  private sum = 0;

  constructor(private readonly room: number) {}

  /** Takes the next number. */
  push(value: number): void {
    this.sum += value;
    this.gathered += 1;
    if (this.gathered < this.stretch) return;
    this.sums.push(this.sum);
    this.sum = 0;
    this.gathered = 0;
    if (this.sums.length === this.room) this.halve();
  }

  /** The means; those that are not finite are gaps. */
  get means(): number[] {
    return this.sums.map((sum) => sum / this.stretch);
  }

  private halve(): void {
    const pairs = Array.from({ length: this.room / 2 }, (_, at) => 2 * at);
    this.sums = pairs.map((at) => this.sums[at] + this.sums[at + 1]);
    this.stretch *= 2;
  }
}

const blocks = "▁▂▃▄▅▆▇█";

/** Numbers as a line of blocks, `▇▅▃▂▂▁`, for where only text is shown; what is not finite is a gap. */
export function sparkline(values: readonly number[], width = 24): string {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low || 1;
  const columns = Math.min(width, values.length);
  return Array.from({ length: columns }, (_, column) => {
    const value = values[Math.floor(((column + 1) * values.length) / columns) - 1];
    return Number.isFinite(value) ? blocks[Math.round(((value - low) / range) * (blocks.length - 1))] : " ";
  }).join("");
}
