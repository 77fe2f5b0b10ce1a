import { checkInteger, DataError } from "../../core/index";
import { tableNumber } from "../../show/index";
import { Figure } from "../figure/figure";
import type { ComputationGraphData, ComputationGraphOptions } from "./graph/computation";
import { graphSpec } from "./graph/spec";
import { inLayers } from "./graph/layers";
import { lastValues, type TapeValue } from "./graph/tape";
import { figureOptions } from "../input/options";
import { plural, short, shorts } from "../input/words";

/**
 * A computation as a graph: forward value by value, then back, slope by slope.
 *
 * The slider steps through the tape: first every value is computed from its inputs, then every slope from those of its
 * readers. The still picture shows all of them.
 *
 * ```ts
 * const loss = w.mul(x).add(b).sub(y).pow(2);
 * loss.backward();
 * computationGraph(loss);
 * ```
 *
 * @param result the last value, after `backward()`
 * @throws DataError when it is not a value with inputs
 */
export function computationGraph(
  result: TapeValue,
  options?: ComputationGraphOptions,
): Figure<ComputationGraphData> {
  const chosen = figureOptions<ComputationGraphOptions>("computationGraph", options, {
    title: undefined,
    frameMs: 900,
    maxValues: 40,
    width: undefined,
    height: undefined,
  });
  checkInteger("computationGraph", "maxValues", chosen.maxValues!, "[1, 200]");
  const data = read(result, chosen.maxValues!);
  return new Figure({
    renderer: "plotly",
    spec: () => graphSpec(data, chosen),
    data,
    alt: () => altOf(data, chosen),
  });
}

function read(result: TapeValue, most: number): ComputationGraphData {
  if (!Array.isArray(result?.inputs))
    throw new DataError({
      where: "computationGraph",
      required: "the tape must not be empty",
      got: result,
      remedy: "give the last value of a computation with scratch.Value",
    });
  const { values, total } = lastValues(result, most);
  const places = inLayers(values);
  const numbers = shorts(values.map(({ data }) => data));
  return {
    total,
    values: values.map(({ data, grad, name, operation, inputs }, at) => {
      const constant = !operation && (!name || name === tableNumber(data));
      return {
        name: constant ? numbers[at] : name || `v${at + 1}`,
        constant,
        operation,
        value: data,
        slope: grad,
        ...places[at],
        inputs: inputs.map((input) => values.indexOf(input)).filter((index) => index >= 0),
      };
    }),
  };
}

function altOf({ values, total }: ComputationGraphData, { title }: ComputationGraphOptions): string {
  const result = values.at(-1)!;
  const given = values.filter(({ operation, constant }) => !operation && !constant);
  const slopes = given.map(
    ({ name, value, slope }) => `${name} = ${short(value)} with slope ${short(slope)}`,
  );
  const left = total > values.length ? `, the last ${short(values.length)} drawn` : "";
  const of = `${title ? `${title}: ` : ""}computation graph of ${plural(total, "value")}${left}`;
  return `${of}, ending in ${result.name} = ${short(result.value)}.${slopes.length ? ` ${slopes.join("; ")}.` : ""}`;
}
