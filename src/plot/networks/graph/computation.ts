/** How `computationGraph` draws. */
export interface ComputationGraphOptions {
  /** Above the figure. Default none. */
  title?: string;
  /** How long Play shows a step, ms. Default 900. */
  frameMs?: number;
  /** How many values are drawn, the last of more. Default 40. */
  maxValues?: number;
  /** CSS px. Default the room there is, and 560 in a picture. */
  width?: number;
  /** CSS px, without the slider. Default by the rows, 240 to 480. */
  height?: number;
}

/** A value of {@link ComputationGraphData}. */
export interface GraphValue {
  /** What it is called; a constant without a name, what it is. */
  name: string;
  /** Whether it is a number that has no name but itself. */
  constant: boolean;
  operation: string;
  value: number;
  slope: number;
  /** Its column from 0, and its row, 0 in the middle. */
  column: number;
  row: number;
  /** Indices of its inputs among the values drawn. */
  inputs: number[];
}

/** The numbers of `computationGraph`. */
export interface ComputationGraphData {
  /** Each after its inputs; the last is the result. */
  values: GraphValue[];
  /** How many values led to the result. */
  total: number;
}
