"""The numbers of test/reference/torchMetrics.json: torchmetrics' metrics, in float64, of drawn outputs of every shape.

python test/reference/torchMetrics.py > test/reference/torchMetrics.json

torchmetrics knows no weights: a position of weight 2 is there twice, one of weight 0 is not there.
"""

import json
import warnings

import numpy as np
import torch
import torch.nn.functional as nn
import torchmetrics.functional as tm
import torchmetrics.functional.classification as of

warnings.simplefilter("ignore")
rng = np.random.default_rng(19)
f32 = lambda values: np.asarray(values, np.float32).astype(np.float64)


def gentle(logits):
    """scikit-learn's log loss, and ours, knows no probability below 2e-16."""
    return logits.abs().max() < 20


def classes(logits, truth, units):
    p, y, macro = torch.softmax(logits, -1), truth.long(), {"num_classes": units, "average": "macro"}
    everyone = all((y == k).any() for k in range(units)) and len(y) > 0
    return {
        "accuracy": of.multiclass_accuracy(p, y, num_classes=units, average="micro"),
        "precision": of.multiclass_precision(p, y, **macro),
        "recall": of.multiclass_recall(p, y, **macro),
        "f1": of.multiclass_f1_score(p, y, **macro),
        # Of a class that is not there torchmetrics takes the area to be 0.
        **({"auc": of.multiclass_auroc(p, y, **macro)} if everyone else {}),
        **({"logLoss": nn.cross_entropy(logits, y)} if gentle(logits) else {}),
        **({"top2": of.multiclass_accuracy(p, y, num_classes=units, average="micro", top_k=2)} if units > 2 else {}),
    }


def labels(logits, truth, units):
    p, y = torch.sigmoid(logits), truth.long()
    both = all(0 < y[:, k].sum() < len(y) for k in range(units))
    if units == 1:
        p1, y1 = p[:, 0], y[:, 0]
        found = {
            **{"accuracy": of.binary_accuracy(p1, y1), "precision": of.binary_precision(p1, y1)},
            **{"recall": of.binary_recall(p1, y1), "f1": of.binary_f1_score(p1, y1)},
            **({"auc": of.binary_auroc(p1, y1)} if both else {}),
        }
    else:
        macro = {"num_labels": units, "average": "macro"}
        found = {
            **{"accuracy": of.multilabel_accuracy(p, y, **macro), "precision": of.multilabel_precision(p, y, **macro)},
            **{"recall": of.multilabel_recall(p, y, **macro), "f1": of.multilabel_f1_score(p, y, **macro)},
            **({"auc": of.multilabel_auroc(p, y, **macro)} if both else {}),
        }
    return {**found, **({"logLoss": nn.binary_cross_entropy_with_logits(logits, truth)} if gentle(logits) else {})}


def numbers(output, truth, units):
    # What varies by less than a hundredth torchmetrics takes to be constant, and about a million its sums of squares cancel.
    varies = all(truth[:, k].std() > 0.01 and truth[:, k].abs().max() < 1e4 for k in range(units))
    return {
        "mse": tm.mean_squared_error(output, truth),
        "mae": tm.mean_absolute_error(output, truth),
        **({"r2": tm.r2_score(output, truth)} if varies else {}),
    }


def case(name, kind, output, truth, weight=None, steps=None):
    """output [positions, units]; truth [positions] class indices or [positions, units]; weight whole numbers."""
    output, truth = f32(output), f32(truth)
    units = output.shape[1]
    there = np.repeat(np.arange(len(output)), np.ones(len(output), int) if weight is None else weight)
    found = {"classes": classes, "labels": labels, "numbers": numbers}[kind](
        torch.tensor(output[there]), torch.tensor(truth[there]), units
    )
    plain = lambda values: [int(v) if v == int(v) else float(np.float32(v)) for v in np.ravel(values)]
    return {
        **{"name": name, "kind": kind, "units": units, "steps": steps, "output": plain(output), "truth": plain(truth)},
        **{"weight": None if weight is None else plain(weight)},
        "expected": {name: float(value) for name, value in found.items()},
    }


