import { checkNumber } from "../../core/index";
import { curveRows, curveSpec, valuesEach, type CurveAxes } from "../basics/curves";
import { Figure } from "../figure/figure";
import { distinctNames } from "../input/names";
import { frame, type FrameOptions } from "../input/frame";
import { quantileOf } from "../../math/index";
import { lostNotice, recorded, type RecordedLayer, type RecordingLike } from "../input/recording";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { list, plural, sentences, short } from "../input/words";
import { dashedRule } from "../theme/marks";

/** How {@link updateRatio} draws. */
export interface UpdateRatioOptions extends FrameOptions {
  /** The ratio that is thought healthy, drawn dashed. Default 0.001. */
  healthy?: number;
}

/** The numbers of {@link updateRatio}. */
export interface UpdateRatioData {
  steps: number[];
  layers: { name: string; values: number[]; median: number }[];
  /** The names of layers whose ratio is never finite, as of those without weights. */
  lost: string[];
}

const where = "updateRatio";
const mostLayers = 12;

/**
 * How much each step changes each layer's weights, as a share of them: about 0.001 is healthy, much less learns nothing, much
 * more forgets.
 *
 * ```ts
 * updateRatio(recording).data().layers[0].median // 0.0013
 * ```
 *
 * @param recording what the callback `record` recorded
 * @throws DataError when no ratio was recorded
 */
export function updateRatio(recording: RecordingLike, options?: UpdateRatioOptions): Figure<UpdateRatioData> {
  const chosen = figureOptions<UpdateRatioOptions>(where, options, { ...frame(), healthy: 1e-3 });
  checkNumber(where, "healthy", chosen.healthy!, "(0, ∞)");
  const { layers, lost } = recorded(where, recording, "updateRatio");
  const data = { steps: Array.from(recording.steps), layers: layers.map(withMedian), lost };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
    undrawn: undrawnOf(data),
  });
}

function withMedian({ name, values }: RecordedLayer): UpdateRatioData["layers"][number] {
  return { name, values, median: quantileOf(values) };
}

/** The first, the last and an even choice between them. */
function drawnOf({ layers }: UpdateRatioData): UpdateRatioData["layers"] {
  if (layers.length <= mostLayers) return layers;
  const at = (index: number) => layers[Math.round((index * (layers.length - 1)) / (mostLayers - 1))];
  return Array.from({ length: mostLayers }, (_, index) => at(index));
}

function specOf(data: UpdateRatioData, options: UpdateRatioOptions): Record<string, unknown> {
  const drawn = drawnOf(data);
  const limit = valuesEach(drawn.length);
  const names = distinctNames(drawn.map(({ name }) => name));
  return curveSpec({
    ...options,
    names,
    rows: drawn.flatMap(({ values }, at) => curveRows(names[at], data.steps, values, { limit, logY: true })),
    points: data.steps.length <= 12,
    x: { title: "step" },
    y: { title: "update ÷ weights", log: true },
    notes: [`Dashed: ${short(options.healthy!)}, thought healthy`, ...notices(data)],
    below: ({ y }: CurveAxes) => [dashedRule({ y }, [{ y: options.healthy }])],
  });
}

function notices({ layers, steps, lost }: UpdateRatioData): (string | false)[] {
  return [
    lostNotice(lost, "ratio"),
    layers.length > mostLayers && `${plural(layers.length, "layer")}, ${mostLayers} of them drawn`,
    steps.length > valuesEach(Math.min(mostLayers, layers.length)) &&
      `${plural(steps.length, "step")}, drawn by their extremes`,
  ];
}

function undrawnOf(data: UpdateRatioData): string | false {
  const ratios = drawnOf(data).map(({ values }) => ({ mark: "ratio", values, log: true }));
  return undrawn(...ratios);
}

function altOf(data: UpdateRatioData, { title, healthy }: UpdateRatioOptions): string {
  const each = drawnOf(data).map(({ name, median }) => `${name} ${short(median)}`);
  return sentences(
    title,
    `Size of the update over the size of the weights, ${plural(data.layers.length, "layer")} over ${plural(data.steps.length, "recorded step")}`,
    `Medians: ${list(each)}; ${short(healthy!)} is thought healthy`,
    ...notices(data),
  );
}
