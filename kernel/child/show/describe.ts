import { types } from "node:util";

/** Reads a property without running any code of the value's: neither getters nor proxies. */
export function peek(value: unknown, name: string): unknown {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || types.isProxy(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

/** What a type does not say of a value: `Tensor float32 [32, 784]`, `Float64Array [100]`. */
export function describe(value: unknown): string | undefined {
  if (types.isTypedArray(value)) return `${classOf(value)} [${value.length}]`;
  const shape = peek(value, "shape");
  const dtype = peek(value, "dtype");
  if (!Array.isArray(shape) || types.isProxy(shape) || typeof dtype !== "string") return undefined;
  return shape.every(Number.isInteger) ? `${classOf(value)} ${dtype} [${shape.join(", ")}]` : undefined;
}

function classOf(value: unknown): string {
  const name = peek(peek(Object.getPrototypeOf(value), "constructor"), "name");
  return typeof name === "string" && name ? name : "object";
}