def drawn(rows, units, kind, scale=2.0):
    logits = rng.normal(0, scale, (rows, units))
    if kind == "classes":
        truth = np.where(rng.random(rows) < 0.5, logits.argmax(1), rng.integers(0, units, rows))
    elif kind == "labels":
        truth = (logits + rng.normal(0, scale, (rows, units)) > 0).astype(float)
    else:
        truth = logits + rng.normal(0, 0.5, (rows, units))
    return logits, truth


def weights(count):
    return rng.integers(0, 4, count)


cases = []
for units in (2, 3, 6):
    cases.append(case(f"{units} classes", "classes", *drawn(40, units, "classes")))
    cases.append(case(f"{units} classes with weights", "classes", *drawn(40, units, "classes"), weights(40)))
for units in (1, 2, 5):
    cases.append(case(f"{units} labels", "labels", *drawn(40, units, "labels")))
    cases.append(case(f"{units} labels with weights", "labels", *drawn(40, units, "labels"), weights(40)))
for units in (1, 3):
    cases.append(case(f"{units} numbers", "numbers", *drawn(40, units, "numbers")))
    cases.append(case(f"{units} numbers with weights", "numbers", *drawn(40, units, "numbers"), weights(40)))

for kind, units in (("classes", 3), ("labels", 1), ("labels", 3), ("numbers", 2)):
    cases.append(case(f"{units} {kind} of each step", kind, *drawn(48, units, kind), steps=6))
    mask = (np.arange(6)[None] < rng.integers(1, 7, 8)[:, None]).astype(int).ravel()
    cases.append(case(f"{units} {kind} of each step, masked", kind, *drawn(48, units, kind), mask, steps=6))
    cases.append(case(f"{units} {kind} of each step, weighted", kind, *drawn(48, units, kind), weights(48), steps=6))

# Extremes.
logits, _ = drawn(200, 1, "labels")
rare = np.zeros((200, 1))
rare[[17, 150]] = 1
cases.append(case("rare events", "labels", logits, rare))
cases.append(case("no event at all", "labels", logits[:30], np.zeros((30, 1))))
cases.append(case("events only", "labels", logits[:30], np.ones((30, 1))))
ties = rng.integers(-2, 3, (60, 1)) * 0.5
cases.append(case("ties", "labels", ties, (rng.random((60, 1)) < 0.4).astype(float)))
cases.append(case("one score for all", "labels", np.full((20, 1), 0.25), (np.arange(20) % 3 == 0).astype(float)[:, None]))
steep, steep_truth = drawn(40, 1, "labels", 30)
cases.append(case("logits of 30", "labels", steep, steep_truth))
cases.append(case("classes with logits of 30", "classes", *drawn(40, 4, "classes", 30)))
logits, truth = drawn(40, 4, "classes")
cases.append(case("a class that is never true", "classes", logits, np.where(truth == 3, 0, truth)))
logits[:, 2] = -20
cases.append(case("a class in neither truth nor guess", "classes", logits, np.where(truth == 2, 0, truth)))
cases.append(case("all of one class", "classes", logits, np.zeros(40)))
far = 1e6 + rng.normal(0, 1, (50, 1))
cases.append(case("numbers about a million", "numbers", far + rng.normal(0, 0.3, (50, 1)), far))
tiny = rng.normal(0, 1e-6, (50, 2))
cases.append(case("numbers about a millionth", "numbers", tiny + rng.normal(0, 1e-6, (50, 2)), tiny))
cases.append(case("constant truth", "numbers", rng.normal(0, 1, (20, 1)), np.full((20, 1), 3.0)))
cases.append(case("worse than the mean", "numbers", rng.normal(9, 1, (20, 1)), rng.normal(0, 1, (20, 1))))

print(json.dumps(cases, separators=(",", ":")))
