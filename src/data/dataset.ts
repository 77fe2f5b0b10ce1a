import type { Classification } from "./classification";
import type { Regression } from "./regression";

/** A data set: rows of numbers, and for each row a class or a number to be predicted. */
export type Dataset = Classification | Regression;
