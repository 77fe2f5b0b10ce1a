// @ts-check
// XGBoost's C interface in a thread of its own. Its error texts belong to the thread that called, so calls are synchronous.
const { parentPort, workerData } = require("node:worker_threads");
const koffi = require("koffi");

const library = koffi.load(workerData.library);
// `uint64` where a pointer is meant: koffi then takes and returns plain numbers.
const api = Object.fromEntries(
  Object.entries({
    XGBGetLastError: "str XGBGetLastError()",
    XGBSetGlobalConfig: "int XGBSetGlobalConfig(str config)",
    XGDMatrixCreateFromDense: "int XGDMatrixCreateFromDense(str data, str config, _Out_ uint64* matrix)",
    XGDMatrixSetInfoFromInterface: "int XGDMatrixSetInfoFromInterface(uint64 matrix, str field, str data)",
    XGDMatrixFree: "int XGDMatrixFree(uint64 matrix)",
    XGBoosterCreate: "int XGBoosterCreate(uint64* matrices, uint64 count, _Out_ uint64* booster)",
    XGBoosterFree: "int XGBoosterFree(uint64 booster)",
    XGBoosterSetParam: "int XGBoosterSetParam(uint64 booster, str name, str value)",
    XGBoosterSetAttr: "int XGBoosterSetAttr(uint64 booster, str name, str value)",
    XGBoosterGetAttr: "int XGBoosterGetAttr(uint64 booster, str name, _Out_ str* value, _Out_ int* found)",
    XGBoosterUpdateOneIter: "int XGBoosterUpdateOneIter(uint64 booster, int round, uint64 matrix)",
    XGBoosterEvalOneIter:
      "int XGBoosterEvalOneIter(uint64 booster, int round, uint64* matrices, str* names, uint64 count, _Out_ str* result)",
    XGBoosterPredictFromDMatrix:
      "int XGBoosterPredictFromDMatrix(uint64 booster, uint64 matrix, str config, _Out_ uint64* shape, _Out_ uint64* rank, _Out_ uint64* values)",
    XGBoosterSaveModelToBuffer:
      "int XGBoosterSaveModelToBuffer(uint64 booster, str config, _Out_ uint64* bytes, _Out_ uint64* start)",
    XGBoosterLoadModelFromBuffer:
      "int XGBoosterLoadModelFromBuffer(uint64 booster, void* bytes, uint64 count)",
    XGBoosterSaveJsonConfig:
      "int XGBoosterSaveJsonConfig(uint64 booster, _Out_ uint64* bytes, _Out_ str* config)",
    XGBoosterGetNumFeature: "int XGBoosterGetNumFeature(uint64 booster, _Out_ uint64* count)",
    XGBoosterBoostedRounds: "int XGBoosterBoostedRounds(uint64 booster, _Out_ int* rounds)",
    XGBoosterFeatureScore:
      "int XGBoosterFeatureScore(uint64 booster, str config, _Out_ uint64* count, _Out_ uint64* names, _Out_ uint64* rank, _Out_ uint64* shape, _Out_ uint64* scores)",
  }).map(([name, signature]) => [name, library.func(signature)]),
);

/** @param {string} name @param {unknown[]} args */
function call(name, ...args) {
  if (api[name](...args) === 0) return;
  // A line of its own source comes first, and a stack trace of its own after.
  const [message] = api.XGBGetLastError().split("\n\nStack trace");
  throw new Error(message.replace(/^\[[\d:]+\] \S+: /, "").split("\n")[0]);
}

/** Places that functions write to. @param {number} count @returns {any[][]} */
function places(count) {
  return Array.from({ length: count }, () => [null]);
}

/** What a function writes through its last pointer. @param {string} name @param {unknown[]} args */
function out(name, ...args) {
  const place = [null];
  call(name, ...args, place);
  return /** @type {any} */ (place[0]);
}

/** @param {Float32Array} values @param {number[]} shape */
function arrayInterface(values, shape) {
  const address = String(koffi.address(values));
  // By hand: an address does not fit into a JSON number of JavaScript's.
  return `{"data": [${address}, true], "shape": [${shape}], "typestr": "<f4", "version": 3}`;
}

/**
 * Does something with a matrix, and frees it.
 *
 * @template T
 * @param {{values: Float32Array, rows: number, columns: number, labels?: Float32Array}} data
 * @param {number} threads
 * @param {(matrix: number) => T} use
 * @returns {T}
 */
function withMatrix({ values, rows, columns, labels }, threads, use) {
  const config = `{"missing": NaN, "nthread": ${threads}}`;
  const matrix = out("XGDMatrixCreateFromDense", arrayInterface(values, [rows, columns]), config);
  try {
    if (labels) call("XGDMatrixSetInfoFromInterface", matrix, "label", arrayInterface(labels, [rows]));
    return use(matrix);
  } finally {
    call("XGDMatrixFree", matrix);
  }
}

/** Boosters that live, freed when they are asked to be. @type {Set<number>} */
const boosters = new Set();

/** @param {(booster: number) => void} prepare @param {number[]} [matrices] */
function newBooster(prepare, matrices = []) {
  const booster = out("XGBoosterCreate", BigUint64Array.from(matrices, BigInt), matrices.length);
  try {
    prepare(booster);
  } catch (error) {
    call("XGBoosterFree", booster);
    throw error;
  }
  boosters.add(booster);
  return booster;
}

