import { checkInteger, checkNumber, checkOneOf, DataError } from "../../core/index";
import { dataRows, finiteRows, judgedPoints, wholeRows } from "./boundary/grid";
import { principal } from "./embed/pca";
import { tsne } from "./embed/tsne";
import { Figure } from "../figure/figure";
import type { FrameOptions } from "../input/frame";
import { distinctNames } from "../input/names";
import { points, type Points, type PointsInput } from "../input/points";
import { figureOptions } from "../input/options";
import { undrawn } from "../input/undrawn";
import { list, percent, plural, sentences, short } from "../input/words";
import { scatter } from "../basics/scatter";

/** How {@link embedding} draws. */
export interface EmbeddingOptions extends FrameOptions {
  /** Principal components, or t-SNE, which keeps neighbours together. Default "pca". */
  method?: "pca" | "tsne";
  /** About how many neighbours a point of t-SNE has. Default 30. */
  perplexity?: number;
  /** Steps of t-SNE. Default 500. */
  iterations?: number;
  /** Names of the classes, in the order of their indices. Default the data set's. */
  classNames?: readonly string[];
  /** More points than this are thinned, evenly. Default 2 000, of t-SNE 500. */
  maxPoints?: number;
}

/** The numbers of {@link embedding}. */
export interface EmbeddingData {
  /** Indices of the points that are drawn. */
  drawn: number[];
  /** How many points were given. */
  points: number;
  /** float64 [drawn][2]. */
  places: number[][];
  /** Shares of the variance along the principal components. */
  explained?: [number, number];
  /** The Kullback–Leibler divergence that t-SNE leaves. */
  divergence?: number;
}

const where = "embedding";

/**
 * Points of many features in the plane, by their two principal components or by t-SNE: hidden activations shown so tell what a
 * network holds for alike.
 *
 * Of t-SNE trust who is whose neighbour, not the distances between groups.
 *
 * ```ts
 * embedding(digits());
 * embedding({ x: hidden.predict(x), label: y }, { method: "tsne", title: "Last hidden layer" });
 * ```
 *
 * @param data a data set, or {x: [points, features], label}; points that are not finite are left out
 * @throws DataError when no point is finite
 */
export function embedding(data: PointsInput, options?: EmbeddingOptions): Figure<EmbeddingData> {
  const chosen = figureOptions<EmbeddingOptions>(where, options, {
    method: "pca",
    perplexity: 30,
    iterations: 500,
    classNames: undefined,
    maxPoints: undefined,
    title: undefined,
    width: undefined,
    height: 380,
  });
  checkOneOf(where, "method", chosen.method!, ["pca", "tsne"]);
  checkNumber(where, "perplexity", chosen.perplexity!, "[1, ∞)");
  checkInteger(where, "iterations", chosen.iterations!, "[10, 10000]");
  const most = checkInteger(
    where,
    "maxPoints",
    chosen.maxPoints ?? (chosen.method === "pca" ? 2000 : 500),
    "[1, 5000]",
  );
  const cloud = points(where, data, { classNames: chosen.classNames });
  const drawn = judgedPoints(cloud, most);
  if (drawn.length === 0) throw new DataError({ where, required: "a point must be finite", got: "none" });
  const result = { drawn, points: cloud.table.rows, ...placesOf(dataRows(cloud.table, drawn), chosen) };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(cloud, result, chosen),
    data: result,
    alt: () => altOf(cloud, result, chosen),
    undrawn: undrawn({ mark: "point", values: wholeRows(cloud) }),
  });
}

function placesOf(rows: number[][], { method, perplexity, iterations }: EmbeddingOptions) {
  const found = principal(rows);
  if (method === "pca" || rows.length < 4) return found;
  return tsne(rows, found.places, { perplexity: perplexity!, iterations: iterations! });
}

function specOf(cloud: Points, data: EmbeddingData, options: EmbeddingOptions): Record<string, unknown> {
  const { classes } = cloud;
  const { title, width, height } = options;
  const [one, other] = data.explained?.map((share) => ` (${percent(share)})`) ?? ["", ""];
  const name = data.explained ? "component" : "t-SNE";
  const figure = scatter(
    {
      x: data.places.map(([x]) => x),
      y: data.places.map(([, y]) => y),
      ...(classes && { label: data.drawn.map((at) => classes.of[at]) }),
    },
    {
      ...{ title, width, height, maxPoints: 5000, ...(classes && { classNames: classes.names }) },
      ...{ xLabel: `${name} 1${one}`, yLabel: `${name} 2${other}` },
    },
  );
  const notice = noticeOf(data, cloud);
  return notice ? withNote(figure.spec, notice) : figure.spec;
}

/** Names the classes that have points. */
function classesSentence({ of, names }: NonNullable<Points["classes"]>): string {
  const seen = new Set(Array.from(of));
  const present = distinctNames(names).filter((_, k) => seen.has(k));
  return `${plural(present.length, "class", "classes")}: ${list(present)}`;
}

function withNote(spec: Record<string, unknown>, note: string): Record<string, unknown> {
  const title = spec.title as { text: string } | undefined;
  return {
    ...spec,
    title: title
      ? { ...title, subtitle: [note] }
      : { text: [note], fontSize: 12, fontWeight: 400, offset: 8 },
  };
}

function noticeOf({ drawn, points: count }: EmbeddingData, cloud: Points): string | false {
  return (
    drawn.length < finiteRows(cloud).length &&
    `${plural(count, "point")}, ${short(drawn.length)} of them drawn`
  );
}

function altOf(cloud: Points, data: EmbeddingData, { title }: EmbeddingOptions): string {
  const { classes, table } = cloud;
  const { explained, divergence = 0 } = data;
  const how = explained
    ? `two principal components, which hold ${percent(explained[0])} and ${percent(explained[1])} of the variance`
    : `t-SNE, with a divergence of ${short(divergence)} left`;
  return sentences(
    title,
    `${plural(data.points, "point")} of ${plural(table.columns, "feature")} in the plane, by ${how}`,
    classes && classesSentence(classes),
    noticeOf(data, cloud),
  );
}
