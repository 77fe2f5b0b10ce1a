import type { LossRun } from "./run";
import { hoverFormat } from "../input/drawnDigits";
import { thinCurve } from "../input/thin";
import { orGap } from "../input/words";
import { dashes, hoverable, stroked, valuesEach } from "../curves";
import { bandBetween } from "../theme/marks";
import { legendOf, scaleAndAxis, wholeTicks } from "../theme/vegaTheme";

/** As much of a loss curve's options as its layers need. */
interface LayerOptions {
  smooth?: number;
  logX?: boolean;
  logY?: boolean;
  best?: boolean;
  xLabel?: string;
}

interface LayerData {
  metric: string;
  runs: LossRun[];
}

/** A value of a run, as the figure holds it. */
interface Row {
  value: number | null;
  [field: string]: unknown;
}

type Split = "training" | "validation";

/** The data and layers of a loss curve: faint raw values, the lines, and the best epochs with their values. */
export function lossLayers(data: LayerData, options: LayerOptions): Record<string, unknown> {
  const smooth = options.smooth! > 0;
  const limit = valuesEach(data.runs.length);
  const rows = data.runs.flatMap((run) => [
    ...rowsOf(run, "training", options, limit),
    ...rowsOf(run, "validation", options, limit),
  ]);
  const values = rows.map(({ value }) => value);
  const encoding = encodingOf(data, options, values);
  const { color, x, y } = encoding;
  const lines = { mark: { type: "line", clip: true }, encoding };
  const hover = {
    mark: { type: "point", opacity: 0 },
    encoding: { x, y, color, tooltip: tooltipOf(data, options, values) },
  };
  const faint = {
    mark: { type: "line", opacity: 0.25, strokeWidth: 1.5, clip: true },
    encoding: { ...encoding, y: { ...y, field: "raw" } },
  };
  const banded = data.runs.some(({ deviation }) => deviation);
  const { y: _y, strokeDash: _dash, ...alike } = encoding;
  const band = {
    mark: { type: "area", opacity: 0.18, clip: true },
    encoding: { ...alike, detail: { field: "split" }, ...bandBetween({ x, y }) },
  };
  return {
    data: { values: rows },
    layer: [
      ...(banded ? [band] : []),
      ...(smooth ? [faint] : []),
      lines,
      ...(rows.length <= hoverable ? [hover] : []),
      ...(options.best ? bestLayers(data, encoding, options) : []),
    ],
  };
}

function rowsOf(run: LossRun, split: Split, { smooth, logY }: LayerOptions, limit: number): Row[] {
  const raw = run[split] ?? [];
  const deviation = run.deviation?.[split];
  const drawn = run.smoothed[split] ?? [];
  const value = (number: number) => (logY && number <= 0 ? null : orGap(number));
  return thinCurve(raw, limit).map((at) => ({
    epoch: at + 1,
    value: value(drawn[at]),
    split,
    ...(run.name && { run: run.name }),
    ...(smooth! > 0 && { raw: value(raw[at]) }),
    ...(deviation && { low: value(drawn[at] - deviation[at]), high: value(drawn[at] + deviation[at]) }),
  }));
}

function encodingOf(data: LayerData, { xLabel, logX, logY }: LayerOptions, values: (number | null)[]) {
  const names = data.runs.map(({ name }) => name);
  const splits = data.runs.some(({ validation }) => validation) ? ["training", "validation"] : ["training"];
  const epochs = Math.max(
    ...data.runs.map(({ training, validation }) => Math.max(training.length, validation?.length ?? 0)),
  );
  const [field, domain] = names.length > 1 ? ["run", names] : ["split", splits];
  return {
    x: {
      field: "epoch",
      type: "quantitative",
      title: xLabel,
      ...(logX
        ? scaleAndAxis(true)
        : { scale: { nice: false }, axis: { ...wholeTicks(1, epochs), grid: false } }),
    },
    y: {
      field: "value",
      type: "quantitative",
      title: data.metric,
      ...scaleAndAxis(logY!, values),
    },
    color: { field, type: "nominal", scale: { domain }, legend: legendOf(domain as string[], stroked) },
    strokeDash: {
      field: "split",
      type: "nominal",
      scale: {
        domain: splits,
        range: dashes.slice(0, 2),
      },
      legend: legendOf(splits, stroked),
    },
  };
}

function tooltipOf(
  { metric, runs }: LayerData,
  { xLabel }: LayerOptions,
  values: (number | null)[],
): object[] {
  return [
    ...(runs.length > 1 ? [{ field: "run" }] : []),
    { field: "split" },
    { field: "epoch", type: "quantitative", title: xLabel },
    { field: "value", type: "quantitative", title: metric, format: hoverFormat(values) },
  ];
}

function bestLayers(
  data: LayerData,
  { x, y, color }: ReturnType<typeof encodingOf>,
  { logY }: LayerOptions,
): object[] {
  const values = data.runs
    .filter(({ best }) => best && !(logY && best.value <= 0))
    .map(({ name, best }) => ({
      epoch: best!.epoch,
      value: orGap(best!.value),
      split: best!.of,
      run: name,
    }));
  const rule = {
    mark: { type: "rule", strokeWidth: 1, strokeDash: [2, 3], opacity: 0.7 },
    encoding: { x, color },
  };
  const dot = { mark: { type: "point", size: 70, opacity: 1 }, encoding: { x, y, color } };
  return [rule, dot].map((layer) => ({ data: { values }, ...layer }));
}
