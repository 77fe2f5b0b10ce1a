import type { Task } from "../task";
import { backPropagationTasks } from "./backPropagation";
import { gradientFlowTasks } from "./gradientFlow";
import { perceptronTasks } from "./perceptron";
import { regularizationTasks } from "./regularization";
import { reluTasks } from "./relu";

/** Every built-in exercise by its id, in the order of the notebooks. */
export const tasks: Record<string, Task> = {
  ...perceptronTasks,
  ...backPropagationTasks,
  ...gradientFlowTasks,
  ...reluTasks,
  ...regularizationTasks,
};