const calls = {
  /** @param {any} task */
  fit({ train, watch, params, rounds, threads, stopping, attributes }) {
    return withMatrix(train, threads, (matrix) => {
      const boost = (/** @type {number | null} */ watched) => {
        /** @type {number[]} */
        let scores = [];
        const matrices = watched === null ? [matrix] : [matrix, watched];
        const booster = newBooster((made) => {
          for (const [name, value] of params) call("XGBoosterSetParam", made, name, value);
          scores = trainRounds(made, { matrix, watched, rounds, stopping });
          for (const [name, value] of attributes) call("XGBoosterSetAttr", made, name, value);
        }, matrices);
        return { booster, scores };
      };
      return watch ? withMatrix(watch, threads, boost) : boost(null);
    });
  },

  /** @param {any} task */
  predict({ booster, data, rounds, threads }) {
    return withMatrix(data, threads, (matrix) => {
      const config = JSON.stringify({
        type: 0,
        training: false,
        iteration_begin: 0,
        iteration_end: rounds,
        strict_shape: true,
      });
      const [shape, rank, values] = places(3);
      call("XGBoosterPredictFromDMatrix", booster, matrix, config, shape, rank, values);
      const sizes = koffi.decode(shape[0], "uint64", rank[0]);
      const count = sizes.reduce(
        (/** @type {number} */ all, /** @type {any} */ size) => all * Number(size),
        1,
      );
      return Float32Array.from(koffi.decode(values[0], "float", count));
    });
  },

  /** @param {any} task */
  importances({ booster, type, columns }) {
    const [count, names, rank, shape, scores] = places(5);
    const config = JSON.stringify({ importance_type: type });
    call("XGBoosterFeatureScore", booster, config, count, names, rank, shape, scores);
    const all = new Float32Array(columns);
    const features = count[0] ? koffi.decode(names[0], "str", count[0]) : [];
    const values = count[0] ? koffi.decode(scores[0], "float", count[0]) : [];
    // Features that no tree asks about are not in the list; the others are called f0, f1, …
    features.forEach((/** @type {string} */ name, /** @type {number} */ at) => {
      all[Number(name.slice(1))] = values[at];
    });
    return all;
  },

  /** @param {any} task */
  save({ booster, format }) {
    const [bytes, start] = places(2);
    call("XGBoosterSaveModelToBuffer", booster, JSON.stringify({ format }), bytes, start);
    return Uint8Array.from(koffi.decode(start[0], "uint8", bytes[0]));
  },

  /** @param {any} task */
  load({ bytes }) {
    const booster = newBooster((made) => call("XGBoosterLoadModelFromBuffer", made, bytes, bytes.length));
    const [size, config] = places(2);
    call("XGBoosterSaveJsonConfig", booster, size, config);
    return {
      booster,
      config: JSON.parse(String(config[0])),
      columns: Number(out("XGBoosterGetNumFeature", booster)),
      rounds: out("XGBoosterBoostedRounds", booster),
      attributes: Object.fromEntries(
        ["best_iteration", "best_score", "tsdescent_classes"].map((name) => [name, attribute(booster, name)]),
      ),
    };
  },

  /** @param {any} task */
  free({ booster }) {
    if (boosters.delete(booster)) call("XGBoosterFree", booster);
  },

  /** How many boosters live. */
  count() {
    return boosters.size;
  },
};

/** @param {number} booster @param {string} name @returns {string | undefined} */
function attribute(booster, name) {
  const [value, found] = [[null], [0]];
  call("XGBoosterGetAttr", booster, name, value, found);
  return found[0] ? String(value[0]) : undefined;
}

/**
 * Boosts round after round; with data to watch, until so many rounds brought nothing better.
 *
 * @param {number} booster
 * @param {{matrix: number, watched: number | null, rounds: number, stopping?: {patience: number, maximize: boolean}}} plan
 * @returns {number[]} the score of each round
 */
function trainRounds(booster, { matrix, watched, rounds, stopping }) {
  const scores = [];
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    call("XGBoosterUpdateOneIter", booster, round, matrix);
    if (watched === null) continue;
    scores.push(scoreOf(booster, round, watched));
    if (!stopping) continue;
    const isBetter = stopping.maximize ? scores[round] > scores[best] : scores[round] < scores[best];
    if (isBetter) best = round;
    if (round - best >= stopping.patience) break;
  }
  if (stopping) {
    call("XGBoosterSetAttr", booster, "best_iteration", String(best));
    call("XGBoosterSetAttr", booster, "best_score", String(scores[best]));
  }
  return scores;
}

/** @param {number} booster @param {number} round @param {number} matrix */
function scoreOf(booster, round, matrix) {
  const text = out("XGBoosterEvalOneIter", booster, round, BigUint64Array.of(BigInt(matrix)), ["watched"], 1);
  return Number(text.slice(text.lastIndexOf(":") + 1));
}

parentPort?.on("message", ({ id, name, task }) => {
  try {
    const value = calls[/** @type {keyof typeof calls} */ (name)](task);
    parentPort?.postMessage({ id, value });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
