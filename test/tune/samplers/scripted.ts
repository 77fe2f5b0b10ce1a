import type { Random } from "../../../src/core/index";

/** What a scripted source gives, each list in turn. */
interface Script {
  uniform?: number[];
  normal?: number[];
  integer?: number[];
}

/** A source of random numbers that gives what it is told to give, and keeps what it was asked for. */
export function scripted(script: Script): { random: Random; asked: unknown[][] } {
  const asked: unknown[][] = [];
  const next = (kind: keyof Script) => {
    const value = script[kind]?.shift();
    if (value === undefined) throw new Error(`no ${kind} is left`);
    return value;
  };
  const random = {
    uniform: (low = 0, high = 1) => low + (high - low) * next("uniform"),
    normal: (mean = 0, deviation = 1) => {
      asked.push(["normal", mean, deviation]);
      return mean + deviation * next("normal");
    },
    integer: (count: number) => {
      asked.push(["integer", count]);
      return next("integer");
    },
    permutation: (count: number) => Array.from({ length: count }, (_, at) => at),
  };
  return { random: random as unknown as Random, asked };
}
