import fc from "fast-check";
import {
  however,
  datum,
  mark,
  any,
  untyped,
  numbers,
  pools,
  type Meaning,
  type Statement,
  type Use,
} from "./grammar";

/** `model` is how the model runs what only TypeScript has. */
export function datumOf(
  how: string,
  name: string,
  { value, type, constant = type, use = "other", annotation = "", model = value }: Literal,
): Statement {
  const isConst = how === "const";
  return {
    text: `${how} ${name}${annotation} = ${value}`,
    model: `${name} = ${model}`,
    declares: {
      [name]: { use, type: isConst && !annotation ? constant : type, assignable: !isConst },
    },
    needs: [],
    literal: true,
  };
}

interface Literal {
  value: string;
  type: string;
  /** The type of a `const` with this value. */
  constant?: string;
  use?: Use;
  annotation?: string;
  model?: string;
}

/** Values of all kinds, each with the types that a variable and a constant get from it. */
export const literals: ((n: number) => Literal)[] = [
  (n) => ({ value: `${n}`, type: "number", constant: `${n}`, use: "number" }),
  (n) => ({ value: `${n}`, type: "number", annotation: ": number", use: "number" }),
  (n) => ({ value: `"s${n}"`, type: "string", constant: `"s${n}"`, use: "string" }),
  (n) => ({ value: `"t" + ${n}`, type: "string", use: "string" }),
  (n) => ({ value: `[${n}, ${n + 1}]`, type: "number[]", use: "list" }),
  (n) => ({ value: `{ x: ${n} }`, type: "{ x: number }", use: "point" }),
  (n) => ({ value: `new Map([["k", ${n}]])`, type: "Map<string, number>", use: "map" }),
  (n) => ({ value: `new Set([${n}])`, type: "Set<number>" }),
  (n) => ({ value: `${n}n`, type: "bigint", constant: `${n}n` }),
  (n) => ({ value: `${n} as number | string`, type: "string | number", model: `${n}` }),
  (n) => ({ value: `[${n}, "t"] as const`, type: `readonly [${n}, "t"]`, model: `[${n}, "t"]` }),
  (n) => ({ value: `[${n}, "t"]`, type: `[number, string]`, annotation: ": [number, string]", use: "list" }),
  (n) => ({ value: `{ x: { y: [${n}] }, z: "z" }`, type: "{ x: { y: number[] }; z: string }" }),
  (n) => ({ value: `new Date(${n})`, type: "Date" }),
  (n) => ({ value: `Float64Array.of(${n})`, type: "Float64Array<ArrayBuffer>" }),
  (n) => ({
    value: `{ a: ${n} } satisfies Record<string, number>`,
    type: "{ a: number }",
    model: `{ a: ${n} }`,
  }),
];

export const data = fc
  .tuple(however, datum, mark, any(...literals), fc.boolean())
  .map(([how, name, n, literal, isDocumented]) => {
    const made = datumOf(how, name, literal(n));
    return isDocumented && n % 4 === 0 ? { ...made, text: `/** Says ${n}. */\n${made.text}` } : made;
  });

/** Functions: `body` is what is behind the name. */
function functionOf(name: string, body: string, type: string, model = body): Statement {
  return {
    text: `function ${name}${body}`,
    model: `${name} = function ${untyped(model)}`,
    declares: { [name]: { use: "other", type } },
    needs: [],
    hoisted: true,
    literal: true,
  };
}

export const functions = fc
  .tuple(any(...pools.function), mark, fc.integer({ min: 0, max: 5 }))
  .map(([name, n, which]): Statement => {
    const plain = "(p: number) => number";
    if (which === 0) return functionOf(name, `(p: number): number { return p + ${n} }`, plain);
    if (which === 1) return functionOf(name, `(p: number) { return p - ${n} }`, plain);
    if (which === 2) {
      const said = `(p: number): number; function ${name}(p: string): number; function ${name}(p: any) { return ${n} }`;
      return functionOf(name, said, "{ (p: number): number; (p: string): number }", `(p) { return ${n} }`);
    }
    if (which === 3)
      return {
        ...functionOf(name, `(p: number): number { return p + ${n} + count }`, plain),
        needs: numbers("count"),
        literal: false,
      };
    const made = `(p: number) => p * ${n}`;
    const one = datumOf("const", name, { value: made, type: plain, model: untyped(made) });
    return which === 4 ? { ...one, text: `/** Multiplies. */ ${one.text}` } : one;
  });

