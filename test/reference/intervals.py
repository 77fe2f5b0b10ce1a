"""Means of several runs with their 95 % intervals, by SciPy: python intervals.py > intervals.json (pip install scipy)"""
import json
import numpy as np
from scipy import stats

random = np.random.default_rng(3)


def case(count):
    values = np.round(random.normal(0.9, 0.05, count), 6)
    mean, error = values.mean(), stats.sem(values)
    low, high = stats.t.interval(0.95, count - 1, loc=mean, scale=error)
    return {"values": values.tolist(), "mean": mean, "deviation": values.std(ddof=1), "low": low, "high": high}


print(json.dumps([case(count) for count in (2, 3, 5, 10, 16, 17, 30, 100)]))
