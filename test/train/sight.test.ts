import * as tf from "@tensorflow/tfjs";
import { isNative, withSight, type AnyFunction } from "../../src/train/sight";
import { rateAt } from "../../src/optim/rate";

let outer = 1;
const hidden = 2;
function* numbers() {
  for (let at = 0; at < 9; at++) yield at + outer + hidden;
}
class Own {
  #secret = 3;
  #list = [4];
  sum() {
    return this.#secret++ + this.#list[0];
  }
}
const made = (() => {
  let inner = 5;
  const hidden = 6;
  return () => ++inner + hidden + ++outer;
})();

const nameOf = () => Symbol.for("tsdescent.seen");
const isClean = () => !(nameOf() in (process.getBuiltinModule("node:util") as object));

test("what names around a function mean now is seen, the nearest scope first, without globals", () => {
  const scopes = () => withSight((sight) => sight.scopesOf(made));
  expect(scopes()[0]).toEqual({ inner: 5, hidden: 6 });
  expect(scopes()[1]).toMatchObject({ outer: 1, hidden: 2, made });
  made();
  expect([scopes()[0].inner, scopes()[1].outer]).toEqual([6, 2]);
  expect(scopes().some((scope) => "parseInt" in scope)).toBe(false);
  expect(withSight((sight) => sight.scopesOf({}))).toEqual([]);
});

test("a generator's place and its own names are seen", () => {
  const generator = numbers();
  generator.next();
  const look = () => withSight((sight) => [sight.placeOf(generator), sight.scopesOf(generator)[0]] as const);
  const before = look();
  generator.next();
  expect([before[1], look()[1]]).toEqual([{ at: 0 }, { at: 1 }]);
  expect(look()[0]).toBe(before[0]);
});

test("private fields and what a bound function calls are seen", () => {
  const own = new Own();
  own.sum();
  const bound = made.bind(undefined);
  const seen = withSight((sight) => [sight.privatesOf(own), sight.targetOf(bound), sight.targetOf(made)]);
  expect(seen).toEqual([
    [
      ["#secret", 4],
      ["#list", [4]],
    ],
    made,
    undefined,
  ]);
});

test("the user's functions are told from Node's, the library's and packages'", () => {
  const all: [AnyFunction, boolean][] = [
    [made, true],
    [Own as unknown as AnyFunction, true],
    [new Function("return 1") as AnyFunction, true],
    [Math.max, false],
    [structuredClone, false],
    [rateAt, false],
    [tf.tidy, false],
    [tf.layers.dense, false],
    [isNative, false],
  ];
  expect(withSight((sight) => all.map(([run]) => sight.isUsers(run)))).toEqual(all.map(([, is]) => is));
  expect([isNative(Math.max), isNative(made), isNative(made.bind(undefined))]).toEqual([true, false, true]);
});

test("what looks may fail, and leaves nothing behind", () => {
  const fail = () => {
    throw new Error("mine");
  };
  expect(() => withSight(fail)).toThrow("mine");
  withSight((sight) => sight.scopesOf(made));
  expect(isClean()).toBe(true);
});
