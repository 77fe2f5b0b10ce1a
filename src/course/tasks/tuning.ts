import type { Random } from "../../core/index";
import { expectedImprovement, normalBelow, normalDensity } from "../../scratch/index";
import { defineTask, type Task } from "../task";
import { drawNumber, drawOne } from "./draw";

const dealt = (rows: number, folds: number, fold: number) =>
  Array.from({ length: rows }, (_, row) => row).filter((row) => row % folds === fold);

const foldRows = defineTask({
  title: "Rows dealt out to folds",
  call: "folds(rows, k)",
  inputs: (random, size): [number, number] => drawDeal(random, size),
  reference: (rows: number, k: number) => Array.from({ length: k }, (_, fold) => dealt(rows, k, fold)),
  hint: "like cards: row 0 to fold 0, row 1 to fold 1, …, row k to fold 0 again; each row is in exactly one fold",
  mistakes: [
    {
      answer: (rows, k) =>
        Array.from({ length: k }, (_, fold) =>
          Array.from({ length: Math.floor(rows / k) }, (_, at) => fold * Math.floor(rows / k) + at),
        ),
      hint: "these are blocks of neighbours, and the last rows may be in none of them: deal the rows out one by one",
    },
    {
      answer: (rows, k) =>
        Array.from({ length: k }, (_, fold) => dealt(rows, 1, 0).filter((row) => row % k !== fold)),
      hint: "these are the rows to train on; a fold is what is held out",
    },
    {
      answer: (rows, k) => Array.from({ length: k }, (_, fold) => dealt(rows, k, fold).map((row) => row + 1)),
      hint: "rows are counted from 0",
    },
  ],
});

interface Cell {
  C: number;
  alpha: number;
  score: number;
}

function cellsOf(table: number[][], Cs: number[], alphas: number[]): Cell[] {
  return table.flatMap((row, i) => row.map((score, j) => ({ C: Cs[i], alpha: alphas[j], score })));
}

const highest = (cells: Cell[]) => cells.reduce((best, cell) => (cell.score > best.score ? cell : best));

const bestCell = defineTask({
  title: "The best cell of a table",
  call: "bestCell(table, Cs, alphas)",
  inputs: (random, size): [number[][], number[], number[]] => drawTable(random, size),
  reference: (table: number[][], Cs: number[], alphas: number[]) => highest(cellsOf(table, Cs, alphas)),
  hint: "table[i][j] is the score of Cs[i] and alphas[j]; two loops that remember the best so far, and where it was",
  mistakes: [
    {
      answer: (table, Cs, alphas) => {
        const { C, alpha, score } = highest(cellsOf(table, Cs, alphas));
        return { C: alpha, alpha: C, score };
      },
      hint: "a row of the table belongs to a value of C, a column to one of alpha",
    },
    {
      answer: (table, Cs, alphas) => {
        const { C, alpha, score } = highest(cellsOf(table, Cs, alphas));
        return { C: Cs.indexOf(C), alpha: alphas.indexOf(alpha), score };
      },
      hint: "these are places in the lists; what are the values of C and alpha there?",
    },
    {
      answer: (table, Cs, alphas) =>
        cellsOf(table, Cs, alphas).reduce((least, cell) => (cell.score < least.score ? cell : least)),
      hint: "these scores are shares of right answers: large ones are good",
    },
    {
      answer: (table, Cs, alphas) => highest(cellsOf(table.slice(0, 1), Cs, alphas)),
      hint: "this is the best of the first row; look at all of them",
    },
  ],
});

const product = (values: number[]) => values.reduce((all, value) => all * value, 1);
const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

const fitCount = defineTask({
  title: "What a grid costs",
  call: "fits(counts, k)",
  inputs: (random, size): [number[], number] => [
    Array.from({ length: 1 + size }, () => 2 + random.integer(5)),
    3 + random.integer(8),
  ],
  reference: (counts: number[], k: number) => product(counts) * k + 1,
  hint: "every combination of values, each once per fold; and what happens to the best one in the end?",
  mistakes: [
    { answer: (counts, k) => sum(counts) * k + 1, hint: "each value of one meets each value of the others" },
    { answer: (counts, k) => product(counts) * k, hint: "the winner is fitted once more, on all rows" },
    { answer: (counts) => product(counts) + 1, hint: "one candidate is fitted once for each fold" },
  ],
});

