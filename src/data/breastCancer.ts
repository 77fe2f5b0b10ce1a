import { checkNoOptions } from "../core/index";
import { bundledTable } from "./bundledTable";
import type { Classification } from "./classification";

/**
 * Breast cancer, Wisconsin (diagnostic): 569 tumours, 30 measures of their cell nuclei; 212 malignant, 357 benign.
 *
 * The measures differ in size by a factor of 100 000, so {@link standardize} them. CC BY 4.0.
 *
 * Source: W. Wolberg, O. Mangasarian, N. Street, W. Street, UCI Machine Learning Repository (1993),
 * https://doi.org/10.24432/C5DW2B.
 *
 * ```ts
 * const tumours = breastCancer(); // features [569, 30], labels [569]
 * ```
 */
export function breastCancer(...none: []): Classification {
  checkNoOptions("breastCancer", none);
  return bundledTable("breastCancer.csv", ["malignant", "benign"], {
    name: "breast cancer",
    description:
      "A row is a tumour: mean, error and worst value of ten measures of the cell nuclei in its image.",
    licence: "CC BY 4.0",
    source:
      "W. Wolberg, O. Mangasarian, N. Street, W. Street, Breast Cancer Wisconsin (Diagnostic), " +
      "UCI Machine Learning Repository, 1993, https://doi.org/10.24432/C5DW2B",
  });
}
