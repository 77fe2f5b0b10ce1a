import { evenly } from "../input/thin";
import type { ReadLayer } from "./dense";

/** A unit of the diagram. */
export interface DrawnUnit {
  /** 0 is the input. */
  layer: number;
  unit: number;
  /** In [0, 1]. */
  x: number;
  y: number;
}

/** A connection of the diagram. */
export interface DrawnEdge {
  from: DrawnUnit;
  to: DrawnUnit;
  weight: number;
}

/** Where units and connections lie. */
export interface NetworkLayout {
  units: DrawnUnit[];
  edges: DrawnEdge[];
  /** For each layer, how many units it has. */
  sizes: number[];
}

/** Layers as columns; of layers with more than `most` units, an even choice of them. */
export function layOut(layers: ReadLayer[], most: number): NetworkLayout {
  const sizes = [layers[0].weights.length, ...layers.map(({ bias }) => bias.length)];
  const columns = sizes.map((size, layer) => {
    const shown = evenly(size, most);
    return shown.map((unit, at) => ({
      layer,
      unit,
      x: sizes.length === 1 ? 0.5 : layer / (sizes.length - 1),
      y: 0.5 + ((shown.length - 1) / 2 - at) / Math.max(1, Math.min(most, Math.max(...sizes)) - 1),
    }));
  });
  const edges = layers.flatMap(({ weights }, at) =>
    columns[at].flatMap((from) =>
      columns[at + 1].map((to) => ({ from, to, weight: weights[from.unit][to.unit] })),
    ),
  );
  return { units: columns.flat(), edges, sizes };
}
