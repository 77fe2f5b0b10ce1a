import { mark } from "../../protocol/cellParameters.js";
import { asNamespace, preamble } from "./namespaces.js";
import { archived, type Extension, type Home } from "./placed.js";

/** A cell as it stands in its slot: its own code, and what declares the names of earlier cells behind it. */
export interface Standing {
  extension: Extension;
  code: string;
  needed: string;
  /** The names that it exports, apart from those that the code exports itself. */
  exports: string[];
}

/**
 * Cells that left their slots: one growing text (and one with JSX), in which each is a namespace. A slot more costs the
 * compiler a new program, which takes long with a large library in it; more text in a file that is there costs next to nothing.
 */
export class Archive {
  private readonly texts = new Map<string, { text: string; extension: Extension }>();
  /** What cells import, by module and name: a namespace cannot import, and the same again costs nothing. */
  private readonly imported = new Map<string, string>();
  private count = 0;

  /** All of it that has this extension, as the body of a file. */
  textOf(extension: Extension): string {
    const texts = [...this.texts.values()].filter((one) => one.extension === extension);
    const reexports = extension === "ts" ? this.reexports() : [];
    return [...reexports, preamble, ...texts.map(({ text }) => text)].join("\n");
  }

  /** Takes cells in, as far as a namespace can hold them; gives the names that they have from then on, by their slots. */
  take(cells: ReadonlyMap<string, Standing>): Map<string, string> {
    const renamed = new Map<string, string>();
    for (const [slot, { code, needed, extension }] of cells) {
      const name = `${archived}${this.count++}`;
      const text = asNamespace(name, { code, needed, extension }, (module, what) =>
        this.import(module, what),
      );
      if (text === undefined) continue;
      this.texts.set(name, { text, extension });
      renamed.set(slot, name);
    }
    for (const one of this.texts.values()) one.text = leadTo(renamed, one.text);
    return renamed;
  }

  /** Forgets what no name leads to. */
  keepOnly(reached: ReadonlySet<string>): void {
    for (const name of [...this.texts.keys()]) if (!reached.has(name)) this.texts.delete(name);
  }

  private import(module: string, name: string): string {
    const key = `${name} from ${module}`;
    const known = this.imported.get(key);
    if (known) return known;
    const made = `i${mark}${this.imported.size}`;
    this.imported.set(key, made);
    return made;
  }

  private reexports(): string[] {
    return [...this.imported].map(([key, made]) => {
      const [what, ...rest] = key.split(" from ");
      const from = rest.join(" from ");
      return what === "*"
        ? `export * as ${made} from ${from};`
        : `export { ${what} as ${made} } from ${from};`;
    });
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
