import { breastCancer, digits, iris, moments } from "../../src/data/index";
import reference from "../reference/bundledData.json";

// The reference numbers are scikit-learn's own (test/reference/bundledData.py).
const sets = { iris: iris(), breastCancer: breastCancer(), digits: digits({ scaled: false }) };
const names = Object.keys(sets) as (keyof typeof sets)[];

test.each(names)("%s has the rows, features and classes of scikit-learn's copy", (name) => {
  const data = sets[name];
  expect(data.shape).toEqual(reference[name].shape);
  expect(data.classCounts()).toEqual(reference[name].classCounts);
  expect(data.classNames).toEqual(reference[name].classNames);
});

test.each(names)("%s has the means and deviations of scikit-learn's copy", (name) => {
  const { mean, standardDeviation } = moments(sets[name]);
  mean.forEach((value, at) => expect(closeTo(value, reference[name].mean[at])).toBe(true));
  standardDeviation.forEach((value, at) => expect(closeTo(value, reference[name].deviation[at])).toBe(true));
});

test.each(names)("%s has the values of scikit-learn's copy in rows from all over it", (name) => {
  for (const { row, features, label } of reference[name].rows) {
    features.forEach((value, at) => expect(sets[name].row(row)[at]).toBe(value));
    expect(sets[name].labels[row]).toBe(label);
  }
});

function closeTo(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 1e-6 * Math.max(1, Math.abs(expected));
}

test("digits are scaled to [0, 1] unless asked otherwise", () => {
  const scaled = digits().features;
  expect(scaled.every((value, at) => value === sets.digits.features[at] / 16)).toBe(true);
});
