import { createHash } from "node:crypto";
import { parse } from "node:path";

/** Names of the files that changed, with their endings and without. */
const touched = (process.env.TSDESCENT_TOUCHED ?? "").split("\n").flatMap((file) => {
  const { base, name } = parse(file);
  return [base, name];
});

/** Whether slow combinations are drawn in this run. */
export function draws(): boolean {
  return process.env.TSDESCENT_DRAWS === "1";
}

/**
 * Of cases that take long so many in a daily run, drawn by jest's seed; with `--touched` those by whose name a file
 * changed, if there are any. All of them in `npm test -- --every`, in CI, and where a file or a test is named.
 */
export function someOf<T>(cases: readonly T[], count: number, seed = jest.getSeed()): T[] {
  if (!draws()) return [...cases];
  const named = cases.filter((one) =>
    touched.includes(String(Array.isArray(one) ? one[0] : one).split(/[: ]/)[0]),
  );
  if (named.length) return named;
  const places = new Map(cases.map((one) => [one, placeOf(one, seed)]));
  const drawn = [...cases]
    .sort((one, other) => (places.get(one)! < places.get(other)! ? -1 : 1))
    .slice(0, count);
  return cases.filter((one) => drawn.includes(one));
}

function textOf(one: unknown): string {
  return typeof one === "string" ? one : JSON.stringify(one);
}

/** Sorts cases: in another order for every seed, and whichever others there are. */
function placeOf(one: unknown, seed: number): string {
  return createHash("sha256")
    .update(`${seed} ${textOf(one)}`)
    .digest("hex");
}
