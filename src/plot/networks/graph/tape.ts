import { checkArray, ShapeError, shown } from "../../../core/index";
import { checkParts } from "../../input/named";

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
  checkValue(result);
  const known = new Set([result]);
  const order: TapeValue[] = [];
  // The way from the result to the value that is looked at, and how many inputs of each are left to look at.
  const [way, left] = [[result], [result.inputs.length]];
  while (way.length > 0) {
    const at = way.length - 1;
    const { inputs } = way[at];
    do left[at]--;
    while (left[at] >= 0 && known.has(inputs[left[at]]));
    if (left[at] < 0) {
      order.push(way.pop()!);
      left.pop();
      continue;
    }
    const input = inputs[left[at]];
    checkValue(input);
    known.add(input);
    way.push(input);
    left.push(input.inputs.length);
  }
  return { values: order.slice(-most), total: order.length };
}

function checkValue(value: TapeValue): void {
  checkParts(where, "a value of the tape", value, ["data", "grad", "inputs"]);
  checkArray(where, "the inputs of a value", value.inputs);
  const { data, grad, name = "", operation = "" } = value;
  const odd = Object.entries({ data, grad, name, operation }).find(
    ([part, one]) => typeof one !== (part === "data" || part === "grad" ? "number" : "string"),
  );
  if (!odd) return;
  const kind = ["data", "grad"].includes(odd[0]) ? "a number" : "text";
  throw new ShapeError({ where, required: `${odd[0]} of a value must be ${kind}`, got: shown(odd[1]) });
}
