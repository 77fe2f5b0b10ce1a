import { checkNoOptions } from "../core/index";
import { bundledTable } from "./bundledTable";
import type { Classification } from "./classification";

/**
 * Fisher's iris flowers: 150 rows, 4 lengths and widths in cm, 3 species of 50 flowers each.
 *
 * Setosa is linearly separable from the other two, which are not from one another. CC BY 4.0.
 *
 * Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936);
 * UCI Machine Learning Repository, https://doi.org/10.24432/C56C76.
 *
 * ```ts
 * const flowers = iris(); // features [150, 4], labels [150]
 * ```
 */
export function iris(...none: []): Classification {
  checkNoOptions("iris", none);
  return bundledTable("iris.csv", ["setosa", "versicolor", "virginica"], {
    name: "iris",
    description:
      "A row is a flower: length and width of its sepals and petals, in cm; the class is its species.",
    licence: "CC BY 4.0",
    source: "R. A. Fisher, Iris, UCI Machine Learning Repository, 1936, https://doi.org/10.24432/C56C76",
  });
}
