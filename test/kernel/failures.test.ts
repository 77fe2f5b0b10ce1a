import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Execution, TestKernel } from "./testKernel";

let kernel: TestKernel;
beforeAll(async () => {
  kernel = await TestKernel.start();
});
afterAll(() => kernel.stop());

/** The traceback without colours, and with `In [n]` for the cell's number. */
function told({ error, reply }: Execution): string {
  const text = error?.traceback.join("\n") ?? "";
  return text.replace(/\x1b\[\d+m/g, "").replaceAll(`In [${reply.execution_count}]`, "In [n]");
}

/** `proxy` throws at whatever is asked of it. */
const revoked = "const { proxy, revoke } = Proxy.revocable<any>(() => 1, {}); revoke();";

describe("A value that throws at whatever is asked of it", () => {
  it.each([
    ["proxy", "<Revoked Proxy>"],
    ["0, proxy", "<Revoked Proxy>"],
    ["[proxy, 1]", "[ <Revoked Proxy>, 1 ]"],
    ["new Map([[1, proxy]])", "Map(1) { 1 => <Revoked Proxy> }"],
    ["({ proxy })", "{ proxy: <Revoked Proxy> }"],
    ["async () => proxy", "[AsyncFunction (anonymous)]"],
    ["new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })", "{}"],
    ["({ get then(): number { throw new Error('no') } })", "{ then: [Getter] }"],
    ["({ get [Symbol.for('Jupyter.display')](): number { throw new Error('no') } })", "{ [Symbol(Jupyter.display)]: [Getter] }"], // prettier-ignore
    ["new (class A { get [Symbol.toStringTag](): string { throw new Error('no') } })()", "a value that cannot be shown: Error: no"], // prettier-ignore
    ["Object.create(proxy)", "a value that cannot be shown: TypeError: Cannot perform 'get' on a proxy that has been revoked"], // prettier-ignore
    ["Object.assign(new Error('a'), { message: proxy })", "a value that cannot be shown: TypeError: Cannot perform 'get' on a proxy that has been revoked"], // prettier-ignore
  ])("is shown all the same: %s", async (code, text) => {
    for (const end of ["", "; // shown"]) {
      const { error, result } = await kernel.execute(`%typecheck off\n${revoked} ${code}${end}`);
      expect([error, result]).toEqual([undefined, text]);
    }
    const transformed = await kernel.execute(
      `%typecheck off\n${revoked} for (var i = 0; i < 1; i++); ${code}`,
    );
    expect([transformed.error, transformed.result]).toEqual([undefined, text]);
  });

  it("is printed and displayed, and remembered as what was shown", async () => {
    const { stdout, messages } = await kernel.execute(
      `%typecheck off\n${revoked} console.log(proxy, [proxy]); await display(proxy); proxy`,
    );
    expect(stdout).toBe("<Revoked Proxy> [ <Revoked Proxy> ]\n");
    const shown = messages.filter(({ header }) => /^(?:display_data|execute_result)$/.test(header.msg_type));
    expect(shown.map(({ content }) => content.data["text/plain"])).toEqual([
      "<Revoked Proxy>",
      "<Revoked Proxy>",
    ]);
    expect((await kernel.execute("[_]")).result).toBe("[ <Revoked Proxy> ]");
    const { reply } = await kernel.execute("1", { user_expressions: { value: "proxy" } });
    expect(reply.user_expressions.value.data["text/plain"]).toBe("<Revoked Proxy>");
    await kernel.execute("%typecheck error");
  });
});

describe("An error", () => {
  it.each([
    [
      "is its own cause",
      `const own: any = new Error("own"); own.cause = own; throw own`,
      "the same error again",
    ],
    [
      "has a symbol for its message",
      `throw Object.assign(new Error(), { message: Symbol("m") })`,
      "Symbol(m)",
    ],
    [
      "throws when its stack is read",
      `throw Object.defineProperty(new Error("a"), "stack", { get() { throw 1 } })`,
      "Error: a",
    ],
    [
      "throws when it is printed",
      `throw { [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no") } }`,
      "Thrown: a value that cannot be shown: Error: no",
    ],
    [
      "is a proxy that refuses everything",
      `throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } })`,
      "Thrown: {}",
    ],
    ["is a revoked proxy", `${revoked} throw proxy`, "Thrown: <Revoked Proxy>"],
    [
      "has a revoked proxy for its message",
      `${revoked} throw Object.assign(new Error("a"), { message: proxy })`,
      "Error: <Revoked Proxy>",
    ],
    [
      "has a revoked proxy for its name and its stack",
      `${revoked} throw Object.assign(new Error("a"), { name: proxy, stack: proxy })`,
      "<Revoked Proxy>: a",
    ],
    [
      "was caused by a revoked proxy",
      `${revoked} throw new Error("a", { cause: proxy })`,
      "Caused by:\nThrown: <Revoked Proxy>",
    ],
    [
      "gathers a revoked proxy",
      `${revoked} throw new AggregateError([proxy])`,
      "Error 1 of 1:\nThrown: <Revoked Proxy>",
    ],
    [
      "gathers in a revoked proxy",
      `${revoked} throw Object.assign(new AggregateError([]), { errors: proxy })`,
      "AggregateError: ",
    ],
    [
      "is a rejection with a revoked proxy",
      `${revoked} void Promise.reject(proxy); await new Promise((r) => setTimeout(r, 50))`,
      "Thrown: <Revoked Proxy>",
    ],
    ["is nothing", "throw undefined", "undefined"],
  ])("that %s ends its cell all the same", async (_name, code, words) => {
    expect(told(await kernel.execute(code))).toContain(words);
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  });

  it("shows the errors that it gathers, and what caused it", async () => {
    const many = `new AggregateError([new RangeError("first"), "second"], "many", { cause: new Error("third") })`;
    const text = told(await kernel.execute(`throw ${many}`));
    expect(text).toMatch(/^AggregateError: many\n {4}at In \[n\]:1:7\n/);
    expect(text).toContain("Error 1 of 2:\nRangeError: first\n    at In [n]:1:27");
    expect(text).toContain("Error 2 of 2:\nThrown: 'second'");
    expect(text).toContain("Caused by:\nError: third\n");
  });

  it("of thirty million characters is shown in part, and so is a result", async () => {
    const { error } = await kernel.execute(`throw new Error("x".repeat(3e7))`);
    expect(error?.evalue).toMatch(/^x{100000}… 29900000 more characters$/);
    const { result } = await kernel.execute(`Array.from({ length: 100 }, () => "z".repeat(9000))`);
    expect(result?.length).toBeLessThan(100_100);
  });

  it.each([
    ["foo()", "foo is not a function"],
    ["obj.foo()", "obj.foo is not a function"],
    ["new foo()", "foo is not a constructor"],
    ["[...foo]", "foo is not iterable"],
  ])("of %s calls names as they were written, caught too", async (code, message) => {
    await kernel.execute("let foo: any = 5; let obj: any = {}; void 0");
    expect(told(await kernel.execute(code))).toContain(`TypeError: ${message}`);
    const { stdout } = await kernel.execute(
      `try { ${code} } catch (e) { console.log((e as Error).message) }`,
    );
    expect(stdout).toContain(message);
    expect(
      (await kernel.execute(`let text = ""; try { ${code} } catch (e) { text = String(e) }; text`)).result,
    ).toContain(message);
  });

  it("names the remedy for a package that is missing, before the cell runs and after", async () => {
    const hint = "\nTo install it: %npm install @nobody/nothing\n";
    expect(told(await kernel.execute(`import nothing from "@nobody/nothing/deep"`))).toContain(hint);
    const late = told(
      await kernel.execute(`const there: string = "@nobody/nothing/deep"; await import(there)`),
    );
    expect(late).toContain(`Error: Cannot find module '@nobody/nothing/deep'${hint}    at In [n]:1:`);
    const local = told(await kernel.execute(`const file: string = "./nothing"; await import(file)`));
    expect(local).toMatch(/Error: Cannot find module '.\/nothing'\n {4}at In/);
  });

  it("says where in a JSON file the mistake is", async () => {
    const path = join(kernel.folder, "broken.json");
    writeFileSync(path, `{\n  "a": 1,\n}\n`);
    const text = told(await kernel.execute(`import broken from "./broken.json"; broken`));
    expect(text).toContain(`\n    at ${path}:3:1\n`);
    expect(text).toContain(`\n3 | }\n  | ~\n`);
  });

  it("has a package's many frames in one line, and keeps them in its stack", async () => {
    const folder = join(kernel.folder, "node_modules", "deep");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "index.js"),
      "exports.down = (n, f) => n === 0 ? f() : exports.down(n - 1, f);\n",
    );
    const code = (n: number) =>
      `%typecheck off\nconst { down } = require("deep");\ndown(${n}, () => { throw new Error("below") })`;
    const text = told(await kernel.execute(code(5)));
    expect(text).toContain("    at In [n]:3:23\n    … 6 frames within deep\n    at In [n]:3:1\n");
    expect(told(await kernel.execute(code(1)))).toContain("(" + join(folder, "index.js") + ":1:");
    const caught = `%typecheck error\ntry { down(5, () => { throw new Error("below") }) } catch (e) { console.log((e as Error).stack) }`;
    expect((await kernel.execute(caught)).stdout.match(/index\.js:1:/g)).toHaveLength(6);
  });

  it("of a function that calls itself without end names it once", async () => {
    const text = told(await kernel.execute("function again(): number { return again() }\nagain()"));
    expect(text.match(/at again/g)).toHaveLength(1);
    expect(text).toMatch(/… and \d\d times more/);
  });

  it("of an await without anything has a place", async () => {
    expect(told(await kernel.execute("1;\nawait"))).toContain("In [n]:2:6\n");
  });

  it("has its places as written wherever it is shown, and no frame of the kernel", async () => {
    const failing =
      "interface Long {\n  a: number\n}\nfunction made(x: Long): Error {\n  return new Error('shown')\n}\n";
    const stack = (count: number) =>
      `Error: shown\n    at made (In [${count}]:5:10)\n    at In [${count}]:7:`;
    for (const [code, of] of [
      ["made({ a: 1 })", (one: Execution) => one.result],
      ["console.log(made({ a: 1 }))", (one: Execution) => one.stdout],
      ["console.log(made({ a: 1 }).stack)", (one: Execution) => one.stdout],
    ] as const) {
      const execution = await kernel.execute(failing + code);
      expect(of(execution)).toContain(stack(execution.reply.execution_count));
      expect(of(execution)).not.toMatch(/kernel|node:/);
    }
  });
});

it("A promise that is shown carries nothing of the kernel's", async () => {
  await kernel.execute("const promised = { one: Promise.resolve(1) }");
  expect((await kernel.execute("promised")).result).toBe("{ one: Promise { 1 } }");
  expect((await kernel.execute("Reflect.ownKeys(promised.one)")).result).toBe("[]");
});
