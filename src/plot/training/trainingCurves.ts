import { checkInteger, checkNotEmpty } from "../../core/index";
import { Figure } from "../figure/figure";
import { figureOptions } from "../input/options";
import { sentences } from "../input/words";
import type { HistoryLike, Seeds } from "./loss/history";
import { lossParts, type LossCurveData } from "./lossCurve";
import { heading, panelsWidth, vegaLite } from "../theme/vegaTheme";

/** How {@link trainingCurves} draws. */
export interface TrainingCurvesOptions {
  /** What each panel shows, with its `val_` twin, from top to bottom. Default loss and accuracy. */
  metrics?: readonly string[];
  /** Weight of the past in a moving average, [0, 1); the values themselves stay as faint lines. Default 0. */
  smooth?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** The width of a panel without its axis, CSS px. Default 330, less in a narrow window. */
  width?: number;
  /** The height of a panel, CSS px. Default 190. */
  height?: number;
}

/** The numbers of {@link trainingCurves}: those of each panel. */
export interface TrainingCurvesData {
  panels: LossCurveData[];
}

const where = "trainingCurves";

/**
 * Loss and accuracy over the epochs, one panel above the other, training beside validation, of one training or several.
 *
 * ```ts
 * trainingCurves({ "without dropout": plain, "with dropout": dropped });
 * ```
 *
 * @param history what `fit` returned, several of them by name, or arrays of them; see {@link lossCurve}
 * @throws DataError `trainingCurves: no "accuracy" in the history (found loss); choose another with {metrics: ["…"]}`
 */
export function trainingCurves(
  history: HistoryLike | Seeds | Record<string, HistoryLike | Seeds>,
  options?: TrainingCurvesOptions,
): Figure<TrainingCurvesData> {
  const { metrics, smooth, title, width, height } = figureOptions(where, options, {
    metrics: ["loss", "accuracy"] as readonly string[],
    smooth: 0,
    title: undefined as string | undefined,
    width: undefined as number | undefined,
    height: 190,
  });
  checkNotEmpty(where, "metrics", metrics);
  if (width !== undefined) checkInteger(where, "width", width, "[100, 2000]");
  checkInteger(where, "height", height, "[50, 2000]");
  const panels = metrics.map((metric) =>
    lossParts(where, history, { metric, smooth, best: false, width, height }, '{metrics: ["…"]}'),
  );
  return new Figure({
    renderer: "vega-lite",
    spec: () =>
      vegaLite({
        autosize: { type: "pad" },
        ...(width === undefined && panelsWidth(330)),
        ...heading(title),
        vconcat: panels.map(({ spec }) => ({ ...(width && { width }), ...panelOf(spec()) })),
        spacing: 14,
      }),
    data: { panels: panels.map(({ data }) => data) },
    alt: () => sentences(title, ...panels.map(({ alt }) => alt().replace(/\.$/, ""))),
  });
}

/** A figure's spec without what a whole figure has only once. */
function panelOf({ height, title, data, layer }: Record<string, unknown>): Record<string, unknown> {
  return { height, ...(title ? { title } : {}), data, layer };
}
