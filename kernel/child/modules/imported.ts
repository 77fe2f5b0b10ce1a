import { withOwnBuiltins } from "../context/builtins.js";

/** Holds what a name of the notebook means; every closure that mentions the name reads it here. */
export interface Reference {
  v: unknown;
}

/** What a module exports, by its names. */
export type Namespace = Record<string, unknown>;

/** What comes in place of something that a module exported before it was edited: or why nothing does. */
export type Replacement = { value: unknown } | { error: unknown };

/**
 * Makes a name mean what a module exports under `key`: now and, where the module may give that another value, whenever
 * it is read. Functions and classes are read once, as hardly a module exchanges those, and loops call them.
 *
 * The default of a module without one is the module, as in Node: `import tf from "@tensorflow/tfjs-node"`.
 */
export function bind(reference: Reference, module: Namespace, key: string): void {
  const isModule = key === "default" && !(key in module);
  new Imported(reference, module, isModule ? undefined : key).settle();
}

/** What of a module a name means; of the module as a whole without a `key`. */
export class Imported {
  private static readonly all = new WeakMap<Reference, Imported>();
  /** Why there is nothing to read. */
  private lost: { error: unknown } | undefined;
  /** Whether whoever reads the name asks here; a function is read by the name itself. */
  private isAsked = false;

  constructor(
    private readonly reference: Reference,
    private module: unknown,
    private readonly key?: string,
  ) {}

  /** What a name was imported as, unless it got a value of its own since. */
  static as(reference: Reference): Imported | undefined {
    const found = Imported.all.get(reference);
    return found && (found.isAsked || reference.v === found.read()) ? found : undefined;
  }

  /** Whether reading the name throws. */
  get isLost(): boolean {
    return this.lost !== undefined;
  }

  /** Makes the name mean this. */
  settle(): void {
    Imported.all.set(this.reference, this);
    const isPlain = !this.lost && (this.key === undefined || typeof this.read() === "function");
    if (isPlain) this.give(this.read());
    else this.answer();
  }

  /** Goes over to the module that took this one's place, if one did, or that could not. */
  follow(replacements: ReadonlyMap<unknown, Replacement>): void {
    const found = replacements.get(this.module);
    if (!found) return;
    this.lost = "error" in found ? found : undefined;
    if ("value" in found) this.module = found.value;
    if (!this.lost && !this.isExported()) this.lost = { error: notExported(this.key as string) };
    this.settle();
  }

  private isExported(): boolean {
    return this.key === undefined || this.key === "default" || this.key in (this.module as Namespace);
  }

  private read(): unknown {
    return this.key === undefined ? this.module : (this.module as Namespace)[this.key];
  }

  private answer(): void {
    this.isAsked = true;
    const get = () => {
      if (this.lost) throw this.lost.error;
      return this.read();
    };
    const set = (value: unknown) =>
      withOwnBuiltins(() => {
        Imported.all.delete(this.reference);
        this.give(value);
      });
    Object.defineProperty(this.reference, "v", { get, set, configurable: true, enumerable: true });
  }

  private give(value: unknown): void {
    this.isAsked = false;
    Object.defineProperty(this.reference, "v", {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  }
}

function notExported(name: string): Error {
  return new ReferenceError(`${name}: the module that it was imported from no longer exports it`);
}
