import { OptionError, checkInteger, shown } from "../../core/index";

/** Checks lists of layers' sizes, given by name: each is a whole number from 1. */
export function checkSizes(where: string, lists: Record<string, readonly number[]>): void {
  for (const [name, sizes] of Object.entries(lists)) {
    if (!Array.isArray(sizes))
      throw new OptionError({ where, required: `${name} must be an array of sizes`, got: shown(sizes) });
    sizes.forEach((size, at) => checkInteger(where, `${name}[${at}]`, size, "[1, ∞)"));
  }
}

/** Checks the shape of a picture: [height, width, channels], each from 1. */
export function checkImageShape(where: string, shape: readonly number[]): void {
  const isShape =
    Array.isArray(shape) && shape.length === 3 && shape.every((size) => Number.isInteger(size) && size > 0);
  if (isShape) return;
  const required = "inputShape must be [height, width, channels], whole numbers from 1";
  throw new OptionError({ where, required, got: shown(shape) });
}
