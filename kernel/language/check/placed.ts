import { mark } from "../../protocol/cellParameters.js";
import type { Declaration } from "./declarations.js";

/** A value's type in words that need nothing of the cell it comes from. */
export interface Summary {
  /** A declaration of the name. */
  text: string;
  /** Slots to which types in it lead. */
  slots: ReadonlySet<string>;
}

/** Where a live name comes from: the slot of its cell, and later a summary that stands for the slot. */
export interface Home {
  slot: string;
  assignable: boolean;
  module?: boolean;
  summary?: Summary;
  /** How to declare it again, if it asks for other names when it is called. */
  recipe?: Recipe;
  /** The statement that declares it. */
  source?: string;
}

/** What a name means, as a value and as a type. */
export interface Meaning {
  value?: Home;
  type?: Home;
}

/** A declaration of functions that are to be declared again when the names that they ask for are others. */
export interface Recipe {
  extension: Extension;
  text: string;
  asked: ReadonlySet<string>;
  /** What it took as it was. */
  given: ReadonlyMap<string, Meaning>;
}

/** TypeScript with or without JSX: the two read `<` differently. */
export type Extension = "ts" | "tsx";

/** A cell in its slot: what it declares, and what the names that it mentions meant when it was placed. */
export interface Placed {
  slot: string;
  file: string;
  code: string;
  declared: Declaration[];
  /** What the declared values will be to later cells, by name. */
  homes: ReadonlyMap<string, Home>;
  /** The names of earlier cells that it can see. */
  meanings: ReadonlyMap<string, Home>;
  /** Whether another cell has its slot by now. */
  isGone: boolean;
}

/** The name under which a cell sees all slots. */
export const hub = "\u0024";

/** How the names of cells in the archive begin. */
export const archived = `a${mark}`;

/** A name of a slot, as a cell can write it. */
export function member(slot: string, name: string): string {
  return `${hub}.${slot}.${name}`;
}
