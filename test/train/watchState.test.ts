import { watchState } from "../../src/train/watchState";
import type { AnyFunction } from "../../src/train/sight";
import { shared, tick } from "./countingModule";

let calls = 0;
const state = { deep: { count: 0 }, list: [1, 2], bytes: new Uint8Array(2), when: new Date(0) };
const map = new Map<string, { count: number }>([["a", { count: 0 }]]);
const set = new Set([1]);
class Base {
  #hidden = 0;
  static shared = { count: 0 };
  hide() {
    this.#hidden++;
  }
  get hidden() {
    return ++calls;
  }
}
class Instance extends Base {
  own = 1;
}
const instance = new Instance();
function* endless() {
  for (let at = 0; ; at++) yield at;
}
const generator = endless();
const counter = (() => {
  let count = 0;
  return () => ++count;
})();
const bound = counter.bind(undefined);
let nobody = 0;
function withField() {
  return withField.count;
}
withField.count = 0;

/** The code that is watched, and what happens meanwhile: what is said of it. */
function said(run: AnyFunction, happens: () => unknown = () => run(), self?: object): string | undefined {
  const changes = watchState([{ name: "the loss", run, self }]);
  happens();
  return /^the loss changes (.*), which is outside of it$/.exec(changes() ?? "")?.[1] ?? changes();
}

class Large {
  static made = 0;
  calls = 0;
  constructor() {
    for (let at = 0; at < 40; at++) Reflect.set(this, `field${at}`, at);
  }
  // Nothing here mentions what it changes.
  count(name = "ca" + "lls") {
    Reflect.set(this, name, (Reflect.get(this, name) as number) + 1);
  }
}
const large = new Large();
const bare = Object.assign(Object.create(null) as { count: number }, { count: 0 });

const weak = new WeakMap<object, number>();
const weakSet = new WeakSet<object>();
const key = {};
const put = weak.set.bind(weak);
const globals = globalThis as unknown as Record<"ofTest" | "countOfTest", unknown>;
Object.assign(globals, { ofTest: { count: 0 }, countOfTest: 0 });
declare let countOfTest: number;

const hands = (...all: unknown[]) => all.length;

const cases: [what: string | undefined, run: AnyFunction, happens?: () => unknown][] = [
  ["calls", () => calls++],
  ["state.deep.count", () => state.deep.count++],
  ["state.list", () => state.list.push(3)],
  ["state.list", () => (state.list[0] += 1)],
  ["state.bytes", () => (state.bytes[1] += 1)],
  ["state.when", () => state.when.setTime(Number(state.when) + 1)],
  ["state.more", () => Object.assign(state, { more: {} })],
  ["map", () => map.set("b", { count: map.size })],
  ["map.count", () => (map.get("a")!.count += 1)],
  ["set", () => set.add(set.size + 1)],
  ["instance.own", () => (instance.own += 1)],
  ["instance.#hidden", () => instance.hide()],
  ["calls", () => instance.hidden],
  ["generator", () => generator.next()],
  ["count", () => counter()],
  ["count", () => bound()],
  ["count", () => hands(...[counter].map((run) => run()))],
  ["calls", () => tick()],
  ["withField.count", () => void (withField.count += 1)],
  ["instance.constructor.shared.count", () => hands(instance), () => Base.shared.count++],
  ["large.calls", () => large.count()],
  ["bare.count", () => (bare.count += 1)],
  ["weak", () => hands(weak.get(key)), () => put(key, calls)],
  ["weakSet", () => hands(weakSet), () => weakSet.add({})],
  ["ofTest.count", () => hands(globals.ofTest), () => ((globals.ofTest as { count: number }).count += 1)],
  ["countOfTest", () => (countOfTest += 1)],
  // What it can reach, whoever changes it; and what it cannot.
  ["calls", () => hands(calls), () => calls++],
  ["shared.beta", () => shared.beta, () => shared.beta++],
  [undefined, () => hands(calls), () => nobody++],
  [undefined, () => [1, 2].map((each) => each + calls + state.list.length + nobody)],
  [undefined, () => Math.max(...state.list)],
];

test.each(cases.map(([what, ...rest]) => [what, rest] as const))(
  "%s is seen to change (%#)",
  (what, rest) => {
    expect(said(...rest)).toBe(what);
  },
);

test("what changes in an object that code belongs to is seen", () => {
  const self = { step: 0, rest: [0], run() { return ++this.step; } }; // prettier-ignore
  expect(said(self.run, () => self.run(), self)).toBe("this.step");
  expect(said(self.run, () => self.rest.push(1), self)).toBe("this.rest");
  expect(said(self.run, () => undefined, self)).toBeUndefined();
});

test("of several codes the one that changes something is named", () => {
  const quiet = { name: "the metric quiet", run: () => nobody };
  const counting = { name: "the layer counting", run: () => calls++ };
  const changes = watchState([quiet, counting]);
  counting.run();
  expect(changes()).toBe("the layer counting changes calls, which is outside of it");
});
