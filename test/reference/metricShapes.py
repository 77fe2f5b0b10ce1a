"""The numbers of test/reference/metricShapes.json: scikit-learn's metrics, in float64, of every shape of output.

python test/reference/metricShapes.py > test/reference/metricShapes.json
"""

import json
import warnings

import numpy as np
from sklearn import metrics as m

warnings.simplefilter("ignore")
rng = np.random.default_rng(14)
f32 = lambda values: np.asarray(values, np.float32).astype(np.float64)
sigmoid = lambda z: 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def odds(z, k):
    """The log odds of a class, which ranks as its probability does, and has no end at 1 - 1e-16."""
    return z[:, k] - np.logaddexp.reduce(np.delete(z, k, 1), axis=1)


def case(name, kind, logits, truth, weight=None):
    """logits [rows, units]; truth [rows] class indices, or [rows, units] of 0 and 1, of -1 and 1, or numbers."""
    logits, truth = f32(logits), f32(truth)
    w = None if weight is None else f32(weight)
    of = {"classes": classes, "labels": labels, "margins": margins, "numbers": numbers}[kind]
    plain = lambda values: None if values is None else [int(v) if v == int(v) else float(v) for v in np.ravel(values)]
    return {
        **{"name": name, "kind": kind, "units": logits.shape[1], "output": plain(logits), "truth": plain(truth)},
        **{"weight": plain(w), "expected": of(logits, truth, w)},
    }


def classes(logits, truth, w):
    p, y = softmax(logits), truth.astype(int)
    said, units = p.argmax(1), p.shape[1]
    one_hot = np.eye(units)[y]
    macro = {"average": "macro", "zero_division": 0, "sample_weight": w}
    areas = [m.roc_auc_score(one_hot[:, k], odds(logits, k), sample_weight=w) for k in range(units) if 0 < one_hot[:, k].sum() < len(y)]
    top2 = np.mean if w is None else lambda hits: np.average(hits, weights=w)
    return {
        "accuracy": m.accuracy_score(y, said, sample_weight=w),
        "precision": m.precision_score(y, said, **macro),
        "recall": m.recall_score(y, said, **macro),
        "f1": m.f1_score(y, said, **macro),
        "auc": np.mean(areas) if areas else None,
        "logLoss": m.log_loss(y, p, labels=range(units), sample_weight=w),
        "top2": top2([y[i] in np.argsort(-p[i], kind="stable")[:2] for i in range(len(y))]),
    }


def labels(logits, truth, w):
    p, units = sigmoid(logits), logits.shape[1]
    said = (p > 0.5).astype(int)
    mean = lambda score: float(np.mean([score(truth[:, k].astype(int), k) for k in range(units)]))
    binary = {"average": "binary", "zero_division": 0, "sample_weight": w}
    known = [k for k in range(units) if 0 < truth[:, k].sum() < len(truth)]
    areas = [m.roc_auc_score(truth[:, k], logits[:, k], sample_weight=w) for k in known]
    return {
        "accuracy": mean(lambda y, k: m.accuracy_score(y, said[:, k], sample_weight=w)),
        "precision": mean(lambda y, k: m.precision_score(y, said[:, k], **binary)),
        "recall": mean(lambda y, k: m.recall_score(y, said[:, k], **binary)),
        "f1": mean(lambda y, k: m.f1_score(y, said[:, k], **binary)),
        "auc": np.mean(areas) if areas else None,
        "logLoss": mean(lambda y, k: m.log_loss(y, np.c_[sigmoid(-logits[:, k]), p[:, k]], labels=[0, 1], sample_weight=w)),
    }


def margins(scores, truth, w):
    y = (truth > 0).astype(int)
    said, units = (scores > 0).astype(int), scores.shape[1]
    mean = lambda score: float(np.mean([score(k) for k in range(units)]))
    binary = {"average": "binary", "zero_division": 0, "sample_weight": w}
    return {
        "accuracy": mean(lambda k: m.accuracy_score(y[:, k], said[:, k], sample_weight=w)),
        "precision": mean(lambda k: m.precision_score(y[:, k], said[:, k], **binary)),
        "recall": mean(lambda k: m.recall_score(y[:, k], said[:, k], **binary)),
        "f1": mean(lambda k: m.f1_score(y[:, k], said[:, k], **binary)),
        "auc": mean(lambda k: m.roc_auc_score(y[:, k], scores[:, k], sample_weight=w)),
        "loss": float(np.average(np.maximum(0, 1 - np.where(truth > 0, 1, -1) * scores).mean(1), weights=w)) if w is None else None,
    }


