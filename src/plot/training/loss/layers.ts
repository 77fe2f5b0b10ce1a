import { thinCurve } from "../../../math/index";
import type { LossRun } from "./run";
import { hoverFormat } from "../../input/drawnDigits";
import { passesOf } from "../../input/passes";
import { orGap, range } from "../../input/words";
import { gapsOf } from "./gaps";
import { dashes, hoverable, stroked, valuesEach } from "../../basics/curves";
import { runWidth } from "../../basics/looks";
import { colourCount } from "../../theme/colours";
import { bandBetween } from "../../theme/marks";
import { legendOf } from "../../theme/legend";
import { scaleAndAxis, wholeTicks } from "../../theme/vegaTheme";

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
  const again = rows.some(({ pass }) => pass !== undefined);
  const detail = { detail: [{ field: "split" }, ...(again ? [{ field: "pass" }] : [])] };
  const lines = { mark: { type: "line", clip: true }, encoding: { ...encoding, ...(again && detail) } };
  const points = {
    transform: [{ filter: "datum.marked" }],
    mark: { type: "point", size: 40, opacity: 1, clip: true },
    encoding: { x, y, color },
  };
  const hover = {
    mark: { type: "point", opacity: 0 },
    encoding: { x, y, color, tooltip: tooltipOf(data, options, values) },
  };
  const faint = {
    mark: { type: "line", opacity: 0.25, strokeWidth: 1.5, clip: true },
    encoding: { ...encoding, ...(again && detail), y: { ...y, field: "raw" } },
  };
  const banded = data.runs.some(({ deviation }) => deviation);
  const { y: _y, strokeDash: _dash, ...alike } = encoding;
  const band = {
    mark: { type: "area", opacity: 0.18, clip: true },
    encoding: { ...alike, ...detail, ...bandBetween({ x, y }) },
  };
  return {
    data: { values: rows },
    layer: [
      ...(banded ? [band] : []),
      ...(smooth ? [faint] : []),
      lines,
      ...(rows.some((row) => row.marked) ? [points] : []),
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
  const { sparse } = gapsOf(raw, "epoch");
  const passes = passesOf(run.epochs.slice(0, raw.length), "same");
  const each = Math.max(4, Math.floor(limit / passes.length));
  const rows = passes.map((pass, number) => {
    const places = sparse ? pass.filter((at) => Number.isFinite(raw[at])) : pass;
    return thinCurve(
      places.map((at) => raw[at]),
      each,
    ).map((index) => rowOf(places[index], number));
  });
  return rows.flatMap((pass) => marked(pass, sparse));

  function rowOf(at: number, pass: number): Row {
    return {
      epoch: run.epochs[at],
      ...(passes.length > 1 && { pass }),
      value: value(drawn[at]),
      split,
      ...(run.name && { run: run.name }),
      ...(smooth! > 0 && { raw: value(raw[at]) }),
      ...(deviation && { low: value(drawn[at] - deviation[at]), high: value(drawn[at] + deviation[at]) }),
    };
  }
}

/** Rows of which those that no line reaches are marked by a point. */
function marked(rows: Row[], sparse: boolean): Row[] {
  const isAlone = (at: number) =>
    rows[at].value !== null &&
    (rows[at - 1]?.value ?? null) === null &&
    (rows[at + 1]?.value ?? null) === null;
  return rows.map((row, at) => (sparse || isAlone(at) ? { ...row, marked: true } : row));
}

function encodingOf(data: LayerData, { xLabel, logX, logY }: LayerOptions, values: (number | null)[]) {
  const names = data.runs.map(({ name }) => name);
  const splits = data.runs.some(({ validation }) => validation) ? ["training", "validation"] : ["training"];
  const [first, last] = range(data.runs.flatMap(({ epochs }) => range(epochs)));
  const [field, domain] = names.length > 1 ? ["run", names] : ["split", splits];
  return {
    x: {
      field: "epoch",
      type: "quantitative",
      title: xLabel,
      ...(logX
        ? scaleAndAxis(true)
        : { scale: { nice: false }, axis: { ...wholeTicks(first, last), grid: false } }),
    },
    y: {
      field: "value",
      type: "quantitative",
      title: data.metric,
      ...scaleAndAxis(logY!, values),
    },
    color: { field, type: "nominal", scale: { domain }, legend: legendOf(domain as string[], stroked) },
    ...(names.length > colourCount && {
      strokeWidth: {
        ...{
          field,
          type: "nominal",
          scale: { type: "ordinal", domain, range: names.map((_, at) => runWidth(at)) },
        },
        legend: legendOf(names, stroked),
      },
    }),
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
