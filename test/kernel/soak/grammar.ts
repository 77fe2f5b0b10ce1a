import fc from "fast-check";

/** What a value can be used as. */
export type Use = "number" | "string" | "list" | "point" | "map" | "other" | "type" | "class";

/** What a name means to the compiler: the type is as TypeScript would write it, perhaps in terms of other names' types. */
export interface Meaning {
  use: Use;
  type: string | ((typeOf: (name: string) => string) => string);
  assignable?: boolean;
  /** The name whose value it takes, and with that its type. */
  like?: string;
}

/** What a statement reads. */
export interface Need {
  name: string;
  use?: Use;
  assignable?: boolean;
}

/** A statement of a cell, and what it does in the model, where every name is a member of one object. */
export interface Statement {
  text: string;
  model: string;
  declares: Record<string, Meaning>;
  needs: Need[];
  /** Whether it has been done before the cell's first line. */
  hoisted?: boolean;
  /** Whether what it declares tells by its value that it was this statement that declared it. */
  literal?: boolean;
}

/** The names of a notebook by what they may be. What is looked at tells them apart, whatever they are declared as. */
export const pools = {
  number: ["count", "total", "sum", "base", "step"],
  data: ["alpha", "beta", "gamma", "delta"],
  function: ["fold", "grow"],
  class: ["Kind", "Lamp"],
  enum: ["Era"],
  namespace: ["Nest"],
  type: ["Tone", "Urn"],
  imported: ["size", "width"],
};

/** The modules beside the notebook. */
export const files = ["near", "far"];

export const [counts, constants] = [pools.number.slice(0, 3), pools.number.slice(3)];
export const any = fc.constantFrom.bind(fc) as <T>(...from: T[]) => fc.Arbitrary<T>;
export const count = any(...counts);
export const number = any(...pools.number);
export const datum = any(...pools.data);
export const however = any("let", "const", "var");

/** A number that no other statement has, in all likelihood. */
export const mark = fc.noShrink(fc.integer({ min: 1000, max: 999_999_999 }));

export const does = (text: string, needs: Need[] = [], model = text): Statement => ({
  text,
  model,
  declares: {},
  needs,
});

export const numbers = (...names: string[]): Need[] => names.map((name) => ({ name, use: "number" }));
export const assigned = (name: string): Need => ({ name, use: "number", assignable: true });

export const untyped = (text: string) => text.replaceAll(": number", "");
