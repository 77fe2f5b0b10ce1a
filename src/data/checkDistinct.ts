import { DataError } from "../core/index";

/** Checks that no name stands for two things. @internal */
export function checkDistinct(where: string, what: string, names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return;
  const remedy = "give each a name of its own";
  throw new DataError({ where, required: `${what} must differ`, got: `"${twice}" twice`, remedy });
}
