import type * as tf from "@tensorflow/tfjs";
import type { Asked } from "./way";

/** What all shapes of one compiled step share. */
export interface StepContext extends Asked {
  fn: (inputs: tf.Tensor[]) => tf.Tensor[];
  variables?: tf.Variable[];
  together: number;
  /** How many steps there will be in all, of whatever shape, where that is known; and how many were made. */
  steps?: number;
  done: number;
  name: string;
  onFallback: (line: string) => void;
  whyEager?: string;
  watch?: () => () => string | undefined;
  everyStep?: { why: string; besides: tf.Variable[] };
  /** Whether `onFallback` has been called. */
  saidWhy: boolean;
}
