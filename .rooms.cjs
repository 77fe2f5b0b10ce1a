/** @typedef {Record<string, {holds: string, imports: string[]}>} Rooms */

/**
 * The rooms of the library, from the ground up: what each is for, and which it may import.
 *
 * @type {Rooms}
 */
const library = {
  setup: {
    holds: "makes a machine ready, and the command line: plain JavaScript, Node's modules only",
    imports: [],
  },
  core: { holds: "errors, options, random numbers (one seed)", imports: [] },
  math: {
    holds: "numbers without tensors: moments, quantiles, distributions, L-BFGS, factors of matrices, ROC",
    imports: ["core"],
  },
  show: {
    holds:
      "what is seen of any value: the display contract, tables, cards, progress, numbers and times in words",
    imports: ["core", "math"],
  },
  backend: {
    holds: "choosing native TensorFlow, WASM or CPU; kernels that one of them lacks",
    imports: ["core", "show"],
  },
  compile: {
    holds: "a recorded training step → one graph → one call into TensorFlow",
    imports: ["core", "math", "show", "backend"],
  },
  data: { holds: "data sets, files, splits", imports: ["core", "math", "show", "backend"] },
  optim: { holds: "optimisers, schedules, clipping, constraints", imports: ["core"] },
  nn: { holds: "layers, initialisers, ready models", imports: ["core", "show", "backend"] },
  scratch: { holds: "the from-scratch twins that students read", imports: ["core", "show"] },
  plot: {
    holds:
      "figures in folders by topic, one file each, with their helpers; a figure is data until something shows it",
    imports: ["core", "math", "show", "data"],
  },
  train: {
    holds: "the loop, losses, metrics, augmentation, cross-validation",
    imports: ["core", "math", "show", "backend", "compile", "data", "optim", "nn"],
  },
  classic: {
    holds: "linear models, SVM, boosted trees, forests, networks: one estimator contract; pipelines, scorers",
    imports: ["core", "math", "data", "optim", "nn", "train"],
  },
  callbacks: {
    holds: "one file per callback",
    imports: ["core", "math", "show", "optim", "plot", "train"],
  },
  tune: {
    holds: "spaces, samplers, pruners, studies, searches, executors (local, Ray)",
    imports: ["core", "math", "show", "backend", "data", "train", "classic"],
  },
  course: {
    holds: "exercises, predictions, claims",
    imports: ["core", "math", "show", "scratch"],
  },
};

/**
 * The rooms of the kernel, in the same way.
 *
 * @type {Rooms}
 */
const kernel = {
  protocol: {
    holds: "types that the rooms share: conversion, outcome, events, text edits, places",
    imports: [],
  },
  language: {
    holds:
      "parse, magics, compile, check, complete, inspect: text in, text and diagnostics out; no process, file or socket",
    imports: ["protocol"],
  },
  child: {
    holds: "the process where cells run; `patches/patches.ts` lists all that we change of Node",
    imports: ["protocol", "language"],
  },
  session: {
    holds: "run(code) → outcome and events: the compiler's thread, the child, its output; makes failures",
    imports: ["protocol", "language", "child"],
  },
  jupyter: {
    holds: "messages in, messages out: sockets, requests, publisher, comms, history, install",
    imports: ["protocol", "session"],
  },
  clients: {
    holds: "small clients that the command line starts as processes: the terminal, the runner of notebooks",
    imports: ["protocol", "session"],
  },
};

module.exports = { library, kernel };
