import { distinctNames } from "../input/names";

/** The values of a parameter that is no number, in the order in which trials had them. */
export interface Categories {
  /** Each by a text of its own: "true" in quotes beside true without. */
  texts: string[];
  /** The place of a value among them. */
  placeOf(value: unknown): number;
}

/** The categories of a parameter: values are told apart as they are, and not by their text. */
export function categoriesOf(
  trials: readonly { params: Readonly<Record<string, unknown>> }[],
  name: string,
): Categories {
  const having = trials.filter(({ params }) => Object.hasOwn(params, name));
  const values = [...new Set<unknown>(having.map(({ params }) => params[name]))];
  const places = new Map(values.map((value, at) => [value, at]));
  const plain = values.map(String);
  const isShared = (text: string) => plain.indexOf(text) !== plain.lastIndexOf(text);
  const texts = values.map((value, at) =>
    typeof value === "string" && isShared(value) ? `"${value}"` : plain[at],
  );
  return { texts: distinctNames(texts), placeOf: (value) => places.get(value) ?? -1 };
}

/** How often a trial of each one's number came before it: trials of several studies have the same. */
export function roundsOf(trials: readonly { number: number }[]): number[] {
  const seen = new Map<number, number>();
  return trials.map(({ number }) => {
    const round = seen.get(number) ?? 0;
    seen.set(number, round + 1);
    return round;
  });
}
