import fc from "fast-check";

/** What a value can be used as. */
type Use = "number" | "string" | "list" | "point" | "map" | "other" | "type" | "class";

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

const [counts, constants] = [pools.number.slice(0, 3), pools.number.slice(3)];
const any = fc.constantFrom.bind(fc) as <T>(...from: T[]) => fc.Arbitrary<T>;
const count = any(...counts);
const number = any(...pools.number);
const datum = any(...pools.data);
const however = any("let", "const", "var");

/** A number that no other statement has, in all likelihood. */
const mark = fc.noShrink(fc.integer({ min: 1000, max: 999_999_999 }));

const does = (text: string, needs: Need[] = [], model = text): Statement => ({
  text,
  model,
  declares: {},
  needs,
});

const numbers = (...names: string[]): Need[] => names.map((name) => ({ name, use: "number" }));
const assigned = (name: string): Need => ({ name, use: "number", assignable: true });

const untyped = (text: string) => text.replaceAll(": number", "");

/** An expression and the names in it. */
interface Expression {
  text: string;
  needs: Need[];
}

/** A sum of numbers and names, some of them as arguments. */
function sumOf(names: string[], calls: boolean): fc.Arbitrary<Expression> {
  const literal = fc.integer({ min: 0, max: 99 }).map((n) => ({ text: String(n), needs: [] as Need[] }));
  const name = any(...names).map((one) => ({ text: one, needs: numbers(one) }));
  const call = (of: Expression) => ({
    text: `fold(${of.text})`,
    needs: [...of.needs, { name: "fold", use: "other" } as Need],
  });
  const leaf = fc.oneof(literal, name);
  const hidden = leaf.map(({ text, needs }) => ({ text: `((sum: number) => ${text})(7)`, needs }));
  const term = fc.oneof(leaf, leaf, hidden, ...(calls ? [leaf.map(call)] : []));
  return fc.tuple(term, any("+", "-"), term).map(([one, how, other]) => ({
    text: `(${one.text} ${how} ${other.text}) % 997`,
    needs: [...one.needs, ...other.needs],
  }));
}

