import { checkNumber } from "../../core/index";
import { Figure } from "../figure/figure";
import { frame, type FrameOptions } from "../input/frame";
import { namesOf } from "../input/named";
import { figureOptions } from "../input/options";
import { listFirst, orGap, percent, plural, sentences } from "../input/words";
import { palette } from "../theme/colours";
import { fittingNames, longestAlong, nameOf } from "../theme/nameAxis";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link paramImportances} draws. */
export interface ParamImportancesOptions extends FrameOptions {
  /** At most so many parameters, the most important ones. Default 20. */
  count?: number;
}

/** The numbers of {@link paramImportances}. */
export interface ParamImportancesData {
  /** The most important first. */
  names: string[];
  /** Shares of the variance, in [0, 1]. */
  importances: number[];
}

const where = "paramImportances";

/**
 * Which parameters the value of a trial hangs on, as bars.
 *
 * ```ts
 * paramImportances(tune.importances(study));
 * ```
 *
 * @param importances by name, in [0, 1]: what `tune.importances` returned
 * @throws DataError `paramImportances: the importances must not be empty`
 */
export function paramImportances(
  importances: Readonly<Record<string, number>>,
  options?: ParamImportancesOptions,
): Figure<ParamImportancesData> {
  const chosen = figureOptions<ParamImportancesOptions>(where, options, {
    ...frame(),
    height: undefined,
    count: 20,
  });
  namesOf(where, "the importances", importances);
  for (const [name, value] of Object.entries(importances)) checkNumber(where, name, value, "[0, 1]");
  const sorted = Object.entries(importances).sort(([, a], [, b]) => b - a);
  const data = { names: sorted.map(([name]) => name), importances: sorted.map(([, value]) => value) };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function specOf({ names, importances }: ParamImportancesData, options: ParamImportancesOptions) {
  const drawn = names.slice(0, options.count);
  const values = drawn.map((name, at) => ({
    name,
    share: orGap(importances[at]),
    text: percent(importances[at], 0),
  }));
  const place = {
    x: {
      field: "share",
      type: "quantitative",
      title: "share of the variance",
      axis: { format: "%" },
      scale: { domainMin: 0 },
    },
    y: {
      field: "name",
      type: "nominal",
      sort: null,
      title: null,
      axis: { grid: false, labelLimit: 2 * longestAlong, labelExpr: nameOf(drawn, fittingNames(drawn)) },
    },
  };
  return vegaLite({
    ...vegaWidth(options.width),
    height: options.height ?? 28 * drawn.length + 10,
    ...heading(options.title, notice(names, options)),
    data: { values },
    layer: [
      {
        mark: { type: "bar", color: palette[0], cornerRadius: 2 },
        encoding: { ...place, tooltip: [{ field: "name" }, { field: "text", title: "share" }] },
      },
      { mark: { type: "text", align: "left", dx: 4 }, encoding: { ...place, text: { field: "text" } } },
    ],
  });
}

function notice(names: string[], { count }: ParamImportancesOptions): string | false {
  return names.length > count! && `${plural(names.length, "parameter")}, ${count} of them drawn`;
}

function altOf({ names, importances }: ParamImportancesData, options: ParamImportancesOptions): string {
  const each = names.map((name, at) => `${name} ${percent(importances[at], 0)}`);
  return sentences(
    options.title,
    `Importances of ${plural(names.length, "parameter")}: ${listFirst(each, 5)}`,
    notice(names, options),
  );
}
