/** A value as a message shows it: a text in quotes, so that "3" is not taken for 3. @internal */
export function shown(value: unknown): string {
  return typeof value === "string"
    ? `"${value}"`
    : Array.isArray(value)
      ? `[${value.join(", ")}]`
      : String(value);
}
