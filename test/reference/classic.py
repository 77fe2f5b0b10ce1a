"""Reference values for src/classic, from scikit-learn and XGBoost: python classic.py

pip install scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1 xgboost-cpu==3.2.0

Features have 64 bits, as the data sets of src/data have them. Every fourth row is for the test, counted from 0.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import xgboost
from sklearn import datasets, linear_model, metrics, neighbors, preprocessing, svm
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor


def load(bunch, scale=1):
    x = bunch.data / scale
    test = np.arange(len(x)) % 4 == 0
    return x[~test], bunch.target[~test], x[test], bunch.target[test]


SETS = {
    "iris": load(datasets.load_iris()),
    "breastCancer": load(datasets.load_breast_cancer()),
    "digits": load(datasets.load_digits(), 16),
}
SCALED = {
    name: (scaler.transform(x), y, scaler.transform(tx), ty)
    for name, (x, y, tx, ty) in SETS.items()
    for scaler in [preprocessing.StandardScaler().fit(x)]
}


def plain(value):
    return value.tolist() if isinstance(value, np.ndarray) else value


def over(sets, facts):
    return {name: {key: plain(value) for key, value in facts(*data).items()} for name, data in sets.items()}


def linear(model, iterative=False):
    def facts(x, y, tx, ty):
        m = model().fit(x, y)
        said = m.predict(tx)
        return {"coefficients": m.coef_, "intercept": m.intercept_, "predictions": said[:20], "score": m.score(tx, ty)}

    return facts


def logistic(x, y, tx, ty):
    m = linear_model.LogisticRegression(C=0.5, tol=1e-10, max_iter=10000).fit(x, y)
    return {
        "coefficients": m.coef_, "intercepts": m.intercept_, "probabilities": m.predict_proba(tx)[:20],
        "decisions": m.decision_function(tx)[:20].reshape(20, -1), "score": m.score(tx, ty),
    }


def path(x, y, tx, ty):
    alphas, coefs, _ = linear_model.enet_path(
        x - x.mean(0), y - y.mean(), l1_ratio=0.7, alphas=None, eps=1e-2, n_alphas=8, tol=1e-12, max_iter=100000)
    return {"alphas": alphas, "coefficients": coefs.T}


KERNELS = {
    "rbf": dict(C=10), "linear": dict(C=0.5), "poly": dict(degree=2, coef0=1, gamma="auto"),
    "sigmoid": dict(gamma=0.01, coef0=-0.5),
}


def svc(kernel):
    def facts(x, y, tx, ty):
        m = svm.SVC(kernel=kernel, tol=1e-8, **KERNELS[kernel]).fit(x, y)
        votes = svm.SVC(kernel=kernel, tol=1e-8, decision_function_shape="ovo", **KERNELS[kernel]).fit(x, y)
        return {
            "supportCounts": m.n_support_, "predictions": m.predict(tx), "score": m.score(tx, ty),
            "decisions": m.decision_function(tx)[:20].reshape(20, -1),
            "pairs": votes.decision_function(tx)[:20].reshape(20, -1),
        }

    return facts


def svr(x, y, tx, ty):
    m = svm.SVR(C=2, epsilon=0.05, tol=1e-8).fit(x, y)
    return {"predictions": m.predict(tx)[:20], "score": m.score(tx, ty), "supportCount": len(m.support_)}


BOOST = dict(n_estimators=20, max_depth=4, learning_rate=0.2, min_child_weight=2, subsample=0.8, colsample_bytree=0.7,
             reg_lambda=1.5, reg_alpha=0.1, gamma=0.05, random_state=7, n_jobs=1)


def boosted(x, y, tx, ty):
    m = xgboost.XGBClassifier(**BOOST).fit(x, y)
    p = m.predict_proba(tx)
    return {
        "probabilities": p[:20].astype(float), "sha256": hashlib.sha256(np.ascontiguousarray(p, dtype="<f4").tobytes()).hexdigest(),
        "importances": m.feature_importances_.astype(float), "score": m.score(tx, ty),
    }


def boosted_numbers(x, y, tx, ty):
    m = xgboost.XGBRegressor(**BOOST).fit(x, y.astype(float))
    p = m.predict(tx)
    return {
        "predictions": p[:20].astype(float), "sha256": hashlib.sha256(np.ascontiguousarray(p, dtype="<f4").tobytes()).hexdigest(),
        "importances": m.feature_importances_.astype(float), "score": m.score(tx, ty.astype(float)),
    }


def stopped(x, y, tx, ty):
    m = xgboost.XGBClassifier(n_estimators=300, learning_rate=0.5, early_stopping_rounds=3, n_jobs=1, random_state=0)
    m.fit(x, y, eval_set=[(tx, ty)], verbose=False)
    return {"bestIteration": m.best_iteration, "bestScore": m.best_score, "score": m.score(tx, ty)}


def saved():
    """A model that Python wrote, for ours to read, and what it predicts."""
    x, y, tx, ty = SETS["iris"]
    m = xgboost.XGBClassifier(n_estimators=3, max_depth=2, n_jobs=1).fit(x, y)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "model.json")
        m.save_model(file)
        return {"model": file.read_text(), "probabilities": m.predict_proba(tx)[:20].astype(float).tolist()}


def near(model):
    def facts(x, y, tx, ty):
        m = model().fit(x, y)
        said = {"predictions": m.predict(tx)[:40].astype(float), "score": m.score(tx, ty)}
        return {**said, "probabilities": m.predict_proba(tx)[:20]} if hasattr(m, "predict_proba") else said

    return facts


def forest(x, y, tx, ty):
    """Scores over seeds: a forest's trees are drawn, so that only their distribution can be compared."""
    scores = [RandomForestClassifier(50, random_state=s).fit(x, y).score(tx, ty) for s in range(10)]
    numbers = [RandomForestRegressor(50, random_state=s).fit(x, y).score(tx, ty) for s in range(5)]
    return {"mean": np.mean(scores), "deviation": np.std(scores, ddof=1), "regressionMean": np.mean(numbers),
            "regressionDeviation": np.std(numbers, ddof=1)}


