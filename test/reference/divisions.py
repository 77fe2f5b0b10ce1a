"""How scikit-learn divides rows by groups and by time, for test/train/divisions.test.ts: python divisions.py

pip install scikit-learn==1.9.1 numpy==2.4.6
"""

import json
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, TimeSeriesSplit

SIZES = [17, 13, 11, 9, 8, 5, 4, 3, 2, 1]


def time_series():
    for rows, folds, gap in [(12, 3, 0), (13, 3, 2), (100, 5, 6), (7, 6, 0), (365, 4, 27)]:
        split = TimeSeriesSplit(folds, gap=gap).split(np.zeros((rows, 1)))
        parts = [{"train": train.tolist(), "validation": test.tolist()} for train, test in split]
        yield {"rows": rows, "folds": folds, "gap": gap, "parts": parts}


def groups():
    """Groups of different sizes, so that the order in which they are dealt is one."""
    values = np.random.default_rng(0).permutation(np.repeat(np.arange(len(SIZES)), SIZES))
    for folds in [2, 3, 5]:
        tests = [sorted(test.tolist()) for _, test in GroupKFold(folds).split(values, groups=values)]
        yield {"groups": values.tolist(), "folds": folds, "validation": tests}


def stratified():
    random = np.random.default_rng(1)
    values = random.permutation(np.repeat(np.arange(len(SIZES)), SIZES))
    classes = (random.random(len(values)) < 0.2 + 0.05 * values).astype(int) + (random.random(len(values)) < 0.2)
    for folds in [2, 3, 4]:
        splitter = StratifiedGroupKFold(folds)
        tests = [sorted(test.tolist()) for _, test in splitter.split(values, classes, values)]
        yield {"groups": values.tolist(), "classes": classes.tolist(), "folds": folds, "validation": tests}


cases = {"timeSeries": list(time_series()), "groups": list(groups()), "stratified": list(stratified())}
Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
