export { dot } from "./dot";
export { fitLinear, linearGradient, meanSquaredError } from "./fitLinear";
export type { LinearFit, LinearFitOptions, LinearStep } from "./fitLinear";
export { novikoffBound, widestMargin } from "./novikoff";
export type { NovikoffOptions, WidestMargin } from "./novikoff";
export { numericalGradient } from "./numericalGradient";
export type { NumericalGradientOptions } from "./numericalGradient";
export { perceptron, trainPerceptron } from "./perceptron";
export type { Boundary, PerceptronOptions, PerceptronRun, PerceptronUpdate } from "./perceptron";
export { activations } from "./activations";
export type { ScalarActivation } from "./activations";
export { backpropagate, descend } from "./backpropagation";
export type { Backpropagated, LayerGradient } from "./backpropagation";
export { denseNetwork, forward, parametersOf, softmax, withParameters } from "./network";
export type {
  DenseLayer,
  DenseNetworkOptions,
  HiddenActivation,
  LayerPass,
  OutputActivation,
} from "./network";
export { Value } from "./value";
export { elasticNet, lasso, ridge, softThreshold } from "./regularized";
export type { ElasticNetOptions, LinearWeights } from "./regularized";
export { solve } from "./solve";
export { gradientDescent } from "./gradientDescent";
export type { Descent, GradientDescentOptions } from "./gradientDescent";
export { optimizers } from "./optimizers";
export type { Stepper } from "./optimizers";
export { batchNormalization, batchNormalizationGradient } from "./batchNormalization";
export type { Normalized, NormalizedGradient } from "./batchNormalization";
export { dropout, dropoutGradient } from "./dropout";
export type { Dropped, DropoutOptions } from "./dropout";
export { maxNorm } from "./maxNorm";
export { cholesky } from "./cholesky";
export { gaussianProcess, likeliestKernel, logLikelihood, matern } from "./gaussianProcess";
export type { Belief, ProcessKernel } from "./gaussianProcess";
export { expectedImprovement, normalBelow, normalDensity } from "./expectedImprovement";
export { conv2d } from "./conv2d";
export { gru, lstm, simpleRNN } from "./recurrent";
export type { RecurrentWeights, Unrolled } from "./recurrent";
