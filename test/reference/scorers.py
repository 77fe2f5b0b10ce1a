"""The numbers of test/reference/scorers.json: scikit-learn's scores of labels that were not all seen, and of decision values.

python test/reference/scorers.py > test/reference/scorers.json
"""

import json
import warnings

import numpy as np
from sklearn import metrics as m

warnings.simplefilter("ignore")
rng = np.random.default_rng(22)


def scores(truth, said, average):
    pick = {"average": average, "zero_division": 0, **({"pos_label": max(truth)} if average == "binary" else {})}
    return {
        "accuracy": m.accuracy_score(truth, said),
        "precision": m.precision_score(truth, said, **pick),
        "recall": m.recall_score(truth, said, **pick),
        "f1": m.f1_score(truth, said, **pick),
        "balancedAccuracy": m.balanced_accuracy_score(truth, said),
    }


def case(name, classes, truth, said, average="macro"):
    truth, said = [list(map(int, values)) for values in (truth, said)]
    return {"name": name, "classes": classes, "truth": truth, "said": said, "expected": scores(truth, said, average)}


labels = [
    case("two classes", [3, 7], rng.choice([3, 7], 30), rng.choice([3, 7], 30), "binary"),
    case("three classes", [0, 1, 2], rng.integers(0, 3, 30), rng.integers(0, 3, 30)),
    case("a class that is nowhere", [0, 1, 2], [0, 0, 1, 1], [0, 0, 1, 1]),
    case("a class that is only said", [0, 1, 2], [0, 0, 1, 1], [0, 2, 1, 1]),
    case("a class that is never said", [0, 1, 2], [0, 2, 1, 1], [0, 0, 1, 1]),
    case("a label that was never seen", [0, 1, 2], [0, 1, 9], [0, 1, 0]),
    case("a third label beside two classes", [0, 1], [0, 1, 2, 1], [0, 1, 0, 0]),
]

truth = rng.integers(0, 3, 40)
p = rng.dirichlet([1, 1, 1], 40)
ranking = {"truth": truth.tolist(), "probabilities": p.tolist(), "rocAuc": m.roc_auc_score(truth, p, multi_class="ovr")}
print(json.dumps({"labels": labels, "ranking": ranking}, separators=(",", ":")))
