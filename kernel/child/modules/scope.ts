import { Imported, type Reference, type Replacement } from "./imported.js";

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
    const reference = this.references.get(name);
    return reference && !Imported.as(reference)?.isLost ? reference.v : undefined;
  }

  /**
   * Makes names ready to be declared anew. The function it gives is called when the cell did not reach its end: it
   * brings back what the unreached names meant before, and tells which they are. An interrupt may cut it off anywhere;
   * called again, it does and tells the same.
   */
  declare(names: string[]): () => string[] {
    const before = names.map((name) => {
      const reference = this.reference(name);
      const from = Imported.as(reference);
      return { name, reference, value: from ? undefined : reference.v, from };
    });
    for (const { reference } of before) reference.v = undefined;
    let missing: typeof before | undefined;
    return () => {
      missing ??= before.filter(({ reference }) => reference.v === undefined);
      for (const { reference, value, from } of missing)
        if (from) from.settle();
        else reference.v = value;
      return missing.map(({ name }) => name);
    };
  }

  /**
   * Puts new values for old ones wherever a name means one of them: after a module was edited. A name whose module is
   * lost throws why, whoever reads it.
   */
  replace(replacements: ReadonlyMap<unknown, Replacement>): void {
    for (const reference of this.references.values()) {
      const from = Imported.as(reference);
      const found = from ? undefined : replacements.get(reference.v);
      if (from) from.follow(replacements);
      else if (found && "value" in found) reference.v = found.value;
      else if (found) new Imported(reference, reference.v).follow(replacements);
    }
  }
}
