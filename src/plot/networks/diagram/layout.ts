import { evenly } from "../../input/thin";

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

/**
 * Layers as columns; of layers with more than `most` units, an even choice of them.
 *
 * @param sizes units of the input and of each layer
 * @param weight of a connection: the number of its layer, from 1, and both units. Default 1
 */
export function layOut(
  sizes: number[],
  most: number,
  weight: (layer: number, from: number, to: number) => number = () => 1,
): NetworkLayout {
  const tallest = Math.max(1, Math.min(most, Math.max(...sizes)) - 1);
  const columns = sizes.map((size, layer) => {
    const shown = evenly(size, most);
    return shown.map((unit, at) => ({
      ...{ layer, unit, x: layer / Math.max(1, sizes.length - 1) },
      y: 0.5 + ((shown.length - 1) / 2 - at) / tallest,
    }));
  });
  const edges = columns
    .slice(1)
    .flatMap((column, at) =>
      columns[at].flatMap((from) =>
        column.map((to) => ({ from, to, weight: weight(at + 1, from.unit, to.unit) })),
      ),
    );
  return { units: columns.flat(), edges, sizes };
}
