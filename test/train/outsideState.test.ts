import "@tensorflow/tfjs-node";
import * as tf from "@tensorflow/tfjs";
import { changedOutside, type Code } from "../../src/train/outsideState";

type Run = Code["run"];

let calls = 0;
let others = 0;
const state = { calls: 0, seen: [] as number[], deep: { list: [1] }, map: new Map<string, number>() };
const list = [1];
const iterator = list.values();
const cell: { current?: object } = {};
const words = { last: "" };

type Case = [what: string | undefined, run: Run];

/** With the function's text in one line for a title. */
const titled = (cases: Case[]) =>
  cases.map(([what, run]) => [String(what), String(run).replace(/\s+/g, " "), what, run] as const);

const changing: Case[] = [
  // Numbers and places outside.
  ["calls", () => calls++],
  ["calls", () => --calls],
  ["calls", () => (calls = 3)],
  ["calls", () => void (calls += 3)],
  ["calls", () => void (calls &&= 3)],
  ["state.calls", () => state.calls++],
  ["state.seen[0]", () => (state.seen[0] = 1)],
  ["state.deep.list[0]", () => (state.deep.list[0] = 1)],
  ["cell.current", () => delete cell.current],
  // What changes in lists, sets and iterators.
  ["list", () => list.push(1)],
  ["list", () => list.pop()],
  ["list", () => list.shift()],
  ["list", () => list.unshift(1)],
  ["list", () => list.splice(0)],
  ["state.map", () => state.map.set("a", 1)],
  ["state.map", () => state.map.delete("a")],
  ["state.map", () => state.map.clear()],
  ["iterator", () => iterator.next()],
  ["state.deep.list", () => state.deep.list.push(1)],
  // Patterns.
  ["calls", () => ([calls] = [1])],
  ["others", () => ([, others] = [1, 2])],
  ["calls", () => ({ calls } = state)],
  ["others", () => ({ calls: others } = state)],
  ["list[0]", () => ({ a: [list[0]] } = { a: [1] })],
  ["others", () => ([...[others]] = [1])],
  ["cell.current", () => ({ ...cell.current } = {} as never)],
  ["calls", () => ([calls = 1] = [])],
  ["calls", () => ({ calls = 1 } = {} as never)],
  ["calls", () => { for (calls of [1, 2]); }],
  ["words.last", () => { for (words.last in list); }],
  ["others", () => { for ([others] of [[1]]); }],
  // What is filled once, and then found.
  [undefined, () => void (calls ||= 3)],
  [undefined, () => (cell.current ??= {})],
  [undefined, () => { if (!cell.current) cell.current = {}; return cell.current; }],
  [undefined, () => { if (cell.current === null) { cell.current = {}; } }],
  [undefined, () => { if (cell.current === undefined) { cell.current = {}; } else return 1; }],
  [undefined, () => { if (!state.map.has("a")) state.map.set("a", calls); return state.map.get("a"); }],
  ["calls", () => { if (!cell.current) calls = 1; }],
  ["calls", () => { if (calls) calls = 1; }],
  ["calls", () => { if (calls === 0) calls = 1; }],
  ["cell.current", () => { if (!cell.current) cell.current = {}; else cell.current = undefined; }],
  ["cell.current", () => { if (cell.current !== undefined) cell.current = {}; }],
  ["state.map", () => { if (!state.map.has("a")) state.map.set("a", 1); state.map.delete("a"); }],
  ["state.map", () => { if (!state.deep.list.includes(1)) state.map.set("a", 1); }],
  // Within others.
  ["calls", () => [1, 2].map(() => calls++)],
  ["calls", () => (calls > 3 ? 1 : { a: [calls++] })],
  ["calls", function () { calls++; }],
  ["calls", async () => { await Promise.resolve(); calls++; }],
  ["calls", function* () { yield calls++; } as never],
  ["calls", ({ step = calls++ }: { step?: number } = {}) => step],
  // What is of the function itself.
  [undefined, () => { let own = 0; own++; return own; }],
  [undefined, () => { const own = [1]; own.push(2); own[0] = 3; return own; }],
  [undefined, (given: number) => given++],
  [undefined, ({ a }: { a: number }) => a++],
  [undefined, ({ a: { b } }: { a: { b: number } }) => b++],
  [undefined, ([a, , b]: number[]) => [a++, b++]],
  [undefined, (a = 1) => a++],
  [undefined, ({ a = 1, b: [c = 2] = [] }: { a?: number; b?: number[] }) => a++ + c++],
  [undefined, (...rest: number[]) => rest.push(1)],
  [undefined, ({ ...rest }: Record<string, number>) => (rest.a = 1)],
  [undefined, () => { const [a, ...b] = [1, 2]; b.push(a); const { c: d } = { c: [1] }; d.pop(); return b; }],
  [undefined, () => { try { return 1; } catch (error) { (error as Error).message = ""; return 2; } }],
  [undefined, () => { try { return 1; } catch { return 2; } }],
  [undefined, () => { for (let at = 0; at < 3; at++); }],
  [undefined, () => { for (const each of [[1]]) each.push(1); }],
  [undefined, () => { let own: unknown; for (own of [1, 2]); let key: string; for (key in list) own = key; return own; }],
  [undefined, () => { function inner() { return inner; } inner.count = 1; return inner; }],
  [undefined, () => { class Inner { static count = 0; } Inner.count++; return Inner; }],
  [undefined, function named() { (named as { count?: number }).count = 1; }],
  [undefined, () => calls + others + state.calls + list.length],
  [undefined, () => list.map((each) => each + 1).concat(list.slice())],
  [undefined, () => typeof calls],
  [undefined, () => -calls],
  [undefined, () => new Array(3).fill(0).push(1)],
  // Methods of tensors that lists have too.
  [undefined, (x: tf.Tensor) => x.add(1).sub(2)],
  [undefined, (x: tf.Tensor) => tf.add(x, 1)],
]; // prettier-ignore

