"""Fits on digits by scikit-learn and XGBoost: a workload's name comes in a line, its milliseconds go out in one."""

import json
import sys
import time
import warnings

import numpy as np
import xgboost
from sklearn import datasets, decomposition, ensemble, linear_model, neighbors, neural_network, svm

warnings.filterwarnings("ignore")
digits = datasets.load_digits()
x, y = (digits.data / 16).astype(np.float32).astype(np.float64), digits.target

WORKLOADS = {
    "linearRegression": lambda: linear_model.LinearRegression().fit(x, y),
    "ridge": lambda: linear_model.Ridge().fit(x, y),
    "lasso": lambda: linear_model.Lasso(alpha=0.01).fit(x, y),
    "elasticNet": lambda: linear_model.ElasticNet(alpha=0.01).fit(x, y),
    "logisticRegression": lambda: linear_model.LogisticRegression().fit(x, y),
    "SVC": lambda: svm.SVC().fit(x, y),
    "SVR": lambda: svm.SVR().fit(x, y),
    "xgboost": lambda: xgboost.XGBClassifier(n_estimators=50, n_jobs=1).fit(x, y),
    "kNeighbors-predict": lambda: neighbors.KNeighborsClassifier().fit(x, y).predict(x),
    "randomForest": lambda: ensemble.RandomForestClassifier(100, random_state=0).fit(x, y),
    "pca": lambda: decomposition.PCA().fit(x),
    "network": lambda: neural_network.MLPClassifier((64, 64), batch_size=32, max_iter=10, n_iter_no_change=10, alpha=0).fit(x, y),
}

for line in sys.stdin:
    start = time.perf_counter()
    WORKLOADS[line.strip()]()
    print(json.dumps({"ms": 1000 * (time.perf_counter() - start)}), flush=True)
