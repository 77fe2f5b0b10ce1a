import { inspect } from "node:util";

/** A shape as a message or a table shows it: `[any, 3]`. @internal */
export function shapeText(shape: readonly (number | null)[]): string {
  return `[${shape.map((size) => size ?? "any").join(", ")}]`;
}

/**
 * A value as a message shows it: a text in quotes, so that "3" is not taken for 3.
 *
 * ```ts
 * shown([1, 2]); // "[1, 2]"
 * ```
 *
 * @internal
 */
export function shown(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  return Array.isArray(value) ? `[${value.map(within).join(", ")}]` : whole(value);
}

/** A value within a list: a text stands as it is. */
function within(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(within).join(",") : whole(value);
}

// String() throws for what has no prototype, and a tensor's toString for one that was freed.
function whole(value: unknown): string {
  return typeof value === "object" && value !== null
    ? inspect(value, { depth: 0, breakLength: Infinity })
    : String(value);
}