def tree(x, y, tx, ty):
    """Without anything drawn a forest is one tree. Splits that part the training rows alike are drawn in scikit-learn all
    the same, and differ on other rows: so these are the training rows."""
    m = DecisionTreeClassifier(max_depth=3, random_state=0).fit(x, y)
    r = DecisionTreeRegressor(max_depth=3, random_state=0).fit(x, y)
    return {"probabilities": m.predict_proba(x)[::20], "score": m.score(x, y), "numbers": r.predict(x)[::20],
            "regressionScore": r.score(x, y)}


def scaled(x, y, tx, ty):
    standard, bounds = preprocessing.StandardScaler().fit(x), preprocessing.MinMaxScaler((-1, 2)).fit(x)
    return {"standard": standard.transform(tx)[:3], "minMax": bounds.transform(tx)[:3]}


def components(x, y, tx, ty):
    m, white = PCA(3, svd_solver="full").fit(x), PCA(3, whiten=True, svd_solver="full").fit(x)
    share = PCA(0.9, svd_solver="full").fit(x)
    return {"components": m.components_, "explainedVariance": m.explained_variance_, "transformed": m.transform(tx)[:5],
            "explainedVarianceRatio": m.explained_variance_ratio_, "white": white.transform(tx)[:5], "forShare": share.n_components_}


def scores(x, y, tx, ty):
    m = make_pipeline(preprocessing.StandardScaler(), PCA(2, svd_solver="full"), linear_model.LogisticRegression(tol=1e-10, max_iter=10000)).fit(x, y)
    names = {"accuracy": "accuracy", "balancedAccuracy": "balanced_accuracy", "negLogLoss": "neg_log_loss"}
    kind = "" if len(set(y)) == 2 else "_macro"
    names |= {"precision": "precision" + kind, "recall": "recall" + kind, "f1": "f1" + kind}
    names["rocAuc"] = "roc_auc" if kind == "" else "roc_auc_ovr"
    found = {ours: metrics.get_scorer(theirs)(m, tx, ty) for ours, theirs in names.items()}
    r = linear_model.LinearRegression().fit(x, y)
    names = {"r2": "r2", "negMeanSquaredError": "neg_mean_squared_error", "negRootMeanSquaredError": "neg_root_mean_squared_error",
             "negMeanAbsoluteError": "neg_mean_absolute_error"}
    return found | {ours: metrics.get_scorer(theirs)(r, tx, ty) for ours, theirs in names.items()}


REFERENCE = {
    "linearRegression": over(SETS, linear(linear_model.LinearRegression)),
    "ridge": over(SETS, linear(lambda: linear_model.Ridge(alpha=0.7))),
    "lasso": over(SCALED, linear(lambda: linear_model.Lasso(alpha=0.02, tol=1e-12, max_iter=100000))),
    "elasticNet": over(SCALED, linear(lambda: linear_model.ElasticNet(alpha=0.05, l1_ratio=0.3, tol=1e-12, max_iter=100000))),
    "elasticNetPath": over({k: v for k, v in SCALED.items() if k != "digits"}, path),
    "logisticRegression": over(SCALED, logistic),
    "SVC": {kernel: over(SCALED, svc(kernel)) for kernel in KERNELS},
    "SVR": over(SCALED, svr),
    "xgboost": over(SETS, boosted),
    "xgboostNumbers": over(SETS, boosted_numbers),
    "xgboostStopped": over(SETS, stopped),
    "xgboostSaved": saved(),
    "kNeighbors": over(SETS, near(lambda: neighbors.KNeighborsClassifier(7))),
    "kNeighborsDistance": over(SETS, near(lambda: neighbors.KNeighborsClassifier(4, weights="distance", p=1))),
    "kNeighborsNumbers": over(SETS, near(lambda: neighbors.KNeighborsRegressor(6, weights="distance"))),
    "randomForest": over(SETS, forest),
    "tree": over(SETS, tree),
    "scalers": over(SETS, scaled),
    "pca": over(SETS, components),
    "scorers": over(SETS, scores),
}


def short(value):
    """Twelve digits say all that the tests compare."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    return [short(inner) for inner in value] if isinstance(value, list) else value


text = json.dumps(short(json.loads(json.dumps(REFERENCE, default=lambda v: v.item()))))
Path(__file__).with_suffix(".json").write_text(text + "\n")
