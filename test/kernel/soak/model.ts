import { format, inspect } from "node:util";
import { Script } from "node:vm";
import type { Cell } from "./cells";
import { files, type Meaning, type Need, pools, type Statement } from "./grammar";

/** What is to come of a cell. */
export interface Expected {
  status: "ok" | "error";
  ename?: string;
  stdout: string;
  result?: string;
}

/** A name's type in words, once it is known what other names mean. */
interface Known {
  use: Meaning["use"];
  type: string;
  assignable: boolean;
}

type Scope = Record<string, unknown>;

/** A value as the kernel shows it. */
export function shown(value: unknown): string {
  return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
}

/** What is read of a name to see its value, whatever it is declared as. */
export function lookAt(name: string): string {
  if (pools.function.includes(name)) return `${name}(1)`;
  if (pools.class.includes(name)) return `new ${name}().x`;
  if (pools.enum.includes(name)) return `${name}.A`;
  return pools.namespace.includes(name) ? `${name}.v` : name;
}

/** What a notebook is after its cells: names, values and types. */
export class Model {
  private scope: Scope = {};
  readonly known = new Map<string, Known>();
  /** What the modules beside the notebook export. */
  readonly exported = new Map(files.map((file) => [file, 1]));
  checks: "error" | "warn" | "off" = "error";
  private printed = "";
  /** The value of a cell's last expression. */
  private result: unknown;

  private readonly given: Scope = {
    $print: (...values: unknown[]) => (this.printed += `${format(...values)}\n`),
    $result: (value: unknown) => (this.result = value),
    $import: (name: string, file: string) => {
      const get = () => this.exported.get(file);
      Object.defineProperty(this.scope, name, { get, configurable: true, enumerable: true });
    },
  };

  /** The process with all values is gone. */
  reset(): void {
    this.scope = {};
    this.known.clear();
  }

  /** Whether the compiler takes the cell. */
  accepts({ statements, end }: Cell): boolean {
    if (end?.isRefused) return false;
    const before = new Map(this.known);
    const accepted = statements.every((one) => {
      const fits = one.needs.every((need) => this.has(need));
      this.declare(one);
      return fits;
    });
    const endFits = (end?.needs ?? []).every((need) => this.has(need));
    this.known.clear();
    for (const [name, known] of before) this.known.set(name, known);
    return accepted && endFits;
  }

  /** Runs a cell, or the first statements that it comes to. */
  async run(cell: Cell, steps = Infinity): Promise<Expected> {
    this.printed = "";
    this.result = undefined;
    if (!this.accepts(cell)) return { status: "error", ename: "TypeScriptError", stdout: "" };
    const ordered = inOrder(cell.statements);
    const reached = ordered.slice(0, steps);
    const before = this.hide(ordered.flatMap(({ declares }) => Object.keys(declares)));
    for (const one of cell.statements.filter(isOfTypes)) this.declare(one);
    for (const one of reached) {
      await this.evaluate(one.model);
      this.declare(one);
    }
    this.bringBack(before);
    const { end } = cell;
    const isWhole = reached.length === ordered.length && steps === Infinity;
    if (!isWhole || !end) return { status: "ok", stdout: this.printed };
    await this.evaluate(end.model ?? "");
    if (end.endsProcess) this.reset();
    const { result } = this;
    return {
      status: end.ename ? "error" : "ok",
      ename: end.ename,
      stdout: this.printed,
      ...(result !== undefined && { result: shown(result) }),
    };
  }

  /** The value of an expression. */
  async valueOf(expression: string): Promise<unknown> {
    await this.evaluate(`$result(${expression})`);
    return this.result;
  }

  /** The names in a pool that have a meaning, or those that have none. */
  names(pool: readonly string[], isKnown: boolean): string[] {
    return pool.filter((name) => this.known.has(name) === isKnown);
  }

  /** What a statement declares gets its types. */
  private declare({ declares }: Statement): void {
    for (const [name, { use, type, assignable = false, like }] of Object.entries(declares)) {
      const said = typeof type === "string" ? type : type((of) => this.known.get(of)?.type ?? "unknown");
      const known = like ? this.known.get(like) : undefined;
      this.known.set(name, { use: known?.use ?? use, type: assignable ? widened(said) : said, assignable });
    }
  }

  private has({ name, use, assignable }: Need): boolean {
    const known = this.known.get(name);
    return known !== undefined && (!use || known.use === use) && (!assignable || known.assignable);
  }

  /** The names that a cell declares mean nothing until it comes to them. */
  private hide(names: string[]): Map<string, PropertyDescriptor | undefined> {
    const before = new Map(names.map((name) => [name, Object.getOwnPropertyDescriptor(this.scope, name)]));
    for (const name of names) this.put(name, { value: undefined });
    return before;
  }

  private bringBack(before: Map<string, PropertyDescriptor | undefined>): void {
    for (const [name, descriptor] of before) {
      if (this.scope[name] !== undefined) continue;
      if (descriptor) this.put(name, descriptor);
      else delete this.scope[name];
    }
  }

  private put(name: string, descriptor: PropertyDescriptor): void {
    const isValue = "value" in descriptor;
    Object.defineProperty(this.scope, name, {
      ...descriptor,
      ...(isValue && { writable: true }),
      configurable: true,
      enumerable: true,
    });
  }

  private async evaluate(code: string): Promise<void> {
    const text = `(async function (given, scope) { with (given) with (scope) { ${code} } })`;
    const run = new Script(text).runInThisContext() as (given: Scope, scope: Scope) => Promise<void>;
    await run(this.given, this.scope);
  }
}

/** The type that a variable gets from a constant of this one. */
function widened(type: string): string {
  if (/^\d+$/.test(type)) return "number";
  if (/^\d+n$/.test(type)) return "bigint";
  return /^"[^"]*"$/.test(type) ? "string" : type;
}

function isOfTypes({ declares }: Statement): boolean {
  return Object.values(declares).every(({ use }) => use === "type") && Object.keys(declares).length > 0;
}

/** Statements as they run: imports and functions first. Types mean something as soon as the cell runs. */
export function inOrder(statements: Statement[]): Statement[] {
  const values = statements.filter((one) => !isOfTypes(one));
  return [...values.filter(({ hoisted }) => hoisted), ...values.filter(({ hoisted }) => !hoisted)];
}
