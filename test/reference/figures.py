"""Reference numbers for src/plot, from scikit-learn, NumPy and SciPy: python figures.py > figures.json"""
import json
import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.datasets import load_digits, load_iris
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

rng = np.random.default_rng(11)
n, k = 80, 3
yes = rng.integers(0, 2, n)
score = np.round(1 / (1 + np.exp(-(rng.normal(size=n) + 1.3 * yes))), 2)  # rounded, so that there are ties
labels = rng.integers(0, k, n)
logits = rng.normal(size=(n, k)) + 1.4 * np.eye(k)[labels]
chances = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
fpr, tpr, thresholds = metrics.roc_curve(yes, score, drop_intermediate=False)
precision, recall, _ = metrics.precision_recall_curve(yes, score)
observed, predicted = calibration_curve(yes, score, n_bins=10)

x = np.sort(rng.uniform(0, 10, 25))
y = 1 + 0.5 * x - 0.04 * x ** 2 + rng.normal(0, 0.4, 25)
at = np.linspace(x.min(), x.max(), 101)
def interval(degree, level=0.95):
    X, P = np.vander(x, degree + 1), np.vander(at, degree + 1)
    w, *_ = np.linalg.lstsq(X, y, rcond=None)
    s = np.sqrt(((y - X @ w) ** 2).sum() / (len(x) - degree - 1))
    h = np.einsum("ij,jk,ik->i", P, np.linalg.inv(X.T @ X), P)
    t = stats.t.ppf((1 + level) / 2, len(x) - degree - 1)
    return {"line": (P @ w).tolist(), "mean": (t * s * np.sqrt(h)).tolist(), "point": (t * s * np.sqrt(1 + h)).tolist()}
truth, said = y, np.polyval(np.polyfit(x, y, 1), x)

iris = load_iris().data
pca = PCA(2).fit(iris)
places = pca.transform(iris)
places *= np.where(np.abs(pca.components_).argmax(1)[None, :] >= 0, np.sign(pca.components_[range(2), np.abs(pca.components_).argmax(1)]), 1)
digits = load_digits().data[:100]
tsne = TSNE(2, perplexity=15, init="pca", method="exact", max_iter=500, random_state=0).fit(digits)

print(json.dumps({
    "yes": yes.tolist(), "score": score.tolist(), "labels": labels.tolist(), "chances": chances.tolist(),
    "roc": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "thresholds": thresholds[1:].tolist(),
            "auc": metrics.roc_auc_score(yes, score),
            "macro": metrics.roc_auc_score(labels, chances, multi_class="ovr", average="macro")},
    "precisionRecall": {"precision": precision[:-1][::-1].tolist(), "recall": recall[:-1][::-1].tolist(),
                        "average": metrics.average_precision_score(yes, score)},
    "calibration": {"observed": observed.tolist(), "predicted": predicted.tolist(), "brier": metrics.brier_score_loss(yes, score)},
    "x": x.tolist(), "y": y.tolist(), "intervals": {"1": interval(1), "3": interval(3)},
    "residuals": {"rmse": float(np.sqrt(metrics.mean_squared_error(truth, said))), "mae": metrics.mean_absolute_error(truth, said),
                  "r2": metrics.r2_score(truth, said), "said": said.tolist()},
    "studentT": [[level, nu, stats.t.ppf((1 + level) / 2, nu)] for level in (.5, .9, .95, .99) for nu in (1, 2, 3, 4, 7, 30, 200)],
    "polynomial10": np.polynomial.Polynomial.fit(x, y, 10)(at).tolist(),
    "pca": {"places": places.tolist(), "explained": pca.explained_variance_ratio_.tolist()},
    "tsne": float(tsne.kl_divergence_),
    "correlation": np.corrcoef(iris.T).tolist(), "iris": iris.tolist(),
}))
