import { checkParts } from "../input/named";

const where = "computationGraph";

/** A value that knows what it was computed from, such as a `Value` of `scratch` after `backward()`. */
export interface TapeValue {
  /** The number. */
  data: number;
  /** The slope of the result in its direction. */
  grad: number;
  /** What it is called; may be empty. */
  name: string;
  /** How it was computed; empty for a given number. */
  operation: string;
  inputs: readonly TapeValue[];
}

/** The last values that lead to a result, each after its inputs, and how many there are in all. */
export function lastValues(result: TapeValue, most: number): { values: TapeValue[]; total: number } {
  const order = new Set<TapeValue>();
  const waiting: TapeValue[] = [result];
  while (waiting.length) {
    const next = waiting.at(-1)!;
    checkParts(where, "a value of the tape", next, ["data", "grad", "inputs"]);
    const missing = next.inputs.filter((input) => !order.has(input));
    if (missing.length) waiting.push(...missing);
    else order.add(waiting.pop()!);
  }
  return { values: [...order].slice(-most), total: order.size };
}
