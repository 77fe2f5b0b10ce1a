/** What is drawn, made of sines so that every side has the same numbers; peers.py has the same formulas. */
const wave = (/** @type {number} */ count) =>
  Float64Array.from({ length: count }, (_, at) => Math.exp((-3 * at) / count) + 0.05 * Math.sin(1.7 * at));

/** @param {number} count */
function labels(count) {
  const truth = Int32Array.from({ length: count }, (_, at) => (7 * at) % 10);
  return { truth, predicted: truth.map((label, at) => (at % 9 ? label : at % 10)) };
}

const cells = Array.from({ length: 50 }, (_, row) =>
  Array.from({ length: 50 }, (_, column) => Math.sin(row / 7) * Math.cos(column / 5)),
);
const points = {
  x: Float64Array.from({ length: 1000 }, (_, at) => Math.sin(12.9898 * at)),
  y: Float64Array.from({ length: 1000 }, (_, at) => Math.sin(78.233 * at)),
};

/** @typedef {{ours: (plot: any) => any, tfvis: string}} Workload */

/** Ours as a user would write it, and a call of tfjs-vis in its page. @type {Record<string, Workload>} */
export const WORKLOADS = {
  "curve-200": curve(200),
  "curve-10000": curve(10_000),
  "confusion-10": {
    ours: (plot) => plot.confusionMatrix(labels(900).truth, labels(900).predicted),
    tfvis: `tfvis.render.confusionMatrix(box, { values: ${JSON.stringify(counts())} })`,
  },
  "scatter-1000": {
    ours: (plot) => plot.scatter(points),
    tfvis: `tfvis.render.scatterplot(box, { values: [${JSON.stringify(pairs(points))}] })`,
  },
  "heat-50x50": {
    ours: (plot) => plot.weightMatrix(cells),
    tfvis: `tfvis.render.heatmap(box, { values: ${JSON.stringify(cells)} })`,
  },
};

/** @param {number} count @returns {Workload} */
function curve(count) {
  const loss = wave(count);
  const x = Float64Array.from(loss.keys());
  return {
    ours: (plot) => plot.lossCurve({ loss }),
    tfvis: `tfvis.render.linechart(box, { values: [${JSON.stringify(pairs({ x, y: loss }))}], series: ["loss"] })`,
  };
}

function counts() {
  const { truth, predicted } = labels(900);
  const table = Array.from({ length: 10 }, () => new Array(10).fill(0));
  truth.forEach((label, at) => table[label][predicted[at]]++);
  return table;
}

/** @param {{x: Float64Array, y: Float64Array}} columns */
function pairs({ x, y }) {
  return Array.from(x, (each, at) => ({ x: each, y: y[at] }));
}
