import { classification } from "./classification";
import { images } from "./images";
import { network } from "./network";
import { optimisation } from "./optimisation";
import { theory } from "./theory";
import { training } from "./training";
import type { FigureTruth } from "./truth";
import { tuning } from "./tuning";

/** What holds of each figure, by its name; another face of one as `name: face`. A topic has a file. */
export const table: Record<string, FigureTruth<unknown[]>> = {
  ...training,
  ...classification,
  ...images,
  ...network,
  ...optimisation,
  ...theory,
  ...tuning,
};
