import type { Task } from "../task";
import { backPropagationTasks } from "./backPropagation";
import { batchNormTasks } from "./batchNorm";
import { dropoutTasks } from "./dropout";
import { gradientDescentTasks } from "./gradientDescent";
import { gradientFlowTasks } from "./gradientFlow";
import { multilayerTasks } from "./multilayer";
import { networkTypesTasks } from "./networkTypes";
import { perceptronTasks } from "./perceptron";
import { regularizationTasks } from "./regularization";
import { reluTasks } from "./relu";
import { stochasticTasks } from "./stochastic";
import { tuningTasks } from "./tuning";

/** Every built-in exercise by its id, in the order of the notebooks. */
export const tasks: Record<string, Task> = {
  ...perceptronTasks,
  ...multilayerTasks,
  ...networkTypesTasks,
  ...gradientDescentTasks,
  ...stochasticTasks,
  ...backPropagationTasks,
  ...gradientFlowTasks,
  ...reluTasks,
  ...tuningTasks,
  ...batchNormTasks,
  ...regularizationTasks,
  ...dropoutTasks,
};