test.each(titled(changing))("%s changes in %s", (_, __, what, run) => {
  expect(changedOutside({ run })).toBe(what);
});

interface Counter {
  tick: () => number;
  count: number;
  nested: { tick: () => number };
  plain: () => number;
  own: () => number;
  getter?: number;
  ownGetter?: number;
}

const tick = () => ++calls;
const twice = () => tick() + tick();
const deeper = () => twice();
function looping(): number { return calls > 9 ? looping() : back(); } // prettier-ignore
function back(): number { return calls > 9 ? looping() : 0; } // prettier-ignore
const counter: Counter = { tick, count: 0, nested: { tick }, plain: () => 1, own() { return ++this.count; } }; // prettier-ignore
const isFine = (value: number) => value > 0;
const bound = tick.bind(undefined);
const missing = undefined as typeof counter | undefined;
Object.defineProperties(counter, {
  getter: { get: tick },
  ownGetter: { get(this: typeof counter) { return ++this.count; } },
}); // prettier-ignore
class Base { #own = 0; advance() { return ++this.#own; } get rest() { return this.#own; } } // prettier-ignore
class Deep extends Base {}
const deep = new Deep();
class Static { static count = 0; own = ++Static.count; static advance() { return ++Static.count; } } // prettier-ignore
class Settings { #run = counter; get run() { return this.#run; } get quiet() { others++; return counter; } } // prettier-ignore
const settings = new Settings();
const set = new Set<number>();
const bytes = new Uint8Array(3);

const calling: Case[] = [
  ["calls", () => tick()],
  ["calls", () => twice()],
  ["calls", () => deeper()],
  ["calls", () => [1].map(() => tick())],
  ["calls", () => counter.tick()],
  ["this.count", () => counter.own()],
  [undefined, () => counter.plain()],
  [undefined, () => isFine(3)],
  [undefined, () => looping()],
  ["calls", () => counter.nested.tick()],
  ["calls", () => counter["tick"]()],
  ["calls", (name: "tick") => counter[name]()],
  ["calls", () => [1].map(tick)],
  ["calls", () => tick.call(undefined)],
  ["calls", () => bound()],
  ["calls", () => missing?.tick() ?? counter?.nested?.tick()],
  ["calls", () => counter.getter],
  ["this.count", () => counter.ownGetter],
  ["this.#own", () => deep.advance()],
  ["Static.count", () => Static.advance()],
  ["Static.count", () => new Static()],
  ["calls", () => settings.run.tick()],
  ["others", () => settings.quiet.tick()],
  ["set", () => set.add(1)],
  ["list", () => list.sort()],
  ["bytes", () => bytes.fill(1)],
  ["state", () => Object.assign(state, { calls: 1 })],
  ["cell", () => Reflect.set(cell, "current", 1)],
  // What a name inside hides is not meant.
  [undefined, (tick: () => number) => tick()],
  [undefined, () => { const counter = { tick: () => 1 }; return counter.tick(); }],
  [undefined, () => Math.max(1, 2)],
  [undefined, () => parseInt("3")],
]; // prettier-ignore

test.each(titled(calling))("%s changes in functions that %s calls", (_, __, what, run) => {
  expect(changedOutside({ run })).toBe(what);
});

class Counting {
  step = 0;
  readonly list: number[] = [];
  loss() {
    return this.factor() + this.plain();
  }
  quiet() {
    return this.plain() + this.missing().length;
  }
  again(): number {
    return this.step > 9 ? this.again() : 0;
  }
  pushing() {
    return this.list.push(1);
  }
  computed(name: "factor") {
    return this[name]();
  }
  async waiting() {
    await Promise.resolve();
    this.step = 1;
  }
  private factor() {
    return ++this.step;
  }
  private plain() {
    return this.step;
  }
  private missing() {
    return [this.step];
  }
  get size() {
    return this.step;
  }
}

test.each<[keyof Counting, what: string | undefined]>([
  ["loss", "this.step"],
  ["quiet", undefined],
  ["again", undefined],
  ["pushing", "this.list"],
  ["computed", undefined],
  ["waiting", "this.step"],
])("a method, %s, and those that it calls on this: %s", (name, what) => {
  const self = new Counting();
  expect(changedOutside({ run: self[name] as Run, self })).toBe(what);
  // Without an object, only the method itself is looked at.
  const alone = name === "loss" ? undefined : what;
  expect(changedOutside({ run: self[name] as Run })).toBe(alone);
});

test("code that cannot be read is taken to change nothing", () => {
  expect(changedOutside({ run: Math.max })).toBeUndefined();
  const computed = { ["an odd name"]: () => calls++, async ["another"]() {} };
  expect(changedOutside({ run: computed["an odd name"] })).toBe("calls");
  expect(changedOutside({ run: computed.another })).toBeUndefined();
});
