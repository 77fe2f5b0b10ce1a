"""Writes src/data/files from the data sets that scikit-learn bundles (pip install scikit-learn==1.9.1)."""

import json
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_iris

FILES = Path(__file__).parents[2] / "src/data/files"
BASE17 = "0123456789abcdefg"


def number(value):
    return repr(float(value)).removesuffix(".0")


def write_table(name, bunch, feature_names):
    lines = [",".join([*feature_names, "class"])]
    for row, label in zip(bunch.data, bunch.target):
        lines.append(",".join([*map(number, row), bunch.target_names[label]]))
    (FILES / f"{name}.csv").write_text("\n".join(lines) + "\n")


def write_digits(bunch):
    """One line an image: 64 grey values 0 to 16, each a digit of base 17, row by row; then a space and the class."""
    lines = ["".join(BASE17[int(v)] for v in row) + f" {label}" for row, label in zip(bunch.data, bunch.target)]
    (FILES / "digits.txt").write_text("\n".join(lines) + "\n")


iris = load_iris()
write_table("iris", iris, [name.removesuffix(" (cm)") for name in iris.feature_names])
cancer = load_breast_cancer()
write_table("breastCancer", cancer, cancer.feature_names)
write_digits(load_digits())


def facts(bunch):
    rows = range(0, len(bunch.data), len(bunch.data) // 7)
    return {
        "shape": bunch.data.shape,
        "classNames": [str(name) for name in bunch.target_names],
        "classCounts": np.bincount(bunch.target).tolist(),
        "mean": bunch.data.mean(axis=0).tolist(),
        "deviation": bunch.data.std(axis=0).tolist(),
        "rows": [{"row": r, "features": bunch.data[r].tolist(), "label": int(bunch.target[r])} for r in rows],
    }


reference = {"iris": facts(iris), "breastCancer": facts(cancer), "digits": facts(load_digits())}
Path(__file__).with_suffix(".json").write_text(json.dumps(reference) + "\n")
