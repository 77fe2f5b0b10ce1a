// Stands for a machine on which the TensorFlow library does not load.
const load = require.extensions[".node"];

/** @type {typeof load} */
const loadAllButTensorFlow = (module, filename) => {
  if (!filename.includes("tfjs_binding")) return load(module, filename);
  throw new Error("libtensorflow.so.2: cannot open shared object file\nmore");
};

require.extensions[".node"] = loadAllButTensorFlow;
