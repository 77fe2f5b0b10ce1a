import { checkEqualLength, checkFinite, checkInteger, OptionError } from "../../core/index";
import { Figure } from "../figure/figure";
import { column, type Numbers } from "../input/column";
import { checkNameCount, figureOptions } from "../input/options";
import { list, plural, sentences, short } from "../input/words";
import { passThrough, readNetwork, type Network, type Pass, type ReadLayer } from "./diagram/dense";
import { layOut, type DrawnEdge, type DrawnUnit, type NetworkLayout } from "./diagram/layout";
import { edgeTraces, namesAxis, unitTrace } from "./diagram/traces";
import { framedSpec, type Step } from "../theme/frames";

/** How {@link networkDiagram} draws. */
export interface NetworkDiagramOptions {
  /** One example's features: the units show their activations, and the slider goes forward through the layers. Default none. */
  input?: Numbers;
  /** What the network should answer to it: the slider then goes on backward, with δ of each layer and the gradients of the weights. Default none. */
  target?: Numbers;
  /** Names beside the inputs. Default none. */
  inputs?: readonly string[];
  /** Names beside the outputs. Default none. */
  outputs?: readonly string[];
  /** At most so many units of a layer are drawn, evenly chosen. Default 10. */
  maxUnits?: number;
  /** How long Play shows a step, ms. Default 900. */
  frameMs?: number;
  /** Above the figure. Default none. */
  title?: string;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default by the size of the largest layer. */
  height?: number;
}

/** The numbers of {@link networkDiagram}. */
export interface NetworkDiagramData {
  /** Units of the input and of each layer. */
  sizes: number[];
  layers: ReadLayer[];
  /** The input, then the activations of each layer; with an input. */
  activations?: number[][];
  /** δ of each layer; with a target. */
  deltas?: number[][];
}

const where = "networkDiagram";

/**
 * A fully connected network with its weights: blue above 0, orange below, thicker the stronger. With an input the slider shows the
 * activations layer by layer; with a target also how the loss gradient comes back.
 *
 * ```ts
 * networkDiagram(model);
 * networkDiagram([{ weights: [[1, -1], [0.5, 2]], bias: [0, 1], activation: "tanh" }], { input: [1, 2], target: [0, 1] });
 * ```
 *
 * @param network a model of TensorFlow.js, of which the layers with weights of two dimensions are drawn, or layers {weights [inputs, units], bias, activation}
 * @throws ShapeError when a layer does not fit the one before
 * @throws OptionError for an input to a model with layers that are not followed, such as batch norm
 */
