import { type Displayable, displaySymbol, type MimeBundle, tableBundle, tableNumber } from "../show/index";

/**
 * A number that remembers how it was computed, so that slopes can travel back through it.
 *
 * Each operation notes its inputs and its local slope in the direction of each, ∂out/∂inᵢ. {@link Value.backward} walks
 * the operations from the last to the first and multiplies: ∂L/∂inᵢ += ∂out/∂inᵢ · ∂L/∂out, the chain rule.
 *
 * Source: S. Linnainmaa, master's thesis, Helsinki 1970; after A. Karpathy's micrograd.
 *
 * ```ts
 * const x = new Value(3, "x");
 * const y = x.mul(x).add(x); // x² + x
 * y.backward();
 * x.grad // 7 = 2x + 1
 * ```
 */
export class Value implements Displayable {
  /** The slope of the value on which `backward` was called, in the direction of this one. */
  grad = 0;

  /**
   * A number, given by itself or computed from others.
   *
   * @param data the number
   * @param name what the tape calls it
   * @param operation how it was computed; none for a given number
   * @param inputs what it was computed from
   * @param slopes ∂this/∂input for each input
   */
  constructor(
    readonly data: number,
    readonly name = "",
    readonly operation = "",
    readonly inputs: readonly Value[] = [],
    readonly slopes: readonly number[] = [],
  ) {}

  /** a + b; both slopes are 1. */
  add(other: Value | number): Value {
    const b = lifted(other);
    return new Value(this.data + b.data, "", "+", [this, b], [1, 1]);
  }

  /** a − b; the slopes are 1 and −1. */
  sub(other: Value | number): Value {
    const b = lifted(other);
    return new Value(this.data - b.data, "", "−", [this, b], [1, -1]);
  }

  /** a · b; each slope is the other number. */
  mul(other: Value | number): Value {
    const b = lifted(other);
    return new Value(this.data * b.data, "", "×", [this, b], [b.data, this.data]);
  }

  /** a / b; the slopes are 1/b and −a/b². */
  div(other: Value | number): Value {
    const b = lifted(other);
    return new Value(this.data / b.data, "", "÷", [this, b], [1 / b.data, -this.data / b.data ** 2]);
  }

  /** aⁿ for a fixed number n; the slope is n aⁿ⁻¹. */
  pow(n: number): Value {
    return this.#through(`^${n}`, this.data ** n, n * this.data ** (n - 1));
  }

  /** eᵃ, its own slope. */
  exp(): Value {
    const out = Math.exp(this.data);
    return this.#through("exp", out, out);
  }

  /** The natural logarithm; the slope is 1/a. */
  log(): Value {
    return this.#through("log", Math.log(this.data), 1 / this.data);
  }

  /** The hyperbolic tangent t; the slope is 1 − t². */
  tanh(): Value {
    const t = Math.tanh(this.data);
    return this.#through("tanh", t, 1 - t * t);
  }

  /** s = 1 / (1 + e⁻ᵃ); the slope is s (1 − s). */
  sigmoid(): Value {
    const s = 1 / (1 + Math.exp(-this.data));
    return this.#through("sigmoid", s, s * (1 - s));
  }

  /** max(0, a); the slope is 1 above 0, else 0. */
  relu(): Value {
    return this.#through("relu", Math.max(0, this.data), this.data > 0 ? 1 : 0);
  }

  /** The same value under a name that the tape shows. */
  named(name: string): Value {
    return new Value(this.data, name, this.operation, this.inputs, this.slopes);
  }

  /** What this was computed from and itself, each after its inputs. */
  tape(): Value[] {
    const order = new Set<Value>();
    const waiting: Value[] = [this];
    while (waiting.length) {
      const next = waiting.at(-1)!;
      const missing = next.inputs.filter((input) => !order.has(input));
      if (missing.length) waiting.push(...missing);
      else order.add(waiting.pop()!);
    }
    return [...order];
  }

  /** Sets `grad` of everything this was computed from to this one's slope in its direction. */
  backward(): void {
    const tape = this.tape();
    for (const value of tape) value.grad = 0;
    this.grad = 1;
    for (const value of tape.reverse())
      value.inputs.forEach((input, at) => (input.grad += value.slopes[at] * value.grad));
  }

  /** The tape as a table: what was computed from what, its value, and its slope after `backward`. */
  [displaySymbol](): MimeBundle {
    return tapeTable(this.tape());
  }

  #through(operation: string, data: number, slope: number): Value {
    return new Value(data, "", operation, [this], [slope]);
  }
}

function lifted(value: Value | number): Value {
  return typeof value === "number" ? new Value(value, tableNumber(value)) : value;
}

const mostRows = 30;

function tapeTable(tape: Value[]): MimeBundle {
  const names = new Map(tape.map((value, at) => [value, value.name || `v${at + 1}`]));
  const rows = tape
    .slice(-mostRows)
    .map((value) => [
      names.get(value)!,
      [value.operation, ...value.inputs.map((input) => names.get(input)!)].join(" "),
      tableNumber(value.data),
      tableNumber(value.grad),
    ]);
  return tableBundle({
    title: `the tape: ${tape.length} values`,
    header: ["name", "computed by", "value", "slope"],
    rows,
    notes: tape.length > mostRows ? [`the last ${mostRows} are shown`] : [],
  });
}
