"""Reference values for small problems of src/classic, from NumPy and scikit-learn: python classicSmall.py

pip install scikit-learn==1.9.1 numpy==2.4.6 xgboost-cpu==3.2.0

Tall, square and wide matrices, columns that depend on one another, that are zero or constant; few steps and many.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import xgboost
from sklearn import linear_model, svm
from sklearn.decomposition import PCA

warnings.simplefilter("ignore")
rng = np.random.default_rng(7)


def draw(*shape):
    return rng.normal(size=shape).round(2)


tall = draw(12, 3)
MATRICES = {
    "tall": tall,
    "square": draw(3, 3),
    "wide": draw(3, 5),
    "oneRow": draw(1, 2),
    "oneColumn": draw(6, 1),
    "dependent": np.c_[tall[:, :2], tall[:, 0] + tall[:, 1]],
    "zeroColumn": np.c_[tall[:, 0], np.zeros(12), tall[:, 1]],
    "zeroFirst": np.c_[np.zeros(12), tall[:, :2]],
    "constantColumn": np.c_[tall[:, 0], np.full(12, 5.0), tall[:, 1]],
    "scales": tall * [1e4, 1, 1e-3],
    "twice": np.r_[tall, tall][:, ::-1],
}


def centred(x, y, intercept):
    return (x - x.mean(0), y - y.mean()) if intercept else (x, y)


def solved(x, y, w, intercept):
    return {"coefficients": w.tolist(), "intercept": float(y.mean() - x.mean(0) @ w) if intercept else 0.0}


def least_squares(x, y, intercept):
    cx, cy = centred(x, y, intercept)
    return solved(x, y, np.linalg.pinv(cx, rcond=max(x.shape) * np.finfo(float).eps) @ cy, intercept)


def ridge(x, y, intercept, alpha):
    cx, cy = centred(x, y, intercept)
    return solved(x, y, np.linalg.solve(cx.T @ cx + alpha * np.eye(x.shape[1]), cx.T @ cy), intercept)


def linear(name, x):
    y = (x @ np.arange(1, x.shape[1] + 1) + draw(len(x)) + 3).round(2)
    ways = {str(intercept).lower(): {
        "leastSquares": least_squares(x, y, intercept),
        "ridge": ridge(x, y, intercept, 0.3),
    } for intercept in [True, False]}
    return {"name": name, "x": x.tolist(), "y": y.tolist(), **ways}


def descended(x, y, ratio, alpha, tol, iterations, intercept):
    m = linear_model.ElasticNet(alpha=alpha, l1_ratio=ratio, tol=tol, max_iter=iterations, fit_intercept=intercept).fit(x, y)
    options = {"alpha": alpha, "l1Ratio": ratio, "tol": tol, "maxIter": iterations, "fitIntercept": intercept}
    return {"options": options, "coefficients": m.coef_.tolist(), "intercept": float(m.intercept_), "iterations": int(m.n_iter_)}


def descent():
    found = []
    for name, x in {"tall": draw(40, 4), "wide": draw(6, 5), "zeroColumn": np.c_[draw(20, 2), np.zeros(20), draw(20, 1)]}.items():
        y = (x @ np.linspace(3, -1, x.shape[1]) + 0.3 * draw(len(x)) + 2).round(2)
        runs = [descended(x, y, ratio, alpha, tol, iterations, intercept)
                for ratio, alpha in [(1, 0.1), (0.5, 0.2), (0, 0.05), (1, 0)]
                for tol, iterations in [(1e-2, 1000), (1e-4, 1000), (1e-9, 5000), (1e-12, 2)]
                for intercept in [True, False]]
        found.append({"name": name, "x": x.tolist(), "y": y.tolist(), "runs": runs})
    return found


def components(name, x, **options):
    m = PCA(svd_solver="full", **options).fit(x)
    theirs = {"n_components": "nComponents"}
    return {
        "name": name, "x": x.tolist(), "options": {theirs.get(key, key): value for key, value in options.items()},
        "components": m.components_.tolist(), "explainedVariance": m.explained_variance_.tolist(),
        "explainedVarianceRatio": m.explained_variance_ratio_.tolist(), "transformed": m.transform(x).tolist(),
        "back": m.inverse_transform(m.transform(x)).tolist(),
    }


def machines():
    found = []
    for classes in [2, 3, 4]:
        x = draw(30, 2)
        y = (np.abs(x).sum(1) * 2).astype(int) % classes
        for options in [dict(), dict(kernel="poly", gamma=0.4, coef0=0.5), dict(kernel="sigmoid", gamma="auto", C=0.5, coef0=-0.2), dict(kernel="linear", C=0.2)]:
            m = svm.SVC(tol=1e-6, **options).fit(x, y)
            o = svm.SVC(tol=1e-6, decision_function_shape="ovo", **options).fit(x, y)
            found.append({
                "options": options, "x": x.tolist(), "y": y.tolist(), "support": m.support_.tolist(),
                "supportCounts": m.n_support_.tolist(), "predictions": m.predict(x).tolist(),
                "decisions": m.decision_function(x).reshape(30, -1).tolist(), "pairs": o.decision_function(x).reshape(30, -1).tolist(),
            })
    return found


def regressors():
    x = draw(20, 2)
    y = (x[:, 0] ** 2 - x[:, 1]).round(2)
    found = []
    for options in [dict(), dict(epsilon=0.4), dict(C=7, kernel="poly", degree=2, gamma=0.3, coef0=1), dict(kernel="linear", epsilon=0)]:
        m = svm.SVR(tol=1e-6, **options).fit(x, y)
        found.append({"options": options, "x": x.tolist(), "y": y.tolist(), "support": m.support_.tolist(), "predictions": m.predict(x).tolist()})
    return found


def boosted():
    x = draw(60, 3)
    y = ((x[:, 0] * x[:, 1] > 0).astype(int) + (x[:, 2] > 0.8)).clip(0, 1)
    own = dict(n_estimators=12, max_depth=3, learning_rate=0.7, n_jobs=1, random_state=0)
    shares = {kind: xgboost.XGBClassifier(importance_type=kind, **own).fit(x[:40], y[:40]).feature_importances_
              for kind in ["gain", "weight", "cover", "total_gain", "total_cover"]}
    stopped = {}
    for metric in ["auc", "error", "logloss", "aucpr"]:
        m = xgboost.XGBClassifier(early_stopping_rounds=4, eval_metric=metric, **own)
        m.fit(x[:40], y[:40], eval_set=[(x[40:], y[40:])], verbose=False)
        scores = m.evals_result()["validation_0"][metric]
        stopped[metric] = {"scores": scores, "bestIteration": m.best_iteration, "probabilities": m.predict_proba(x[40:])[:, 1].astype(float).tolist()}
    r = xgboost.XGBRegressor(early_stopping_rounds=2, eval_metric="mae", **own)
    r.fit(x[:40], x[:40, 0], eval_set=[(x[40:], x[40:, 0])], verbose=False)
    stopped["mae"] = {"scores": r.evals_result()["validation_0"]["mae"], "bestIteration": r.best_iteration, "predictions": r.predict(x[40:]).astype(float).tolist()}
    return {"x": x.tolist(), "y": y.tolist(), "shares": {k: v.astype(float).tolist() for k, v in shares.items()}, "stopped": stopped}


REFERENCE = {
    "linear": [linear(name, x) for name, x in MATRICES.items()],
    "descent": descent(),
    "pca": [
        components("tall", tall), components("tall white", tall, whiten=True), components("wide", MATRICES["wide"]),
        components("two of wide, white", MATRICES["wide"], n_components=2, whiten=True),
        components("square", MATRICES["square"], n_components=2),
        *[components(f"a share of {share}", tall, n_components=share) for share in [0.3, 0.6, 0.9, 0.9999]],
        components("dependent", MATRICES["dependent"], n_components=2),
    ],
    "svc": machines(),
    "svr": regressors(),
    "xgboost": boosted(),
}


def short(value):
    if isinstance(value, float):
        return float(f"{value:.13g}")
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    return [short(inner) for inner in value] if isinstance(value, list) else value


text = json.dumps(short(REFERENCE), separators=(",", ":"))
Path(__file__).with_suffix(".json").write_text(text + "\n")
