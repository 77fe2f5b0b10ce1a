import { inside } from "./inside";
import type { Crowded } from "./names";
import { search } from "./search";
import { theory } from "./theory";
import { training } from "./training";

/** A crowded example of each figure: long names, many classes, titles and notes longer than the figure is wide. */
export const crowded: Crowded = { ...training, ...inside, ...theory, ...search };
