/** Holds what a name of the notebook means; every closure that mentions the name reads it here. */
export interface Reference {
  v: unknown;
}

/**
 * Makes a name mean what a module exports under `key`: now and, where the module may give that another value, whenever
 * it is read. Functions and classes are read once, as hardly a module exchanges those, and loops call them.
 *
 * The default of a module without one is the module, as in Node: `import tf from "@tensorflow/tfjs-node"`.
 */
export function bind(reference: Reference, module: Namespace, key: string): void {
  if (key === "default" && !(key in module)) reference.v = module;
  else if (typeof module[key] === "function") reference.v = module[key];
  else new Imported(reference, module, key).install();
}

type Namespace = Record<string, unknown>;

/** Describes the property `v` of a name that a module exports; whoever gives it a value makes it one's own. */
class Imported {
  readonly configurable = true;
  readonly enumerable = true;

  constructor(
    private readonly reference: Reference,
    private module: Namespace,
    private readonly key: string,
  ) {}

  install(): void {
    imported.set(this.reference, this);
    Object.defineProperty(this.reference, "v", this);
  }

  readonly get = (): unknown => this.module[this.key];

  readonly set = (value: unknown): void => {
    imported.delete(this.reference);
    Object.defineProperty(this.reference, "v", {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    });
  };

  /** Reads from the module that took this one's place, if one did. */
  follow(replacements: Map<unknown, unknown>): void {
    this.module = (replacements.get(this.module) as Namespace | undefined) ?? this.module;
  }
}

const imported = new WeakMap<Reference, Imported>();

/** The names of a notebook: one scope that all its cells share. */
export class Scope {
  private readonly references = new Map<string, Reference>();

  reference(name: string): Reference {
    let reference = this.references.get(name);
    if (!reference) this.references.set(name, (reference = { v: undefined }));
    return reference;
  }

  /** What a name means now; nothing when there is no such name. */
  peek(name: string): unknown {
    return this.references.get(name)?.v;
  }

  /**
   * Makes names ready to be declared anew. The function it gives is called when the cell did not reach its end: it
   * brings back what the unreached names meant before, and tells which they are.
   */
  declare(names: string[]): () => string[] {
    const before = names.map((name) => {
      const reference = this.reference(name);
      return { name, reference, value: reference.v, from: imported.get(reference) };
    });
    for (const { reference } of before) reference.v = undefined;
    return () => {
      const missing = before.filter(({ reference }) => reference.v === undefined);
      for (const { reference, value, from } of missing)
        if (from) from.install();
        else reference.v = value;
      return missing.map(({ name }) => name);
    };
  }

  /** Puts new values for old ones wherever a name means one of them: after a module was loaded again. */
  replace(replacements: Map<unknown, unknown>): void {
    for (const reference of this.references.values()) {
      const from = imported.get(reference);
      if (from) from.follow(replacements);
      else if (replacements.has(reference.v)) reference.v = replacements.get(reference.v);
    }
  }
}