const topShare = defineTask({
  title: "The chance to hit the best few per cent",
  call: "hit(share, trials)",
  inputs: (random, size): [number, number] => [
    drawOne(random, [0.01, 0.02, 0.05, 0.1, 0.2]),
    2 + random.integer(20 * size),
  ],
  reference: (share: number, trials: number) => 1 - (1 - share) ** trials,
  hint: "it is easier to find the chance that every single trial misses",
  mistakes: [
    {
      answer: (share, trials) => share * trials,
      hint: "chances add up only for things that exclude each other; with 60 trials yours is above 1",
    },
    { answer: (share, trials) => (1 - share) ** trials, hint: "that is the chance that all of them miss" },
    {
      answer: (share, trials) => share ** trials,
      hint: "that is the chance that all of them hit; one is enough",
    },
  ],
});

const improvement = defineTask({
  title: "The expected improvement",
  call: "improvement(mean, deviation, best)",
  inputs: (random): [number, number, number] => [
    drawNumber(random, -2, 2),
    drawNumber(random, 0.2, 2),
    drawNumber(random, -2, 2),
  ],
  reference: (mean: number, deviation: number, best: number) =>
    expectedImprovement({ mean, deviation }, best),
  hint: "z = (best − mean) / deviation; then (best − mean) · Φ(z) + deviation · φ(z)",
  mistakes: [
    {
      answer: (mean, deviation, best) => normalBelow((best - mean) / deviation),
      hint: "that is the probability of an improvement, however small it may be",
    },
    {
      answer: (mean, _, best) => Math.max(0, best - mean),
      hint: "a place whose mean is no better may still be: what it may turn out to be has a deviation",
    },
    {
      answer: (mean, deviation, best) => {
        const z = (mean - best) / deviation;
        return (mean - best) * normalBelow(z) + deviation * normalDensity(z);
      },
      hint: "losses are to be small: an improvement is what lies below the best, not above it",
    },
    {
      answer: (mean, deviation, best) => {
        const z = (best - mean) / deviation;
        return (best - mean) * normalBelow(z) + normalDensity(z);
      },
      hint: "the second term has a factor of its own: which unit must an improvement have?",
    },
  ],
});

function roundsOf(candidates: number, epochs: number, factor: number): number[][] {
  const rounds = [[candidates, epochs]];
  while (rounds.at(-1)![0] > 1) {
    const [left, each] = rounds.at(-1)!;
    rounds.push([Math.max(1, Math.floor(left / factor)), each * factor]);
  }
  return rounds;
}

const halving = defineTask({
  title: "The rounds of a successive halving",
  call: "rounds(candidates, epochs, factor)",
  inputs: (random, size): [number, number, number] => [
    2 + random.integer(12 * size),
    1 + random.integer(4),
    2 + random.integer(3),
  ],
  reference: roundsOf,
  hint: "divide the candidates by the factor, rounded down but never below 1; multiply the epochs by it; stop after the round of a single one",
  mistakes: [
    {
      answer: (candidates, epochs, factor) =>
        roundsOf(candidates, epochs, factor).map(([left]) => [left, epochs]),
      hint: "those that go on get more: their epochs are multiplied by the factor",
    },
    {
      answer: (candidates, epochs, factor) =>
        roundsOf(candidates, epochs, factor).map(([left], round) => [left, epochs * (round + 1)]),
      hint: "epochs grow by a factor each round, not by a constant",
    },
    {
      answer: (candidates, epochs, factor) => roundsOf(candidates, epochs, factor).slice(0, -1),
      hint: "the last candidate trains to the end too: its round is missing",
    },
  ],
});

function drawDeal(random: Random, size: number): [number, number] {
  const k = 2 + random.integer(3);
  return [k * size + 1 + random.integer(k), k];
}

/** Five values of C and four of alpha at the most, with one best score; size 4 has the best cell of the lecture notes. */
function drawTable(random: Random, size: number): [number[][], number[], number[]] {
  const Cs = [0.1, 0.3, 1, 10, 100].slice(0, 1 + size);
  const alphas = [0.2, 0.5, 0.8, 1].slice(0, 1 + size);
  const table = Cs.map(() => alphas.map(() => (300 + random.integer(400)) / 1000));
  if (size === 4) table[1][0] = 0.726;
  else table[random.integer(Cs.length)][random.integer(alphas.length)] = (701 + random.integer(299)) / 1000;
  return [table, Cs, alphas];
}

/** The exercises of notebook 09. */
export const tuningTasks: Record<string, Task> = {
  "09-folds": foldRows,
  "09-best-cell": bestCell,
  "09-fits": fitCount,
  "09-top-share": topShare,
  "09-improvement": improvement,
  "09-halving": halving,
};
