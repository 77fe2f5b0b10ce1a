"""Reference numbers of test/scratch/gaussianProcess.test.ts, from scikit-learn and SciPy. Run: python test/reference/gaussianProcess.py"""

import json
import pathlib

import numpy as np
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern

x = np.array([0.05, 0.2, 0.45, 0.5, 0.9])
y = np.array([0.7, -0.3, -1.2, -0.9, 1.7])
kernel = {"length": 0.25, "amplitude": 1.3, "noise": 1e-4}
places = np.array([0.0, 0.2, 0.33, 0.48, 0.7, 1.0])

covariance = ConstantKernel(kernel["amplitude"]) * Matern(kernel["length"], nu=2.5)
# Ours adds 1e-9 to the diagonal, as the library's process does.
process = GaussianProcessRegressor(covariance, alpha=kernel["noise"] + 1e-9, optimizer=None).fit(x[:, None], y)
mean, deviation = process.predict(places[:, None], return_std=True)


def improvement(mean, deviation, best):
    z = (best - mean) / deviation
    expected = (best - mean) * norm.cdf(z) + deviation * norm.pdf(z)
    return {"mean": mean, "deviation": deviation, "best": best, "expected": float(expected)}


z = [-7.5, -3.0, -1.96, -0.4, 0.0, 0.7, 2.5, 6.0]
reference = {
    "x": x.tolist(),
    "y": y.tolist(),
    "kernel": kernel,
    "places": places.tolist(),
    "mean": mean.tolist(),
    "deviation": deviation.tolist(),
    "logLikelihood": float(process.log_marginal_likelihood_value_),
    "normal": {"z": z, "below": norm.cdf(z).tolist()},
    "improvement": [improvement(*each) for each in [(0.0, 1.0, 0.0), (0.5, 0.3, 0.1), (-1.0, 2.0, 0.4), (1.0, 0.2, 0.5)]],
}
path = pathlib.Path(__file__).with_name("gaussianProcess.json")
path.write_text(json.dumps(reference, indent=1) + "\n")
