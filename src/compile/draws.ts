import nodeCrypto from "node:crypto";
import { onDraw } from "../core/index";

/**
 * Has it told, until the function returned is called, when somebody asks JavaScript for what is another at every call:
 * random numbers and the time. What was made of them would be the same in every replay, also where two calls happen to agree.
 */
export function watchDraws(tell: (clause: string) => void): () => void {
  const told = {
    ...{ random: "it draws random numbers (Math.random)", crypto: "it draws random numbers (crypto)" },
    time: "it asks for the time",
  };
  const ofCrypto = ["randomInt", "randomBytes", "randomFillSync", "randomUUID"] as const;
  const restore = [
    wrap(Math, "random", () => tell(told.random)),
    wrap(crypto, "getRandomValues", () => tell(told.crypto)),
    wrap(crypto, "randomUUID", () => tell(told.crypto)),
    ...ofCrypto.map((name) => wrap(nodeCrypto, name, () => tell(told.crypto))),
    wrap(performance, "now", () => tell(told.time)),
    wrap(process, "uptime", () => tell(told.time)),
    wrap(process.hrtime, "bigint", () => tell(told.time)),
    wrap(process, "hrtime", () => tell(told.time)),
    wrapDate(() => tell(told.time)),
    onDraw(() => tell("it draws random numbers (Random)")),
  ];
  return () => restore.forEach((undo) => undo());
}

/** Replaces a method by one that tells first; gives back what undoes that. */
function wrap<Name extends string>(
  owner: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  tell: () => void,
): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const original = owner[name];
  const value = function (this: unknown, ...args: never[]) {
    tell();
    return original.apply(owner, args);
  };
  // What hangs on it stays: process.hrtime.bigint.
  Object.defineProperties(value, Object.getOwnPropertyDescriptors(original));
  Object.defineProperty(owner, name, { value, writable: true, configurable: true });
  return () => {
    if (own) Object.defineProperty(owner, name, own);
    else delete (owner as Partial<typeof owner>)[name];
  };
}

/** A date of given numbers is the same at every call; one of none is now. */
function wrapDate(tell: () => void): () => void {
  const original = Date;
  globalThis.Date = new Proxy(original, {
    construct(target, args, newTarget) {
      if (args.length === 0) tell();
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply(target, self, args) {
      tell();
      return Reflect.apply(target, self, args) as string;
    },
    get(target, name) {
      if (name === "now") tell();
      return Reflect.get(target, name) as unknown;
    },
  });
  return () => void (globalThis.Date = original);
}
