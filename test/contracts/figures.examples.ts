import type { Figure } from "../../src/plot/index";
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

/** What is worth looking at: the ordinary example of each figure by the figure's name, other faces as `name: face`. */
export function shownExamples(): Record<string, () => Figure> {
  return Object.fromEntries(
    Object.entries(examples).flatMap(([name, { ordinary, others = {} }]) => [
      [name, ordinary],
      ...Object.entries(others).map(([face, draw]) => [`${name}: ${face}`, draw] as const),
    ]),
  );
}