def numbers(guess, truth, w):
    return {
        "mae": m.mean_absolute_error(truth, guess, sample_weight=w),
        "mse": m.mean_squared_error(truth, guess, sample_weight=w),
        "r2": m.r2_score(truth, guess, sample_weight=w),
    }


def pick(shape, p=0.5):
    return (rng.random(shape) < p).astype(float)


weights = rng.integers(0, 4, 40) / 2
rows = np.arange(40)
cases = [
    case("one unit", "labels", rng.normal(size=(40, 1)), pick((40, 1))),
    case("one unit, weighted", "labels", rng.normal(size=(40, 1)), pick((40, 1)), weights),
    case("one unit, rare events, crowded", "labels", -9 + 1e-3 * rng.normal(size=(400, 1)), pick((400, 1), 0.03)),
    case("one unit, almost sure", "labels", rng.normal(0, 40, (40, 1)), pick((40, 1))),
    case("one unit, ties", "labels", rng.integers(-1, 2, (40, 1)), pick((40, 1))),
    case("one unit, one class", "labels", rng.normal(size=(40, 1)), np.ones((40, 1))),
    case("three sigmoids", "labels", rng.normal(size=(40, 3)), pick((40, 3))),
    case("three sigmoids, weighted", "labels", rng.normal(size=(40, 3)), pick((40, 3)), weights),
    case("three sigmoids of which one is never true", "labels", rng.normal(size=(40, 3)), pick((40, 3)) * [1, 0, 1]),
    case("two units", "classes", rng.normal(size=(40, 2)), rng.integers(0, 2, 40)),
    case("two units, weighted", "classes", rng.normal(size=(40, 2)), rng.integers(0, 2, 40), weights),
    case("four units", "classes", rng.normal(size=(40, 4)), rng.integers(0, 4, 40)),
    case("four units, weighted", "classes", rng.normal(size=(40, 4)), rng.integers(0, 4, 40), weights),
    case("four units of which one is nowhere", "classes", rng.normal(size=(40, 4)) - [0, 99, 0, 0], rng.integers(0, 2, 40) * 2),
    case("four units, almost sure", "classes", rng.normal(0, 40, (40, 4)), rng.integers(0, 4, 40)),
    case("margins", "margins", rng.normal(size=(40, 1)), pick((40, 1)) * 2 - 1),
    case("margins, weighted", "margins", rng.normal(0, 3, (40, 1)), pick((40, 1)) * 2 - 1, weights),
    case("margins of truth 0 and 1", "margins", rng.normal(size=(40, 1)), pick((40, 1))),
    case("two margins", "margins", rng.normal(size=(40, 2)), pick((40, 2)) * 2 - 1),
    case("numbers", "numbers", rng.normal(size=(40, 1)), rng.normal(size=(40, 1))),
    case("numbers, weighted", "numbers", rng.normal(size=(40, 1)), rng.normal(size=(40, 1)), weights),
    case("two numbers of unlike spread", "numbers", rng.normal(size=(40, 2)) * [1, 90], rng.normal(size=(40, 2)) * [1, 99]),
    case("numbers about 1e6", "numbers", 1e6 + rng.integers(-3, 4, (40, 1)) / 4, 1e6 + rng.integers(-9, 10, (40, 1)) / 4),
    case("numbers about -1e5, weighted", "numbers", -1e5 + rng.normal(size=(40, 1)), -1e5 + rng.normal(size=(40, 1)), weights),
    case("four numbers", "numbers", [[10000], [10001], [10002], [10002]], [[10000], [10001], [10002], [10003]]),
    case("a constant truth", "numbers", rng.normal(size=(40, 1)), np.full((40, 1), 3)),
    case("a constant truth, guessed", "numbers", np.full((40, 1), 3), np.full((40, 1), 3)),
    case("a constant truth beside another", "numbers", rng.normal(size=(40, 2)), np.c_[np.full(40, 0.5), rng.normal(size=40)]),
]
print(json.dumps(cases, separators=(",", ":"), default=float).replace('{"name"', '\n{"name"'))
