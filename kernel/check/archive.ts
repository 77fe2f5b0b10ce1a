import { asNamespace } from "./namespaces.js";
import { archived, type Home } from "./placed.js";

/** A cell as it stands in its slot: its own code, and what declares the names of earlier cells behind it. */
export interface Standing {
  code: string;
  needed: string;
  /** The names that it exports, apart from those that the code exports itself. */
  exports: string[];
}

/**
 * Cells that left their slots: one growing text, of which each is a namespace. A slot more costs the compiler a new
 * program, which takes long with a large library in it; more text in a file that is there costs next to nothing.
 */
export class Archive {
  private readonly texts = new Map<string, string>();
  private count = 0;

  /** All of it as the body of a file. */
  get text(): string {
    return [...this.texts.values()].join("\n");
  }

  /** Takes cells in, as far as a namespace can hold them; gives the names that they have from then on, by their slots. */
  take(cells: ReadonlyMap<string, Standing>): Map<string, string> {
    const renamed = new Map<string, string>();
    for (const [slot, { code, needed }] of cells) {
      const name = `${archived}${this.count++}`;
      const text = asNamespace(name, code, needed);
      if (text === undefined) continue;
      this.texts.set(name, text);
      renamed.set(slot, name);
    }
    for (const [name, text] of this.texts) this.texts.set(name, leadTo(renamed, text));
    return renamed;
  }

  /** Forgets what no name leads to. */
  keepOnly(reached: ReadonlySet<string>): void {
    for (const name of [...this.texts.keys()]) if (!reached.has(name)) this.texts.delete(name);
  }
}

/** A text with the new names of slots. */
export function leadTo(renamed: ReadonlyMap<string, string>, text: string): string {
  return text.replace(/(?<=\$\.)[cx]\d+(?=\.)/g, (slot) => renamed.get(slot) ?? slot);
}

/** Where a name comes from, with the new names of slots. */
export function leadHome(renamed: ReadonlyMap<string, string>, home: Home): void {
  home.slot = renamed.get(home.slot) ?? home.slot;
  if (!home.summary) return;
  const { text, slots } = home.summary;
  home.summary = { text: leadTo(renamed, text), slots: renamedAll(renamed, slots) };
}

/** Slots by their new names. */
export function renamedAll(renamed: ReadonlyMap<string, string>, slots: Iterable<string>): Set<string> {
  return new Set([...slots].map((slot) => renamed.get(slot) ?? slot));
}