export function networkDiagram(
  network: Network,
  options?: NetworkDiagramOptions,
): Figure<NetworkDiagramData> {
  const chosen = figureOptions<NetworkDiagramOptions>(where, options, {
    input: undefined,
    target: undefined,
    inputs: undefined,
    outputs: undefined,
    maxUnits: 10,
    frameMs: 900,
    title: undefined,
    width: undefined,
    height: undefined,
  });
  checkInteger(where, "maxUnits", chosen.maxUnits!, "[1, 24]");
  const layers = readNetwork(where, network);
  const sizes = [layers[0].weights.length, ...layers.map(({ bias }) => bias.length)];
  checkNameCount(where, "inputs", chosen.inputs, { count: sizes[0], what: "inputs" });
  checkNameCount(where, "outputs", chosen.outputs, { count: sizes.at(-1)!, what: "outputs" });
  const layout = layOut(sizes, chosen.maxUnits!, (layer, from, to) => layers[layer - 1].weights[from][to]);
  const data = { sizes, layers, ...passOf(layers, sizes, chosen) };
  return new Figure({
    renderer: "plotly",
    spec: () => specOf(data, layout, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function passOf(layers: ReadLayer[], sizes: number[], options: NetworkDiagramOptions): Partial<Pass> {
  if (!options.input) return {};
  const got = layers.find(({ unfollowed }) => unfollowed)?.unfollowed;
  if (got)
    throw new OptionError({
      ...{ where, required: "an input can be followed through dense layers and their activations", got },
      remedy: "leave input out to see the weights",
    });
  const read = (name: "input" | "target", size: number) => {
    const values = Array.from(column(where, name, options[name]!));
    checkEqualLength(where, { [name]: values, units: { length: size } });
    checkFinite(where, name, values);
    return values;
  };
  const input = read("input", sizes[0]);
  return passThrough(layers, input, options.target && read("target", sizes.at(-1)!));
}

/** A circle's radius and a little more, in a narrow window, as a share of the diagram's width. */
const beside = 0.14;

function specOf(data: NetworkDiagramData, layout: NetworkLayout, options: NetworkDiagramOptions) {
  const { title, width, inputs = [], outputs = [], maxUnits } = options;
  const tallest = Math.min(maxUnits!, Math.max(...layout.sizes));
  const first = layout.units.filter(({ layer }) => layer === 0);
  const last = layout.units.filter(({ layer }) => layer === layout.sizes.length - 1);
  const most = inputs.length > 0 && outputs.length > 0 ? 60 : 100;
  // A second axis is there for the names of its side, and needs a trace.
  const other = { type: "scatter", x: [], y: [], yaxis: "y2", hoverinfo: "skip", showlegend: false };
  const range = [-0.12, 1.12];
  return framedSpec({
    ...{ title, width, height: options.height ?? 110 + 46 * Math.max(2, tallest) },
    steps: stepsOf(data, layout, maxUnits!),
    above: outputs.length > 0 ? [other] : [],
    ...{ stepName: "", frameMs: options.frameMs! },
    layout: {
      xaxis: { visible: false, range: [-beside, 1 + beside], fixedrange: true },
      yaxis: { ...namesAxis(first, inputs, most), range },
      ...(outputs.length > 0 && {
        yaxis2: { ...namesAxis(last, outputs, most), range, overlaying: "y", side: "right" },
      }),
      showlegend: false,
    },
  });
}

function stepsOf(data: NetworkDiagramData, layout: NetworkLayout, most: number): Step[] {
  const more = Math.max(...layout.sizes) > most && `at most ${most} units of a layer drawn`;
  const step = (
    label: string,
    note: string,
    strength: (edge: DrawnEdge) => number,
    value: UnitValue,
  ): Step => ({
    label,
    note: [note, more].filter(Boolean).join("; "),
    traces: [...edgeTraces(layout.edges, strength), unitTrace(layout.units, value, nameOf)],
  });
  const weight = ({ weight: own }: DrawnEdge) => own;
  const { activations, deltas } = data;
  if (!activations) return [step("weights", "lines: weights", weight, () => undefined)];
  const forward = activations.map((_, reached) =>
    step(
      reached ? `forward: layer ${reached}` : "input",
      "lines: weights; circles: activations",
      weight,
      ({ layer, unit }) => (layer <= reached ? activations[layer][unit] : undefined),
    ),
  );
  if (!deltas) return forward;
  const backward = deltas
    .map((_, at) => deltas.length - at)
    .map((reached) =>
      step(
        `backward: layer ${reached}`,
        "lines: gradients of the weights; circles: δ",
        ({ from, to }) =>
          to.layer >= reached ? activations[from.layer][from.unit] * deltas[to.layer - 1][to.unit] : 0,
        ({ layer, unit }) => (layer >= reached ? deltas[layer - 1][unit] : undefined),
      ),
    );
  return [...forward, ...backward];
}

type UnitValue = (unit: DrawnUnit) => number | undefined;

function nameOf({ layer, unit }: DrawnUnit): string {
  return layer === 0 ? `input ${unit}` : `layer ${layer}, unit ${unit}`;
}

function altOf(data: NetworkDiagramData, { title, maxUnits }: NetworkDiagramOptions): string {
  const { sizes, layers, activations, deltas } = data;
  const count = layers.reduce(
    (sum, { weights, bias }) => sum + weights.length * bias.length + bias.length,
    0,
  );
  const kinds = layers.map(({ activation }) => activation);
  return sentences(
    title,
    `Network of ${sizes.map(short).join("-")} units, ${plural(count, "parameter")}, activations ${list(kinds)}`,
    activations && `The input ${some(activations[0])} gives ${some(activations.at(-1)!)}`,
    deltas && `δ of the last layer is ${some(deltas.at(-1)!)}, of the first ${some(deltas[0])}`,
    Math.max(...sizes) > maxUnits! && `At most ${maxUnits} units of a layer drawn`,
  );
}

function some(values: number[]): string {
  return `${values.slice(0, 4).map(short).join(", ")}${values.length > 4 ? ", …" : ""}`;
}
