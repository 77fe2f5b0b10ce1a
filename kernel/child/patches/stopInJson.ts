import type { State } from "../context/sharedState.js";

/**
 * Makes `JSON.parse` notice that its cell was asked to stop. V8 forgets that it should stop JavaScript when it is
 * told so while it parses, so that a loop that does little else would go on.
 */
export function stopInJson(state: State): void {
  const { parse: natively } = JSON;
  const { parse } = {
    parse(text: string, reviver?: (this: unknown, key: string, value: unknown) => unknown): unknown {
      const value = natively(text, reviver);
      if (state.running !== 0 && state.running === state.interrupted) throw new Error("the cell was stopped");
      return value;
    },
  };
  Object.defineProperty(JSON, "parse", { value: parse, writable: true, configurable: true });
}
