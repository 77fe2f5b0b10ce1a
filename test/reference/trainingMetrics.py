"""Reference values for src/train/metrics and losses, from scikit-learn, Keras and Optax: python trainingMetrics.py > trainingMetrics.json"""
import json, os
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np, keras, optax
from sklearn import metrics as m

rng = np.random.default_rng(3)
n, k = 60, 4
labels = rng.integers(0, k, n)
logits = (rng.normal(size=(n, k)) + 1.5 * np.eye(k)[labels]).astype("float32")
p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
said = p.argmax(1)
yes = rng.integers(0, 2, n)
score = (rng.normal(size=n) + 1.2 * yes).astype("float32")
q = 1 / (1 + np.exp(-score))
truth, guess = rng.normal(size=(n, 2)).astype("float32"), None
guess = (truth + rng.normal(size=(n, 2)) / 2).astype("float32")
weight = rng.uniform(0.5, 2, n).round(2)
macro = dict(average="macro")
L = keras.losses
print(json.dumps({
    "labels": labels.tolist(), "logits": logits.ravel().tolist(), "yes": yes.tolist(), "score": score.tolist(),
    "truth": truth.ravel().tolist(), "guess": guess.ravel().tolist(), "weight": weight.tolist(),
    "classes": {
        "accuracy": m.accuracy_score(labels, said), "precision": m.precision_score(labels, said, **macro),
        "recall": m.recall_score(labels, said, **macro), "f1": m.f1_score(labels, said, **macro),
        "auc": m.roc_auc_score(labels, p, multi_class="ovr", **macro), "logLoss": m.log_loss(labels, p),
        "top2": m.top_k_accuracy_score(labels, p, k=2)},
    "weighted": {"accuracy": m.accuracy_score(labels, said, sample_weight=weight),
                 "f1": m.f1_score(labels, said, sample_weight=weight, **macro)},
    "binary": {
        "accuracy": m.accuracy_score(yes, q > .5), "precision": m.precision_score(yes, q > .5),
        "recall": m.recall_score(yes, q > .5), "f1": m.f1_score(yes, q > .5), "auc": m.roc_auc_score(yes, q),
        "logLoss": m.log_loss(yes, q)},
    "numbers": {"mae": m.mean_absolute_error(truth, guess), "mse": m.mean_squared_error(truth, guess),
                "r2": m.r2_score(truth[:, 0], guess[:, 0])},
    "losses": {name: float(f(truth, guess)) for name, f in {
        "meanSquaredError": L.MeanSquaredError(), "meanAbsoluteError": L.MeanAbsoluteError(), "huber": L.Huber(),
        "logcosh": L.LogCosh(), "meanAbsolutePercentageError": L.MeanAbsolutePercentageError(),
        "cosineProximity": L.CosineSimilarity()}.items()}
    | {"hinge": float(L.Hinge()(np.sign(truth), guess)),
       "poisson": float(L.Poisson()(np.abs(truth), np.abs(guess))),
       "kullbackLeiblerDivergence": float(L.KLDivergence()(p, np.roll(p, 1, 0))),
       "categoricalCrossentropy": float(L.CategoricalCrossentropy(from_logits=True)(np.eye(k)[labels], logits)),
       "binaryCrossentropy": float(np.mean(optax.sigmoid_binary_cross_entropy(score, yes)))},
}))
