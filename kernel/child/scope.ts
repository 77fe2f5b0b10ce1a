/** Holds what a name of the notebook means; every closure that mentions the name reads it here. */
export interface Reference {
  v: unknown;
}

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
    const before = names.map((name) => [name, this.reference(name), this.reference(name).v] as const);
    for (const [, reference] of before) reference.v = undefined;
    return () => {
      const missing = before.filter(([, reference]) => reference.v === undefined);
      for (const [, reference, value] of missing) reference.v = value;
      return missing.map(([name]) => name);
    };
  }

  /** Puts new values for old ones wherever a name means one of them: after a module was loaded again. */
  replace(replacements: Map<unknown, unknown>): void {
    for (const reference of this.references.values())
      if (replacements.has(reference.v)) reference.v = replacements.get(reference.v);
  }
}
