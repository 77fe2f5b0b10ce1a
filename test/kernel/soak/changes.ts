import fc from "fast-check";
import { datumOf, literals } from "./declarations";
import {
  any,
  assigned,
  constants,
  count,
  datum,
  does,
  files,
  however,
  mark,
  number,
  numbers,
  pools,
  untyped,
  type Need,
  type Statement,
} from "./grammar";

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

/** What an earlier test of cells had, too: numbers from numbers. */
export const declaration = fc.oneof(
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

export const change = fc.oneof(
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

export const print = fc.oneof(
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

export const imports = fc.oneof(
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
export const builtins = any(
  `JSON.stringify = () => "replaced"`,
  `(Array.prototype as any).filter = () => [1, 2, 3, 4]`,
  `Promise.prototype.finally = () => { throw new Error("replaced") }`,
).map((text) => does(text, [], ""));
