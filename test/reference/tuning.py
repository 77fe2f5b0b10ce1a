"""Reference numbers of test/tune/math.test.ts, from SciPy 1.17. Run: python test/reference/tuning.py"""

import json
import pathlib

import numpy as np
from scipy import stats
from scipy.stats import qmc

indices, sides = [1, 5, 77, 1023], [0, 3, 100, 255]
points = qmc.Sobol(256, scramble=False).random(1024)[indices][:, sides]
values = np.exp(np.random.default_rng(0).normal(size=30)).round(6)
standardized = (values - values.mean()) / values.std()
transformed, power = stats.yeojohnson(standardized)
transformed = (transformed - transformed.mean()) / transformed.std()
reference = {
    "sobol": {"indices": indices, "sides": sides, "points": points.tolist()},
    "normal": [[z, stats.norm.cdf(z)] for z in (-30.0, -8.0, -3.1, -0.4, 0.0, 0.7, 2.5, 6.0)],
    "yeoJohnson": {"values": values.tolist(), "transformed": transformed.tolist(), "power": float(power)},
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(reference, indent=1) + "\n")
