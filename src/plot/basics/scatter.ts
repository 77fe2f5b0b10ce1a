import { checkInteger, DataError } from "../../core/index";
import { Figure } from "../figure/figure";
import { points, type Points, type PointsInput } from "../input/points";
import { drawnOf } from "../input/thin";
import { distinctNames } from "../input/names";
import { figureOptions } from "../input/options";
import { list, orGap, plural, range, short, shorts } from "../input/words";
import { colour, repeatNotice, shifted, symbols } from "../theme/colours";
import { legendOf } from "../theme/legend";
import { heading, vegaLite, vegaWidth } from "../theme/vegaTheme";

/** How {@link scatter} draws. */
export interface ScatterOptions {
  /** The two features shown, by name or column from 0. Default the first two. */
  features?: readonly (number | string)[];
  /** Names of the classes, in the order of their indices. Default the data set's. */
  classNames?: readonly string[];
  /** Above the figure. Default none. */
  title?: string;
  /** Below the horizontal axis. Default the feature's name. */
  xLabel?: string;
  /** Beside the vertical axis. Default the feature's name. */
  yLabel?: string;
  /** More points than this are thinned, evenly, and the figure says so. Default 2 000. */
  maxPoints?: number;
  /** CSS px. Default 560, less in a narrow window. */
  width?: number;
  /** CSS px. Default 360. */
  height?: number;
}

/** The numbers of {@link scatter}. */
export interface ScatterData {
  /** float64 [points]: all of them, also those that are not drawn. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** The class of each point, from 0. */
  label?: ArrayLike<number>;
  classNames?: string[];
  /** Indices of the points that are drawn. */
  drawn: number[];
  /** How many points are not finite, and so have no place. */
  notFinite: number;
}

/**
 * Points in the plane, each class with its colour and its mark.
 *
 * Points that are not finite are left out, and the figure says how many.
 *
 * ```ts
 * scatter(iris(), { features: ["petal length", "petal width"] });
 * scatter({ x: [1, 2, 3], y: [2, 4, 5], label: ["a", "a", "b"] });
 * ```
 *
 * @param input a data set, or {x, y, label}: [points] each, or x [points, features] and the labels
 * @throws ShapeError `scatter: x and y must have equal length, got 3 and 2`
 * @throws DataError when no point is finite, or a label is no class
 */
export function scatter(input: PointsInput, options?: ScatterOptions): Figure<ScatterData> {
  const chosen = figureOptions<ScatterOptions>("scatter", options, {
    features: undefined,
    classNames: undefined,
    title: undefined,
    xLabel: undefined,
    yLabel: undefined,
    maxPoints: 2000,
    width: undefined,
    height: 360,
  });
  checkInteger("scatter", "maxPoints", chosen.maxPoints!, "[1, ∞)");
  const cloud = points("scatter", input, chosen);
  const data = read(cloud, chosen.maxPoints!);
  const axes = [chosen.xLabel ?? cloud.axes[0], chosen.yLabel ?? cloud.axes[1]];
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, axes, chosen),
    data,
    alt: () => altOf(data, axes, chosen),
  });
}

function read({ x, y, classes }: Points, maxPoints: number): ScatterData {
  const finite: number[] = [];
  for (let at = 0; at < x.length; at++) if (Number.isFinite(x[at]) && Number.isFinite(y[at])) finite.push(at);
  if (finite.length === 0)
    throw new DataError({
      where: "scatter",
      required: "there must be a point with finite x and y",
      got: "none",
    });
  const drawn = drawnOf(finite, maxPoints, [x, y]);
  return { x, y, label: classes?.of, classNames: classes?.names, drawn, notFinite: x.length - finite.length };
}

function specOf(
  data: ScatterData,
  [xTitle, yTitle]: string[],
  options: ScatterOptions,
): Record<string, unknown> {
  const { x, y, label, drawn } = data;
  const classNames = data.classNames && distinctNames(data.classNames);
  const values = drawn.map((at) => ({
    x: orGap(x[at]),
    y: orGap(y[at]),
    ...(classNames && { class: classNames[label![at]] }),
  }));
  const present = presentClasses(data);
  const domain = present.map((k) => classNames![k]);
  const by = (look: (k: number) => string) => ({
    field: "class",
    type: "nominal",
    scale: { domain, range: present.map(look) },
    legend: legendOf(domain),
  });
  return vegaLite({
    ...vegaWidth(options.width),
    height: options.height,
    ...heading(options.title, ...notices(data)),
    data: { values },
    mark: { type: "point", size: drawn.length > 500 ? 25 : 50, opacity: drawn.length > 500 ? 0.6 : 0.85 },
    encoding: {
      x: { field: "x", type: "quantitative", title: xTitle, scale: { zero: false, nice: true } },
      y: { field: "y", type: "quantitative", title: yTitle, scale: { zero: false, nice: true } },
      ...(classNames && { color: by(colour), shape: by((k) => shifted(symbols, k)) }),
      tooltip: [
        ...(classNames ? [{ field: "class" }] : []),
        { field: "x", type: "quantitative", title: xTitle },
        { field: "y", type: "quantitative", title: yTitle },
      ],
    },
  });
}

/** The classes that have points: they keep the look of their index. */
function presentClasses({ label, classNames = [] }: ScatterData): number[] {
  const seen = new Set(Array.from(label ?? []));
  return classNames.map((_, k) => k).filter((k) => seen.has(k));
}

function notices(data: ScatterData): (string | false)[] {
  const { x, drawn, notFinite } = data;
  return [
    drawn.length + notFinite < x.length &&
      `${plural(x.length, "point")}, ${short(drawn.length)} of them drawn`,
    notFinite > 0 && `${plural(notFinite, "point")} not finite and left out`,
    repeatNotice(presentClasses(data).length, "marks tell classes apart"),
  ];
}

function altOf(data: ScatterData, [xTitle, yTitle]: string[], { title }: ScatterOptions): string {
  const { x, y, label, classNames } = data;
  const extent = (values: ArrayLike<number>) => shorts(range(values)).join(" to ");
  const names = distinctNames(classNames ?? []);
  const counts = presentClasses(data).map(
    (k) => `${names[k]} (${short(Array.from(label!).filter((of) => of === k).length)})`,
  );
  return [
    `${title ? `${title}: ` : ""}${plural(x.length, "point")}, ${xTitle} ${extent(x)} against ${yTitle} ${extent(y)}.`,
    counts.length > 0 && `${plural(counts.length, "class", "classes")}: ${list(counts)}.`,
    ...notices(data).map((notice) => notice && `${notice}.`),
  ]
    .filter(Boolean)
    .join(" ");
}
