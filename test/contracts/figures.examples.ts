import { basics } from "./figures/basics";
import type { FigureExamples } from "./figures/example";
import { network } from "./figures/network";
import { optimisation } from "./figures/optimisation";
import { theory } from "./figures/theory";
import { training } from "./figures/training";
import { tuning } from "./figures/tuning";

/** What the contract tries each figure with; each entry draws one. A family of figures has a file in `figures`. */
export const examples: Record<string, FigureExamples> = {
  ...basics,
  ...training,
  ...network,
  ...optimisation,
  ...theory,
  ...tuning,
};