/** `model` is how the model runs what only TypeScript has. */
function datumOf(
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
const literals: ((n: number) => Literal)[] = [
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

const data = fc
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

const functions = fc
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

const classes = fc
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

const others = fc.tuple(mark, fc.integer({ min: 0, max: 1 })).map(([n, which]): Statement =>
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

const types = fc
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
const ofTypes = fc
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

/** What an earlier test of cells had, too: numbers from numbers. */
const declaration = fc.oneof(
  fc.tuple(however, number).chain(([how, name]) =>
    sumOf(
      pools.number.filter((one) => one !== name),
      false,
    ).map(({ text, needs }): Statement => ({
      text: `${how} ${name} = ${text}`,
      model: `${name} = ${text.replaceAll(": number", "")}`,
      declares: { [name]: { use: "number", type: "number", assignable: how !== "const" } },
      needs,
    })),
  ),
  fc.tuple(sumOf(constants, false), sumOf(constants, false)).map(([one, other]): Statement => ({
    text: `let [count, { total = ${other.text} }] = [${one.text}, {} as { total?: number }]`,
    model: `[count, { total = ${other.text} }] = [${one.text}, {}]`.replaceAll(": number", ""),
    declares: {
      count: { use: "number", type: "number", assignable: true },
      total: { use: "number", type: "number", assignable: true },
    },
    needs: [...one.needs, ...other.needs],
  })),
  any("var", "let").map((how): Statement => ({
    text: `for (var sum = 0; sum < 5; sum++) { ${how} inner = sum }`,
    model: `for (sum = 0; sum < 5; sum++) { ${how} inner = sum }`,
    declares: { sum: { use: "number", type: "number", assignable: true } },
    needs: [],
  })),
);

const value = sumOf(pools.number, true);
const changing = (make: (name: string, value: string) => string) =>
  fc.tuple(count, value).map(([name, { text, needs }]): Statement => {
    const made = make(name, text);
    return does(made, [...needs, assigned(name)], untyped(made));
  });

const change = fc.oneof(
  changing((name, value) => `${name} = ${value}`),
  changing((name, value) => `for (let at = 0; at < 3; at++) { ${name} += ${value} }`),
  changing((name, value) => `await null; ${name} -= ${value}`),
  changing((name, value) => `for await (const x of [${value}, 1]) ${name} += x`),
  changing((name, value) => `{ class C { read() { return ${value} } } ${name} = new C().read() }`),
  fc.tuple(count, value).map(([name, { text, needs }]): Statement => {
    const held = `using held = { [Symbol.dispose]() { ${name} += 3 } }`;
    return {
      ...does(`{ ${held}; ${name} = ${text} }`, [...needs, assigned(name)]),
      model: untyped(`${name} = ${text}; ${name} += 3`),
    };
  }),
  fc
    .tuple(count, count)
    .map(([one, other]) =>
      does(`[${one}, ${other}] = [${other}, ${one}]; ${one}++`, [assigned(one), assigned(other)]),
    ),
  number.map((name) => does(`{ let ${name} = 1000; ${name} += 1; (() => ${name})() }`)),
  fc.tuple(datum, mark).map(([name, n]) => does(`${name}.push(${n})`, [{ name, use: "list" }])),
  fc.tuple(datum, mark).map(([name, n]) => does(`${name}.x = ${n}`, [{ name, use: "point" }])),
  fc.tuple(datum, mark).map(([name, n]) => does(`${name}.set("k", ${n})`, [{ name, use: "map" }])),
  fc
    .tuple(datum, mark)
    .map(([name, n]) => does(`${name} -= ${n}`, [{ name, use: "number", assignable: true }])),
);

const print = fc.oneof(
  any(...pools.data, ...pools.number).map((name) =>
    does(`console.log(${name})`, [{ name }], `$print(${name})`),
  ),
  mark.map((n) => does(`process.stdout.write("${n}\\n")`, [], `$print(${n})`)),
  any(
    "display({ shown: 1 })",
    "display(1, { displayId: 'd' })",
    "display(2, { displayId: 'd', update: true })",
  ).map((text) => does(text, [], "")),
);

const imports = fc.oneof(
  fc.tuple(any(...pools.imported), any(...files)).map(([name, file]): Statement => ({
    text: `import { size as ${name} } from "./${file}"`,
    model: `$import("${name}", "${file}")`,
    declares: { [name]: { use: "number", type: "number" } },
    needs: [],
    hoisted: true,
  })),
  fc.tuple(any(...pools.imported), mark).map(([name, n]) => datumOf("let", name, literals[0](n))),
  fc.constantFrom("zlib", "url").map((name): Statement => ({
    text: `import * as ${name} from "node:${name}"`,
    model: `${name} = "a module"`,
    declares: { [name]: { use: "other", type: `typeof import("node:${name}")` } },
    needs: [],
    hoisted: true,
  })),
);

/** What replaces built-ins that the kernel needs, too. */
const builtins = any(
  `JSON.stringify = () => "replaced"`,
  `(Array.prototype as any).filter = () => [1, 2, 3, 4]`,
  `Promise.prototype.finally = () => { throw new Error("replaced") }`,
).map((text) => does(text, [], ""));

/** Statements that set names to what tells them apart, so that it can be seen how far a cell came. */
export const telling = fc
  .oneof(data, data, functions, classes, others, types, ofTypes)
  .filter(({ literal, needs }) => Boolean(literal) && needs.length === 0);

export const statement = fc.oneof(
  { weight: 6, arbitrary: data },
  { weight: 3, arbitrary: functions },
  { weight: 3, arbitrary: classes },
  { weight: 2, arbitrary: others },
  { weight: 2, arbitrary: types },
  { weight: 2, arbitrary: ofTypes },
  { weight: 4, arbitrary: declaration },
  { weight: 8, arbitrary: change },
  { weight: 3, arbitrary: print },
  { weight: 3, arbitrary: imports },
  { weight: 1, arbitrary: builtins },
);

/** Leaves out what no cell could say twice, or before it has said what that means. */
export function fitting(statements: Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ declares, needs }) => {
    const declared = Object.keys(declares);
    const isFitting =
      !declared.some((name) => seen.has(name)) && !needs.some(({ name }) => declared.includes(name));
    if (isFitting) for (const name of [...declared, ...needs.map(({ name }) => name)]) seen.add(name);
    return isFitting;
  });
}