export const classes = fc
  .tuple(any(...pools.class), mark, fc.integer({ min: 0, max: 4 }))
  .map(([name, n, which]): Statement => {
    const make = (members: string, type: string, model = members): Statement => ({
      text: `class ${name} { ${members} }`,
      model: `${name} = class ${name} { ${model} }`,
      declares: { [name]: { use: "class", type } },
      needs: [],
      literal: true,
    });
    if (which === 0) return make(`x = ${n}`, "{ x: number }");
    if (which === 1)
      return make(
        `x = ${n}; y = "y"; z?: number`,
        "{ x: number; y: string; z?: number }",
        `x = ${n}; y = "y"; z`,
      );
    if (which === 2) return make(`x = ${n}; twice() { return this.x * 2 }`, "{ x: number; twice(): number }");
    if (which === 3)
      return make(
        `x = ${n}; @((_value: unknown, _context: unknown) => undefined) thrice() { return this.x * 3 }`,
        "{ x: number; thrice(): number }",
        `x = ${n}; thrice() { return this.x * 3 }`,
      );
    const other = pools.class.find((one) => one !== name) as string;
    return {
      ...make("", ""),
      text: `class ${name} extends ${other} { own${n} = 1 }`,
      model: `${name} = class ${name} extends ${other} { own${n} = 1 }`,
      declares: {
        [name]: { use: "class", type: (typeOf) => typeOf(other).replace("}", `; own${n}: number }`) },
      },
      needs: [{ name: other, use: "class" }],
      literal: false,
    };
  });

export const others = fc.tuple(mark, fc.integer({ min: 0, max: 1 })).map(([n, which]): Statement =>
  which === 0
    ? {
        text: `enum Era { A = ${n}, B }`,
        model: `Era = { A: ${n} }`,
        declares: { Era: { use: "other", type: `"A" | "B"` } },
        needs: [],
        literal: true,
      }
    : {
        text: `namespace Nest { export const v = ${n} }`,
        model: `Nest = { v: ${n} }`,
        declares: { Nest: { use: "other", type: `${n}` } },
        needs: [],
        literal: true,
      },
);

export const types = fc
  .tuple(any(...pools.type), mark, fc.integer({ min: 0, max: 2 }))
  .map(([name, n, which]): Statement => {
    const type = `{ tone: number; n${n}?: string }`;
    const text = [
      `interface ${name} { tone: number; n${n}?: string }`,
      `type ${name} = ${type}`,
      `export interface ${name} { tone: number; n${n}?: string }`,
    ][which];
    return { text, model: "", declares: { [name]: { use: "type", type } }, needs: [], literal: true };
  });

/** A variable whose type is one of the notebook's. */
export const ofTypes = fc
  .tuple(datum, however, mark, any(...pools.type, ...pools.class, ...pools.data))
  .filter(([name, , , of]) => name !== of)
  .map(([name, how, n, of]): Statement => {
    const assignable = how !== "const";
    const type = (typeOf: (name: string) => string) => typeOf(of);
    const declares = { [name]: { use: "other", type, assignable } as Meaning };
    if (pools.type.includes(of))
      return {
        text: `${how} ${name}: ${of} = { tone: ${n} }`,
        model: `${name} = { tone: ${n} }`,
        declares,
        needs: [{ name: of, use: "type" }],
        literal: true,
      };
    if (pools.class.includes(of)) {
      const made = { [name]: { use: "point", type, assignable } as Meaning };
      const code = `${name} = new ${of}()`;
      return { text: `${how} ${code}`, model: code, declares: made, needs: [{ name: of, use: "class" }] };
    }
    const like = { [name]: { use: "other", type, assignable, like: of } as Meaning };
    return {
      text: `${how} ${name} = ${of}`,
      model: `${name} = ${of}`,
      declares: like,
      needs: [{ name: of }],
    };
  });
