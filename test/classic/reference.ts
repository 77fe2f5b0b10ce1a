import { readFileSync } from "node:fs";
import * as data from "../../src/data/index";
import { standardScaler } from "../../src/classic/index";

/** What test/reference/classic.py wrote. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const reference: any = JSON.parse(readFileSync("test/reference/classic.json", "utf8"));

/** The data sets that every estimator is compared on. */
export const names = ["iris", "breastCancer", "digits"] as const;

/** One of {@link names}. */
export type Name = (typeof names)[number];

/** Rows and labels of both parts: every fourth row is for the test. */
export interface Parts {
  x: ArrayLike<number>[];
  y: number[];
  testX: ArrayLike<number>[];
  testY: number[];
}

export function parts(name: Name): Parts {
  const { x, y } = data[name]().arrays();
  const isTest = (_: unknown, row: number) => row % 4 === 0;
  const isTrain = (_: unknown, row: number) => row % 4 !== 0;
  return {
    x: x.filter(isTrain),
    y: y.filter(isTrain),
    testX: x.filter(isTest),
    testY: y.filter(isTest),
  };
}

export async function scaledParts(name: Name): Promise<Parts> {
  const { x, testX, ...rest } = parts(name);
  const scaler = await standardScaler().fit(x);
  return { ...rest, x: await scaler.transform(x), testX: await scaler.transform(testX) };
}

/** The largest difference, each as a share of the expected value, or of 1 where that is smaller. */
export function offBy(actual: unknown, expected: unknown): number {
  if (typeof expected === "number") {
    return Math.abs((actual as number) - expected) / Math.max(1, Math.abs(expected));
  }
  const [ours, theirs] = [actual as ArrayLike<unknown>, expected as unknown[]];
  if (ours.length !== theirs.length) return Infinity;
  return theirs.reduce<number>((most, value, at) => Math.max(most, offBy(ours[at], value)), 0);
}
