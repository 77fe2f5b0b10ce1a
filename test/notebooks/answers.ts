/** What a student may write into an exercise's cell: by the id of the cell, as code. */
export interface Answers {
  right: Record<string, string>;
  wrong: Record<string, string>;
}

/** Right and wrong answers to the exercises, by notebook. */
export const answers: Record<string, Answers> = {
  "01-perceptron.ipynb": {
    right: {
      "exercise-weighted-sum": `
function weightedSum(weights: number[], bias: number, x: number[]) {
  let sum = bias;
  for (let j = 0; j < x.length; j++) sum += weights[j] * x[j];
  return sum;
}`,
      "exercise-gradient": `
function gradient(weights: number[], bias: number, x: number[][], y: number[]) {
  const e = x.map((row, i) => weightedSum(weights, bias, row) - y[i]);
  return {
    weights: weights.map((_, j) => mean(e.map((error, i) => 2 * error * x[i][j]))),
    bias: mean(e.map((error) => 2 * error)),
  };
}`,
      "exercise-boundary": `
function boundary(weights: number[], bias: number, x1: number) {
  return -(weights[0] * x1 + bias) / weights[1];
}`,
      "exercise-update": `
function update(weights: number[], bias: number, x: number[], y: number, rate: number) {
  if (y * weightedSum(weights, bias, x) > 0) return { weights, bias };
  for (let j = 0; j < x.length; j++) weights[j] += rate * y * x[j];
  return { weights, bias: bias + rate * y };
}`,
      "exercise-bound": `
function bound(u: number[], x: number[][], y: number[]) {
  const length = (v: number[]) => Math.hypot(...v);
  const R = Math.max(...x.map(length));
  const margin = Math.min(...x.map((row, i) => (y[i] * weightedSum(u, 0, row)) / length(u)));
  return (R / margin) ** 2;
}`,
      "exercise-xor": `
function network(no: number, yes: number) {
  return {
    hidden: [
      { weights: [1, 1], bias: -(no + (no + yes) / 2) },
      { weights: [1, 1], bias: -(yes + (no + yes) / 2) },
    ],
    output: { weights: [1, -1], bias: -0.5 },
  };
}`,
    },
    wrong: {
      "exercise-weighted-sum": "function weightedSum(weights: number[], bias: number, x: number[]) { return 0; }",
      "exercise-gradient": `
function gradient(weights: number[], bias: number, x: number[][], y: number[]) {
  return x[7].length;
}`,
      "exercise-boundary": `
function boundary(weights: number[], bias: number, x1: number) {
  let x2 = 0;
  while (weights[0] * x1 + weights[1] * x2 + bias !== 0) x2 += 0.3;
  return x2;
}`,
      "exercise-update": `
async function update(weights: number[], bias: number, x: number[], y: number, rate: number) {
  return { weights, bias };
}`,
      "exercise-bound": "function bound(u: number[], x: number[][], y: number[]) { return NaN; }",
      "exercise-xor": `
function network(no: number, yes: number) {
  return { hidden: [{ weights: [1, 1], bias: 0.5 }, { weights: [1, 1], bias: -1 }], output: { weights: [1, -1], bias: 0 } };
}`,
    },
  },
  "02-multilayer-perceptron.ipynb": {
    right: {
      "exercise-forward": `
type Layer = { kernel: number[][]; bias: number[] };
function forward(layers: Layer[], x: number[]) {
  let a = x;
  layers.forEach(({ kernel, bias }, l) => {
    const z = bias.map((b, k) => a.reduce((sum, value, j) => sum + value * kernel[j][k], b));
    a = l < layers.length - 1 ? z.map(Math.tanh) : z;
  });
  return a;
}`,
      "exercise-merge": `
function merge(first: Layer, second: Layer) {
  const through = (row: number[]) =>
    second.bias.map((_, k) => row.reduce((sum, value, j) => sum + value * second.kernel[j][k], 0));
  return {
    kernel: first.kernel.map(through),
    bias: through(first.bias).map((value, k) => value + second.bias[k]),
  };
}`,
      "exercise-softmax": `
function softmax(z: number[]) {
  const powers = z.map((value) => Math.exp(value - Math.max(...z)));
  return powers.map((power) => power / powers.reduce((sum, value) => sum + value, 0));
}`,
      "exercise-parameters": `
function count(sizes: number[]) {
  let total = 0;
  for (let l = 1; l < sizes.length; l++) total += sizes[l] * (sizes[l - 1] + 1);
  return total;
}`,
      "exercise-fold": `
function fold(k: number) {
  const layers: Layer[] = [{ kernel: [[1, 1]], bias: [0, -0.5] }];
  for (let l = 2; l <= k; l++) layers.push({ kernel: [[2, 2], [-4, -4]], bias: [0, -0.5] });
  return [...layers, { kernel: [[2], [-4]], bias: [0] }];
}`,
    },
    wrong: {
      "exercise-forward": `
type Layer = { kernel: number[][]; bias: number[] };
function forward(layers: Layer[], x: number[]) { return x; }`,
      "exercise-merge": "function merge(first: Layer, second: Layer) { return first; }",
      "exercise-softmax": `
function softmax(z: number[]) {
  const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
  return z.map((value) => Math.exp(value) / total);
}`,
      "exercise-parameters": "function count(sizes: number[]) { return 15210; }",
      "exercise-fold": `
function fold(k: number) {
  return [{ kernel: [[1, 1]], bias: [0, -0.5] }, { kernel: [[2], [-4]], bias: [0] }];
}`,
    },
  },
  "03-network-types.ipynb": {
    right: {
      "exercise-convolve": `
function convolve(image: number[][], filter: number[][]) {
  const out: number[][] = [];
  for (let r = 0; r + filter.length <= image.length; r++) {
    out.push([]);
    for (let c = 0; c + filter[0].length <= image[0].length; c++) {
      let sum = 0;
      filter.forEach((row, i) => row.forEach((w, j) => (sum += w * image[r + i][c + j])));
      out[r].push(sum);
    }
  }
  return out;
}`,
      "exercise-rnn": `
type Gate = { kernel: number[][]; recurrent: number[][]; bias: number[] };
function rnnStep(x: number[], h: number[], layer: Gate) {
  return layer.bias.map((b, k) => {
    let z = b;
    for (let j = 0; j < x.length; j++) z += x[j] * layer.kernel[j][k];
    for (let j = 0; j < h.length; j++) z += h[j] * layer.recurrent[j][k];
    return Math.tanh(z);
  });
}`,
      "exercise-lstm": `
type LstmGates = { input: Gate; forget: Gate; candidate: Gate; output: Gate };
function lstmStep(x: number[], h: number[], c: number[], gates: LstmGates) {
  const [i, f, o] = [gates.input, gates.forget, gates.output].map((gate) => sums(x, h, gate).map(sigmoid));
  const g = sums(x, h, gates.candidate).map(Math.tanh);
  const cell = c.map((value, k) => f[k] * value + i[k] * g[k]);
  return { h: cell.map((value, k) => o[k] * Math.tanh(value)), c: cell };
}`,
      "exercise-gru": `
type GruGates = { update: Gate; reset: Gate; candidate: Gate };
function gruStep(x: number[], h: number[], gates: GruGates) {
  const [z, r] = [gates.update, gates.reset].map((gate) => sums(x, h, gate).map(sigmoid));
  const g = sums(x, h.map((value, k) => r[k] * value), gates.candidate).map(Math.tanh);
  return h.map((value, k) => z[k] * value + (1 - z[k]) * g[k]);
}`,
      "exercise-judge": `
function bestJudge(real: number[], made: number[]) {
  return real.map((p, i) => 1 / (1 + made[i] / p));
}`,
    },
    wrong: {
      "exercise-convolve": "function convolve(image: number[][], filter: number[][]) { return image; }",
      "exercise-rnn": `
type Gate = { kernel: number[][]; recurrent: number[][]; bias: number[] };
function rnnStep(x: number[], h: number[], layer: Gate) { return h.map(Math.tanh); }`,
      "exercise-lstm": `
type LstmGates = { input: Gate; forget: Gate; candidate: Gate; output: Gate };
function lstmStep(x: number[], h: number[], c: number[], gates: LstmGates) { return { h, c }; }`,
      "exercise-gru": `
type GruGates = { update: Gate; reset: Gate; candidate: Gate };
function gruStep(x: number[], h: number[], gates: GruGates) {
  const update = sums(x, h, gates.update).map(sigmoid);
  const candidate = sums(x, h, gates.candidate).map(Math.tanh);
  return h.map((value, k) => (1 - update[k]) * value + update[k] * candidate[k]);
}`,
      "exercise-judge": "function bestJudge(real: number[], made: number[]) { return real.map(() => 0.5); }",
    },
  },
  "04-gradient-descent.ipynb": {
    right: {
      "exercise-divergence": `
function divergesAt(curvatures: number[]) {
  return Math.min(...curvatures.map((c) => 2 / c));
}`,
      "exercise-best": `
function bestRate(curvatures: number[]) {
  const sorted = [...curvatures].sort((a, b) => a - b);
  return 2 / (sorted[0] + sorted.at(-1)!);
}`,
      "exercise-momentum": `
function step(point: number[], velocity: number[], slopes: number[], rate: number, momentum: number) {
  for (let i = 0; i < point.length; i++) {
    velocity[i] = momentum * velocity[i] - rate * slopes[i];
    point[i] += velocity[i];
  }
  return { point, velocity };
}`,
      "exercise-entropy": `
function crossEntropy(y: number[], p: number[]) {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum -= y[i] * Math.log(p[i]) + (1 - y[i]) * Math.log(1 - p[i]);
  return sum / y.length;
}`,
      "exercise-logistic": `
function gradient(w: number[], x: number[][], y: number[]) {
  const errors = x.map((row, i) => 1 / (1 + Math.exp(-d.scratch.dot(w, row))) - y[i]);
  return w.map((_, j) => errors.reduce((sum, e, i) => sum + e * x[i][j], 0) / y.length);
}`,
    },
    wrong: {
      "exercise-divergence": "function divergesAt(curvatures: number[]) { return 1 / Math.max(...curvatures); }",
      "exercise-best": "function bestRate(curvatures: number[]) { return 0.1; }",
      "exercise-momentum":
        "function step(point: number[], velocity: number[], slopes: number[], rate: number, momentum: number) { return { point, velocity }; }",
      "exercise-entropy": "function crossEntropy(y: number[], p: number[]) { return NaN; }",
      "exercise-logistic": "function gradient(w: number[], x: number[][], y: number[]) { return x[0]; }",
    },
  },
  "05-stochastic-gradient-descent.ipynb": {
    right: {
      "exercise-batches": `
function batches(order: number[], size: number) {
  const all: number[][] = [];
  for (let from = 0; from < order.length; from += size) all.push(order.slice(from, from + size));
  return all;
}`,
      "exercise-cosine": `
function rate(t: number, peak: number, warmup: number, total: number) {
  if (t < warmup) return (peak * t) / warmup;
  return peak * Math.cos((Math.PI / 2) * ((t - warmup) / (total - warmup))) ** 2;
}`,
      "exercise-adagrad": `
function adagrad(w: number[], slopes: number[], sums: number[], rate: number) {
  const next = sums.map((sum, i) => sum + slopes[i] * slopes[i]);
  return { w: w.map((value, i) => value - (rate / Math.sqrt(next[i])) * slopes[i]), sums: next };
}`,
      "exercise-adam": `
function adam(w: number[], slopes: number[], m: number[], v: number[], t: number, rate: number) {
  for (let i = 0; i < w.length; i++) {
    m[i] = 0.9 * m[i] + 0.1 * slopes[i];
    v[i] = 0.999 * v[i] + 0.001 * slopes[i] ** 2;
    const [mean, square] = [m[i] / (1 - 0.9 ** t), v[i] / (1 - 0.999 ** t)];
    w[i] -= (rate * mean) / (Math.sqrt(square) + 1e-7);
  }
  return { w, m, v };
}`,
      "exercise-size": `
function batchSize(deviation: number, wanted: number) {
  let size = 1;
  while (deviation / Math.sqrt(size) > wanted + 1e-12) size++;
  return size;
}`,
    },
    wrong: {
      "exercise-batches": "function batches(order: number[], size: number) { return [order]; }",
      "exercise-cosine": "function rate(t: number, peak: number, warmup: number, total: number) { return peak; }",
      "exercise-adagrad":
        "function adagrad(w: number[], slopes: number[], sums: number[], rate: number) { return { w, sums }; }",
      "exercise-adam":
        "function adam(w: number[], slopes: number[], m: number[], v: number[], t: number, rate: number) { return { w, m, v }; }",
      "exercise-size": "function batchSize(deviation: number, wanted: number) { return deviation / wanted; }",
    },
  },
  "06-back-propagation.ipynb": {
    right: {
      "exercise-chain": `
function slope(w: number, x: number, y: number) {
  const a = Math.tanh(w * x);
  return 2 * (a - y) * (1 - a * a) * x;
}`,
      "exercise-rules": `
function rules(operation: string, a: number, b: number, grad: number) {
  if (operation === "+") return [grad, grad];
  if (operation === "-") return [grad, -grad];
  if (operation === "*") return [b * grad, a * grad];
  if (operation === "/") return [grad / b, (-grad * a) / b ** 2];
  return a > b ? [grad, 0] : [0, grad];
}`,
      "exercise-delta": `
function deltaBelow(kernel: number[][], delta: number[], a: number[]) {
  return a.map((value, i) => kernel[i].reduce((sum, w, k) => sum + w * delta[k], 0) * (1 - value ** 2));
}`,
      "exercise-kernel": `
function kernelGradient(input: number[][], delta: number[][]) {
  const slopes = input[0].map(() => delta[0].map(() => 0));
  input.forEach((row, r) => row.forEach((x, i) => delta[r].forEach((d, k) => (slopes[i][k] += x * d))));
  return slopes;
}`,
      "exercise-mutants": `
function isRight(loss: (x: number[]) => number, gradient: (x: number[]) => number[], x: number[]) {
  const measured = d.scratch.numericalGradient(loss, x);
  return gradient(x).every((slope, i) => Math.abs(slope - measured[i]) < 1e-4);
}`,
    },
    wrong: {
      "exercise-chain": "function slope(w: number, x: number, y: number) { return 2 * (Math.tanh(w * x) - y) * x; }",
      "exercise-rules": "function rules(operation: string, a: number, b: number, grad: number) { return [grad, grad]; }",
      "exercise-delta": "function deltaBelow(kernel: number[][], delta: number[], a: number[]) { return delta; }",
      "exercise-kernel": "function kernelGradient(input: number[][], delta: number[][]) { return [[input[9][0]]]; }",
      "exercise-mutants":
        "function isRight(loss: (x: number[]) => number, gradient: (x: number[]) => number[], x: number[]) { return true; }",
    },
  },
  "07-vanishing-gradients.ipynb": {
    right: {
      "exercise-shrink": `
function shrink(sigma: number, width: number, slope: number, layers: number) {
  let left = 1;
  for (let step = 1; step < layers; step++) left *= sigma * Math.sqrt(width) * slope;
  return left;
}`,
      "exercise-deviation": `
function deviation(width: number, share: number) {
  return 1 / Math.sqrt(width * share);
}`,
      "exercise-diagnose": `
function diagnose(deltas: number[]) {
  const heard = deltas[0] / deltas.at(-1)!;
  if (heard < 0.01) return "vanishing";
  return heard > 100 ? "exploding" : "healthy";
}`,
      "exercise-saturated": `
function saturatedShare(a: number[][]) {
  let count = 0;
  let total = 0;
  for (const row of a) for (const value of row) [count, total] = [count + +(1 - value * value < 0.1), total + 1];
  return count / total;
}`,
      "exercise-clip": `
function clip(gradients: number[][], bound: number) {
  const norm = Math.sqrt(gradients.flat().reduce((sum, slope) => sum + slope ** 2, 0));
  return norm <= bound ? gradients : gradients.map((row) => row.map((slope) => (slope * bound) / norm));
}`,
    },
    wrong: {
      "exercise-shrink": "function shrink(sigma: number, width: number, slope: number, layers: number) { return slope ** layers; }",
      "exercise-deviation": "function deviation(width: number, share: number) { return Math.sqrt(2 / width); }",
      "exercise-diagnose": 'function diagnose(deltas: number[]) { return "vanishing"; }',
      "exercise-saturated": "function saturatedShare(a: number[][]) { return a[4][0]; }",
      "exercise-clip": "function clip(gradients: number[][], bound: number) { return gradients; }",
    },
  },
  "08-relu.ipynb": {
    right: {
      "exercise-back": `
function reluBack(z: number[], delta: number[]) {
  return delta.map((value, i) => (z[i] > 0 ? value : 0));
}`,
      "exercise-elu": `
function eluSlope(a: number, alpha: number) {
  return a > 0 ? 1 : a + alpha;
}`,
      "exercise-dead": `
function deadUnits(a: number[][]) {
  const dead: number[] = [];
  for (let unit = 0; unit < a[0].length; unit++) if (a.every((row) => row[unit] === 0)) dead.push(unit);
  return dead;
}`,
      "exercise-born": `
function bornDead(width: number, layers: number) {
  let alive = 1;
  for (let layer = 0; layer < layers; layer++) alive *= 1 - 0.5 ** width;
  return 1 - alive;
}`,
      "exercise-leaky": `
function leakyDeviation(width: number, alpha: number) {
  return Math.sqrt(1 / (width * (0.5 + alpha ** 2 / 2)));
}`,
    },
    wrong: {
      "exercise-back": "function reluBack(z: number[], delta: number[]) { return delta; }",
      "exercise-elu": "function eluSlope(a: number, alpha: number) { return 1; }",
      "exercise-dead": "function deadUnits(a: number[][]) { return a[99].map(() => 0); }",
      "exercise-born": "function bornDead(width: number, layers: number) { return layers * 2 ** -width; }",
      "exercise-leaky": "function leakyDeviation(width: number, alpha: number) { return Math.sqrt(2 / width); }",
    },
  },
  "09-hyperparameter-tuning.ipynb": {
    right: {
      "exercise-folds": `
function folds(rows: number, k: number) {
  const held: number[][] = Array.from({ length: k }, () => []);
  for (let row = 0; row < rows; row++) held[row % k].push(row);
  return held;
}`,
      "exercise-best": `
function bestCell(table: number[][], Cs: number[], alphas: number[]) {
  const score = Math.max(...table.flat());
  const row = table.findIndex((scores) => scores.includes(score));
  return { C: Cs[row], alpha: alphas[table[row].indexOf(score)], score };
}`,
      "exercise-fits": `
function fits(counts: number[], k: number) {
  let candidates = 1;
  for (const count of counts) candidates *= count;
  return candidates * k + 1;
}`,
      "exercise-top": `
function hit(share: number, trials: number) {
  let allMiss = 1;
  for (let trial = 0; trial < trials; trial++) allMiss *= 1 - share;
  return 1 - allMiss;
}`,
      "exercise-improvement": `
function improvement(mean: number, deviation: number, best: number) {
  const gap = best - mean;
  const { normalBelow, normalDensity } = d.scratch;
  return gap * normalBelow(gap / deviation) + deviation * normalDensity(gap / deviation);
}`,
      "exercise-halving": `
function rounds(candidates: number, epochs: number, factor: number) {
  const all = [[candidates, epochs]];
  while (candidates > 1) {
    candidates = Math.max(1, Math.floor(candidates / factor));
    epochs *= factor;
    all.push([candidates, epochs]);
  }
  return all;
}`,
    },
    wrong: {
      "exercise-folds": "function folds(rows: number, k: number) { return Array.from({ length: k }, () => [0]); }",
      "exercise-best":
        "function bestCell(table: number[][], Cs: number[], alphas: number[]) { return { C: Cs[0], alpha: alphas[0], score: table[0][0] }; }",
      "exercise-fits": "function fits(counts: number[], k: number) { return counts.reduce((a, b) => a + b, 0) * k + 1; }",
      "exercise-top": "function hit(share: number, trials: number) { return share * trials; }",
      "exercise-improvement":
        "function improvement(mean: number, deviation: number, best: number) { return Math.max(0, best - mean); }",
      "exercise-halving":
        "function rounds(candidates: number, epochs: number, factor: number) { return [[candidates, epochs]]; }",
    },
  },
  "10-batch-normalization.ipynb": {
    right: {
      "exercise-normalize": `
function normalize(x: number[][], gamma: number[], beta: number[]) {
  return d.scratch.batchNormalization(x, { gamma, beta }).output;
}`,
      "exercise-backward": `
function backward(delta: number[], normalized: number[], gamma: number, deviation: number) {
  const n = delta.length;
  const sum = delta.reduce((total, slope) => total + slope, 0);
  const product = d.scratch.dot(delta, normalized);
  return delta.map((slope, i) => (gamma * (n * slope - sum - normalized[i] * product)) / (n * deviation));
}`,
      "exercise-running": `
function running(means: number[], momentum: number) {
  let kept = 0;
  for (const mean of means) kept += (1 - momentum) * (mean - kept);
  return kept;
}`,
      "exercise-fold": `
function fold(w: number[], b: number, gamma: number, beta: number, mean: number, variance: number) {
  const scale = gamma / Math.sqrt(variance + 0.001);
  return { w: w.map((value) => value * scale), b: beta + scale * (b - mean) };
}`,
      "exercise-gap": `
function gap(x: number[], mean: number, variance: number) {
  const training = d.scratch.batchNormalization(x.map((value) => [value]), { gamma: [1], beta: [0] }).output;
  return x.map((value, row) => training[row][0] + (mean - value) / Math.sqrt(variance + 0.001));
}`,
      "exercise-count": `
function count(units: number) {
  return { learned: units + units, remembered: units + units };
}`,
    },
    wrong: {
      "exercise-normalize": "function normalize(x: number[][], gamma: number[], beta: number[]) { return x; }",
      "exercise-backward":
        "function backward(delta: number[], normalized: number[], gamma: number, deviation: number) { return delta; }",
      "exercise-running": "function running(means: number[], momentum: number) { return means[0]; }",
      "exercise-fold":
        "function fold(w: number[], b: number, gamma: number, beta: number, mean: number, variance: number) { return { w, b }; }",
      "exercise-gap": "function gap(x: number[], mean: number, variance: number) { return x.map(() => 0); }",
      "exercise-count": "function count(units: number) { return { learned: units, remembered: units }; }",
    },
  },
  "11-regularization.ipynb": {
    right: {
      "exercise-decomposition": `
function decompose(predictions: number[][], truths: number[]) {
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = truths.map((_, i) => average(predictions.map((row) => row[i])));
  const bias2 = average(truths.map((truth, i) => (middle[i] - truth) ** 2));
  const variance = average(predictions.map((row) => average(row.map((value, i) => (value - middle[i]) ** 2))));
  return { bias2, variance };
}`,
      "exercise-decay": `
function step(w: number[], slopes: number[], alpha: number, rate: number) {
  return w.map((value, i) => value * (1 - 2 * alpha * rate) - rate * slopes[i]);
}`,
      "exercise-threshold": `
function softThreshold(z: number, alpha: number) {
  if (z > alpha) return z - alpha;
  return z < -alpha ? z + alpha : 0;
}`,
      "exercise-left": `
function left(weights: number[][]) {
  return weights.map((row) => row.reduce((count, w) => count + (w === 0 ? 0 : 1), 0));
}`,
      "exercise-translate": `
function translate(lambda: number, m: number) {
  const alpha = lambda * (1 + m);
  return { alpha, l1Ratio: (lambda * (1 - m)) / alpha };
}`,
    },
    wrong: {
      "exercise-decomposition": "function decompose(predictions: number[][], truths: number[]) { return { bias2: 0, variance: 0 }; }",
      "exercise-decay": "function step(w: number[], slopes: number[], alpha: number, rate: number) { return slopes; }",
      "exercise-threshold": "function softThreshold(z: number, alpha: number) { return z - alpha; }",
      "exercise-left": "function left(weights: number[][]) { return weights.map((row) => row.length); }",
      "exercise-translate": "function translate(lambda: number, m: number) { return { alpha: lambda, l1Ratio: m }; }",
    },
  },
  "12-dropout.ipynb": {
    right: {
      "exercise-mask": `
function drop(a: number[], u: number[], rate: number) {
  const scale = 1 / (1 - rate);
  return a.map((value, k) => value * (u[k] >= rate ? scale : 0));
}`,
      "exercise-moments": `
function moments(w: number[], a: number[], rate: number) {
  let [mean, variance] = [0, 0];
  for (let k = 0; k < w.length; k++) {
    mean += w[k] * a[k];
    variance += (w[k] * a[k]) ** 2 * (1 / (1 - rate) - 1);
  }
  return { mean, variance };
}`,
      "exercise-back": `
function dropBack(delta: number[], stays: number[], rate: number) {
  return delta.map((slope, k) => (stays[k] ? slope / (1 - rate) : 0));
}`,
      "exercise-committee": `
function committee(p: number[][]) {
  const vote = p[0].map((_, k) => p.reduce((product, row) => product * row[k], 1) ** (1 / p.length));
  const all = vote.reduce((sum, value) => sum + value, 0);
  return vote.map((value) => value / all);
}`,
      "exercise-stop": `
function stop(losses: number[], patience: number) {
  let [best, waited] = [0, 0];
  for (let epoch = 1; epoch < losses.length; epoch++) {
    if (losses[epoch] < losses[best]) [best, waited] = [epoch, 0];
    else if (++waited === patience) return { stopped: epoch, best };
  }
  return { stopped: losses.length - 1, best };
}`,
      "exercise-max-norm": `
function project(kernel: number[][], bound: number) {
  const scale = kernel[0].map((_, k) => {
    const length = Math.sqrt(kernel.reduce((sum, row) => sum + row[k] ** 2, 0));
    return length > bound ? bound / length : 1;
  });
  return kernel.map((row) => row.map((w, k) => w * scale[k]));
}`,
    },
    wrong: {
      "exercise-mask": `
function drop(a: number[], u: number[], rate: number) {
  return a.map((value, k) => (u[k] < rate ? 0 : value));
}`,
      "exercise-moments": `
function moments(w: number[], a: number[], rate: number) {
  return { mean: 0, variance: 1 };
}`,
      "exercise-back": `
function dropBack(delta: number[], stays: number[], rate: number) {
  return delta;
}`,
      "exercise-committee": `
function committee(p: number[][]) {
  return p[0];
}`,
      "exercise-stop": `
function stop(losses: number[], patience: number) {
  return { stopped: losses.length - 1, best: losses.indexOf(Math.min(...losses)) };
}`,
      "exercise-max-norm": `
function project(kernel: number[][], bound: number) {
  return kernel;
}`,
    },
  },
};
