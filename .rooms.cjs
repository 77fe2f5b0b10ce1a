/**
 * The rooms of the library, from the ground up: what each is for, and which it may import.
 *
 * @type {Record<string, {holds: string, imports: string[]}>}
 */
const library = {
  setup: {
    holds: "makes a machine ready, and the command line: plain JavaScript, Node's modules only",
    imports: [],
  },
  core: { holds: "errors, options, random numbers (one seed), the display contract", imports: [] },
  backend: {
    holds: "choosing native TensorFlow, WASM or CPU; kernels that one of them lacks",
    imports: ["core"],
  },
  compile: {
    holds: "a recorded training step → one graph → one call into TensorFlow",
    imports: ["core", "backend"],
  },
  data: { holds: "data sets, files, splits", imports: ["core", "backend"] },
  optim: { holds: "optimisers, schedules, clipping, constraints", imports: ["core"] },
  nn: { holds: "layers, initialisers, ready models", imports: ["core", "backend"] },
  scratch: { holds: "the from-scratch twins that students read", imports: ["core"] },
  plot: {
    holds: "one file per figure; a figure is data until something shows it",
    imports: ["core", "data"],
  },
  train: {
    holds: "the loop, losses, metrics, augmentation, cross-validation",
    imports: ["core", "backend", "compile", "data", "optim", "nn"],
  },
  classic: {
    holds: "linear models, SVM, boosted trees, forests, networks: one estimator contract; pipelines, scorers",
    imports: ["core", "data", "optim", "nn", "train"],
  },
  callbacks: {
    holds: "one file per callback",
    imports: ["core", "optim", "plot", "train"],
  },
  tune: {
    holds: "spaces, samplers, pruners, studies, searches, executors (local, Ray)",
    imports: ["core", "backend", "data", "train", "classic", "callbacks"],
  },
  course: {
    holds: "exercises, predictions, claims",
    imports: ["core", "scratch"],
  },
};

module.exports = { library };
