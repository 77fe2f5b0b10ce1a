import { checkOneOf, OptionError, shown } from "../../core/index";
import { dashes, stroked } from "../basics/curves";
import { Figure } from "../figure/figure";
import { activations, type ActivationFunction } from "./activations";
import { checkEnds, numbersOf, valuesAlong } from "../input/asked";
import { namesOf } from "../input/named";
import type { FrameOptions } from "../input/frame";
import { figureOptions } from "../input/options";
import { fromTo, list, orGap, plural, range, sentences, short, shorts } from "../input/words";
import { legendOf } from "../theme/legend";
import { heading, panelsWidth, vegaLite } from "../theme/vegaTheme";

/** A function with its slope; without one, the slope is taken by central differences. */
export interface ActivationLike {
  f: (z: number) => number;
  slope?: (z: number) => number;
}

/** How {@link activationFunctions} draws. */
export interface ActivationFunctionsOptions extends Pick<FrameOptions, "title" | "height"> {
  /** From where to where. Default [-4, 4]. */
  range?: readonly [number, number];
}

/** The numbers of {@link activationFunctions}, at 161 places. */
export interface ActivationFunctionsData {
  z: number[];
  functions: { name: string; values: number[]; slopes: number[]; steepest: number }[];
}

const where = "activationFunctions";

/**
 * Activation functions above their slopes: what a layer hands on, and what it lets the gradient through by.
 *
 * ```ts
 * activationFunctions(["sigmoid", "tanh", "relu"]);
 * activationFunctions({ swish: { f: (z) => z / (1 + Math.exp(-2 * z)) } });
 * ```
 *
 * @param functions names (linear, step, sigmoid, tanh, softsign, relu, relu6, leakyReLU, elu, selu, softplus, silu, gelu), or functions by name
 * @throws OptionError `activationFunctions: unknown activation "sigmiod"; did you mean "sigmoid"?`
 */
export function activationFunctions(
  functions: readonly string[] | Record<string, ActivationLike>,
  options?: ActivationFunctionsOptions,
): Figure<ActivationFunctionsData> {
  const chosen = figureOptions<ActivationFunctionsOptions>(where, options, {
    title: undefined,
    height: 190,
    range: [-4, 4],
  });
  const several = Array.isArray(functions)
    ? byName(functions)
    : (functions as Record<string, ActivationLike>);
  namesOf(where, "the functions", several);
  const [low, high] = checkEnds(where, "range", chosen.range);
  const z = Array.from({ length: 161 }, (_, at) => low + ((high - low) * at) / 160);
  const data = { z, functions: Object.entries(several).map(([name, one]) => valuesOf(name, one, z)) };
  return new Figure({
    renderer: "vega-lite",
    spec: () => specOf(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function byName(names: readonly string[]): Record<string, ActivationFunction> {
  return Object.fromEntries(
    names.map((name) => [name, activations[checkOneOf(where, "activation", name, Object.keys(activations))]]),
  );
}

function valuesOf(name: string, activation: ActivationLike, z: number[]) {
  if (typeof activation?.f !== "function")
    throw new OptionError({ where, required: `${name} must be {f: (z) => number}`, got: shown(activation) });
  const { slope } = activation;
  const f = numbersOf(where, name, activation.f);
  const h = 1e-5;
  const values = valuesAlong(where, name, f, z);
  const slopes = slope
    ? valuesAlong(where, `the slope of ${name}`, slope, z)
    : z.map((place) => (f(place + h) - f(place - h)) / (2 * h));
  return { name, values, slopes, steepest: range(slopes)[1] };
}

const most = 8;

function specOf({ z, functions }: ActivationFunctionsData, options: ActivationFunctionsOptions) {
  const shown = functions.slice(0, most);
  const names = shown.map(({ name }) => name);
  const rows = (of: "values" | "slopes") =>
    shown.flatMap((each) =>
      z.map((place, at) => ({ z: orGap(place), y: orGap(each[of][at]), f: each.name })),
    );
  const legend = legendOf(names, stroked);
  const panel = (of: "values" | "slopes", title: string) => ({
    ...{ height: of === "values" ? options.height : Math.round(0.7 * options.height!) },
    data: { values: rows(of) },
    mark: { type: "line", clip: true },
    encoding: {
      x: { field: "z", type: "quantitative", title: of === "slopes" ? "z" : null, scale: { nice: false } },
      y: { field: "y", type: "quantitative", title },
      color: { field: "f", type: "nominal", scale: { domain: names }, legend },
      strokeDash: { field: "f", type: "nominal", scale: { domain: names, range: dashes }, legend },
    },
  });
  return vegaLite({
    autosize: { type: "pad" },
    ...panelsWidth(330),
    ...heading(options.title, notice(functions.length)),
    vconcat: [panel("values", "f(z)"), panel("slopes", "slope f′(z)")],
    spacing: 12,
  });
}

function notice(count: number): string | false {
  return count > most && `${plural(count, "function")}, ${most} of them drawn`;
}

function altOf({ z, functions }: ActivationFunctionsData, { title }: ActivationFunctionsOptions): string {
  const each = functions.slice(0, most).map(({ name, values, steepest }) => {
    const [low, high] = shorts(range(values));
    return `${name} from ${low} to ${high}, slope at most ${short(steepest)}`;
  });
  return sentences(
    title,
    `Activation functions above their slopes, z ${fromTo(z[0], z.at(-1)!)}: ${list(each)}`,
    notice(functions.length),
  );
}
