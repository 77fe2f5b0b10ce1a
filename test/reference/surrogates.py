"""Reference numbers of test/tune/samplers and test/tune/math: what samplers compute inside, written anew from the papers with
NumPy, SciPy and scikit-learn. Run: python test/reference/surrogates.py"""

import json
import math
import pathlib

import numpy as np
from scipy import linalg, optimize, stats
from scipy.special import logsumexp
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

random = np.random.default_rng(7)


def rounded(values, digits=6):
    return np.round(values, digits).tolist()


# --- Parzen densities (Watanabe 2023, sections 3.1 to 3.3; the least width is 0.7 / min(100, kernels + 1)) ---


def widths(centres, kernels):
    order = sorted(range(len(centres)), key=lambda at: centres[at])
    found = [0.0] * len(centres)
    for place, kernel in enumerate(order):
        below = centres[kernel] - centres[order[place - 1]] if place > 0 else None
        above = centres[order[place + 1]] - centres[kernel] if place + 1 < len(order) else None
        gaps = [gap for gap in (below, above) if gap is not None] or [centres[kernel], 1 - centres[kernel]]
        found[kernel] = min(1.0, max(0.7 / min(100, kernels + 1), max(gaps)))
    return found


def log_kernels(kind, cells, centres, at):
    kernels = len(centres) + 1
    if kind == "choice":
        chosen = math.floor(at * cells)
        own = [math.floor(centre * cells) == chosen for centre in centres]
        shares = [((1 if same else 0) + 1 / (kernels * cells)) / (1 + 1 / kernels) for same in own]
        return np.log([*shares, 1 / cells])
    place = np.array([*centres, 0.5])
    width = np.array([*widths(centres, kernels), 1.0])
    normal = stats.truncnorm(-place / width, (1 - place) / width, place, width)
    if kind == "number":
        return normal.logpdf(at)
    half = 0.5 / cells
    # The share of the cell, which is cut off at the edges of the range; of kernels far away nothing is left.
    with np.errstate(divide="ignore"):
        return np.log(normal.cdf(min(1, at + half)) - normal.cdf(max(0, at - half)))


def parzen(sides, places, weights, at):
    all_weights = np.array([*weights, 1.0])
    logs = np.log(all_weights / all_weights.sum())
    for side, (kind, cells) in enumerate(sides):
        logs = logs + log_kernels(kind, cells, [place[side] for place in places], at[side])
    return float(logsumexp(logs))


def parzen_case(sides, count):
    def drawn():
        return [
            float(random.uniform()) if kind == "number" else (random.integers(cells) + 0.5) / cells
            for kind, cells in sides
        ]

    places = [drawn() for _ in range(count)]
    weights = rounded(random.uniform(0.2, 1, count))
    asked = [drawn() for _ in range(3)]
    if all(kind == "number" for kind, _ in sides):
        asked += [[0.0] * len(sides), [1.0] * len(sides)]
    else:
        first = [0.5 / cells if cells else 0.0 for _, cells in sides]
        asked += [first, [1 - at for at in first]]
    return {
        "sides": sides,
        "places": places,
        "weights": weights,
        "at": asked,
        "logDensity": [parzen(sides, places, weights, at) for at in asked],
    }


parzens = [
    parzen_case(sides, count)
    for sides in (
        [["number", 0]],
        [["cell", 7]],
        [["choice", 4]],
        [["number", 0], ["cell", 12], ["choice", 3], ["number", 0]],
    )
    for count in (0, 1, 2, 5, 130)
]


# --- CMA-ES (Hansen 2016, "The CMA evolution strategy: a tutorial", table 1 and figure 6) ---


class Tutorial:
    def __init__(self, mean, sigma):
        self.m, self.sigma = np.array(mean, float), sigma
        n = self.n = len(mean)
        self.lam = 4 + math.floor(3 * math.log(n))
        raw = math.log((self.lam + 1) / 2) - np.log(np.arange(1, self.lam + 1))
        positive, negative = raw[raw > 0], raw[raw < 0]
        self.mueff = positive.sum() ** 2 / (positive**2).sum()
        mueff_minus = negative.sum() ** 2 / (negative**2).sum()
        self.cc = (4 + self.mueff / n) / (n + 4 + 2 * self.mueff / n)
        self.c1 = 2 / ((n + 1.3) ** 2 + self.mueff)
        self.cmu = min(1 - self.c1, 2 * (self.mueff - 2 + 1 / self.mueff) / ((n + 2) ** 2 + 2 * self.mueff / 2))
        bound = min(
            1 + self.c1 / self.cmu, 1 + 2 * mueff_minus / (self.mueff + 2), (1 - self.c1 - self.cmu) / (n * self.cmu)
        )
        self.w = np.where(raw >= 0, raw / positive.sum(), raw * bound / -negative.sum())
        self.csigma = (self.mueff + 2) / (n + self.mueff + 5)
        self.dsigma = 1 + 2 * max(0, math.sqrt((self.mueff - 1) / (n + 1)) - 1) + self.csigma
        self.chi = math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
        self.C, self.pc, self.psigma, self.g = np.eye(n), np.zeros(n), np.zeros(n), 0

    def tell(self, places, losses):
        n = self.n
        order = np.argsort(losses, kind="stable")
        y = (np.array(places)[order] - self.m) / self.sigma
        root = linalg.inv(linalg.sqrtm(self.C).real)
        step = np.maximum(self.w, 0) @ y
        self.m = self.m + self.sigma * step
        self.g += 1
        pull = math.sqrt(self.csigma * (2 - self.csigma) * self.mueff)
        self.psigma = (1 - self.csigma) * self.psigma + pull * root @ step
        length = np.linalg.norm(self.psigma)
        fade = math.sqrt(1 - (1 - self.csigma) ** (2 * self.g))
        h = 1 if length / fade < (1.4 + 2 / (n + 1)) * self.chi else 0
        self.pc = (1 - self.cc) * self.pc + h * math.sqrt(self.cc * (2 - self.cc) * self.mueff) * step
        lengths = np.linalg.norm(y @ root, axis=1) ** 2
        w = np.where(self.w >= 0, self.w, self.w * n / (lengths + 1e-12))
        forgotten = (1 - h) * self.cc * (2 - self.cc)
        self.C = (
            (1 + self.c1 * forgotten - self.c1 - self.cmu * self.w.sum()) * self.C
            + self.c1 * np.outer(self.pc, self.pc)
            + self.cmu * (y.T * w) @ y
        )
        self.ratio = length / fade / ((1.4 + 2 / (n + 1)) * self.chi)
        # Ours takes at most one step of e, and stays below 2.
        grown = min(1, self.csigma / self.dsigma * (length / self.chi - 1))
        self.sigma = min(2, self.sigma * math.exp(grown))
        return {"mean": self.m.tolist(), "covariance": (self.sigma**2 * self.C).tolist()}


def evolution_case(size, sigma, spread, generations=4, ratio=None):
    start = rounded(random.uniform(0.45, 0.55, size))
    twin = Tutorial(start, sigma)
    told, states = [], []
    for _ in range(generations):
        places = np.clip(twin.m + spread * sigma * random.normal(size=(twin.lam, size)), 0, 1)
        losses = ((places - 0.4) ** 2 * np.arange(1, size + 1)).sum(axis=1)
        told.append([{"place": place, "loss": loss} for place, loss in zip(places.tolist(), losses.tolist())])
        states.append(twin.tell(places, losses))
    case = {"start": start, "sigma": sigma, "population": twin.lam, "told": told, "states": states}
    return case if ratio is None else (case, twin.ratio)


def settling(size, low, high):
    """A run in whose last generation the path's length lies between these shares of the one that counts as long."""
    while True:
        case, ratio = evolution_case(size, 0.01, random.uniform(0.8, 4), int(random.integers(1, 4)), ratio=True)
        if low < ratio < high:
            return [case]


evolutions = [
    evolution_case(1, 0.05, 1),
    evolution_case(2, 0.05, 1),
    evolution_case(3, 0.02, 1.5),
    evolution_case(8, 0.03, 0.7),
    # Paths that are just long enough to count as such, and just not.
    *settling(1, 0.9, 1),
    *settling(1, 1, 1.12),
    *settling(3, 0.9, 1),
    *settling(3, 1, 1.12),
    *settling(7, 0.93, 1),
    *settling(7, 1, 1.07),
    # Steps that grow by more than e, and beyond 2.
    evolution_case(2, 0.002, 60, 2),
    evolution_case(2, 1.9, 0.4, 3),
]


# --- Gaussian processes (Rasmussen & Williams 2006), with scikit-learn's kernels ---

PRIORS = {"length": (-0.7, 1), "amplitude": (0.7, 1.2), "noise": (-14, 2)}


def as_numbers(places, is_choice):
    """A choice as 1/√2 in a place of its own, so that two different ones are 1 apart."""
    columns, owners = [], []
    for side, choice in enumerate(is_choice):
        values = [place[side] for place in places]
        if not choice:
            columns.append(values)
            owners.append(side)
            continue
        for one in (0.125, 0.375, 0.625, 0.875):
            columns.append([math.sqrt(0.5) if value == one else 0.0 for value in values])
            owners.append(side)
    return np.array(columns).T, owners


def process(is_choice, logs, places, values):
    inputs, owners = as_numbers(places, is_choice)
    sides = len(is_choice)
    lengths = np.exp([logs[owner] for owner in owners])
    kernel = ConstantKernel(math.exp(logs[sides])) * Matern(lengths, nu=2.5)
    with_noise = kernel + WhiteKernel(math.exp(logs[sides + 1]))
    fitted = GaussianProcessRegressor(with_noise, alpha=1e-9, optimizer=None).fit(inputs, values)
    quiet = GaussianProcessRegressor(
        kernel, alpha=1e-9 + math.exp(logs[sides + 1]), optimizer=None
    ).fit(inputs, values)
    return fitted, quiet, owners


def unlikelihood(is_choice, logs, places, values):
    fitted, _, owners = process(is_choice, logs, places, values)
    likelihood, slopes = fitted.log_marginal_likelihood(fitted.kernel_.theta, eval_gradient=True)
    sides = len(is_choice)
    gradient = np.zeros(sides + 2)
    gradient[sides] = -slopes[0]
    for at, owner in enumerate(owners):
        gradient[owner] -= slopes[1 + at]
    gradient[sides + 1] = -slopes[-1]
    value = -likelihood - len(values) / 2 * math.log(2 * math.pi)
    for at, log in enumerate(logs):
        mean, deviation = PRIORS["length" if at < sides else "amplitude" if at == sides else "noise"]
        value += 0.5 * ((log - mean) / deviation) ** 2
        gradient[at] += (log - mean) / deviation**2
    return value, gradient


def gaussian_case(is_choice, count):
    def drawn():
        return [float(random.choice([0.125, 0.375, 0.625, 0.875])) if choice else float(random.uniform()) for choice in is_choice]

    places = [drawn() for _ in range(count)]
    values = rounded([math.sin(5 * sum(place)) + 0.3 * place[-1] for place in places])
    logs = rounded([*random.uniform(-1.5, 0.5, len(is_choice)), 0.4, -5.0])
    asked = [drawn() for _ in range(3)] + [places[1]]
    value, gradient = unlikelihood(is_choice, logs, places, values)
    _, quiet, _ = process(is_choice, logs, places, values)
    mean, deviation = quiet.predict(as_numbers(asked, is_choice)[0], return_std=True)
    sides = len(is_choice)
    start = [*[math.log(0.3)] * sides, 0, math.log(1e-5)]
    found = optimize.minimize(
        lambda at: unlikelihood(is_choice, at, places, values), start, jac=True, method="L-BFGS-B",
        bounds=[(-18, 6)] * (sides + 2), options={"ftol": 1e-14, "gtol": 1e-7},
    )  # fmt: skip
    _, likeliest, _ = process(is_choice, found.x, places, values)
    fitted_mean, fitted_deviation = likeliest.predict(as_numbers(asked, is_choice)[0], return_std=True)
    return {
        "isChoice": is_choice,
        "places": places,
        "values": values,
        "logs": logs,
        "unlikelihood": float(value),
        "gradient": gradient.tolist(),
        "at": asked,
        "mean": mean.tolist(),
        "deviation": deviation.tolist(),
        "likeliest": {"logs": found.x.tolist(), "mean": fitted_mean.tolist(), "deviation": fitted_deviation.tolist()},
    }


gaussians = [gaussian_case([False], 6), gaussian_case([False, False, True], 12), gaussian_case([True, False], 9)]


# --- Linear algebra and minimising ---


def matrix_case(size):
    root = random.normal(size=(size, size)).round(3)
    a = root @ root.T + 0.2 * np.eye(size)
    lower = linalg.cholesky(a, lower=True)
    b = rounded(random.normal(size=size))
    return {
        "size": size,
        "a": a.ravel().tolist(),
        "lower": lower.ravel().tolist(),
        "b": b,
        "solvedLower": linalg.solve_triangular(lower, b, lower=True).tolist(),
        "solvedUpper": linalg.solve_triangular(lower.T, b).tolist(),
        "inverse": linalg.inv(a).ravel().tolist(),
        "lowerInverse": linalg.inv(lower).T.ravel().tolist(),
        "eigenvalues": linalg.eigvalsh(a).tolist(),
    }


matrices = [matrix_case(size) for size in (1, 2, 5)]


def rosenbrock(x):
    bend = x[1] - x[0] ** 2
    return 100 * bend**2 + (1 - x[0]) ** 2, np.array([-400 * x[0] * bend - 2 * (1 - x[0]), 200 * bend])


def bowl(x):
    scale = np.array([1.0, 10.0, 100.0])
    return float((scale * (x - [0.3, 1.4, -0.2]) ** 2).sum()), 2 * scale * (x - [0.3, 1.4, -0.2])


def projected_lbfgs(f, start, low, high, steps, tolerance, memory=8):
    """L-BFGS with the two-loop recursion on the sides that are free, Armijo's halved steps, and a projection into the box."""
    x, pairs = np.array(start, float), []
    value, slope = f(x)
    calls = 1
    for _ in range(steps):
        free = ~(((x <= low) & (slope > 0)) | ((x >= high) & (slope < 0)))
        if np.abs(slope[free]).max(initial=0) < tolerance:
            break
        q, alphas = np.where(free, slope, 0), []
        for s, y in reversed(pairs):
            alphas.insert(0, s @ q / (s @ y))
            q = q - alphas[0] * y
        if pairs:
            s, y = pairs[-1]
            q = q * (s @ y) / (y @ y)
        else:
            q = q / max(1, np.linalg.norm(q))
        for (s, y), alpha in zip(pairs, alphas):
            q = q + (alpha - y @ q / (s @ y)) * s
        along, length, moved = np.where(free, -q, 0), 1.0, None
        while length > 1e-8:
            there = np.clip(x + length * along, low, high)
            there_value, there_slope = f(there)
            calls += 1
            promised = slope @ (there - x)
            if promised >= 0:
                break
            if there_value <= value + 1e-4 * promised:
                moved = there, there_value, there_slope
                break
            length /= 2
        if moved is None:
            break
        s, y = moved[0] - x, moved[2] - slope
        if s @ y > 1e-12:
            pairs = [*pairs, (s, y)][-memory:]
        gain = value - moved[1]
        x, value, slope = moved
        if gain < 1e-10 * (1 + abs(value)):
            break
    return {"x": x.tolist(), "value": float(value), "calls": calls}


def minimized(name, f, start, low=-np.inf, high=np.inf, tolerance=1e-5, counts=(0, 1, 2, 3, 5, 12, 25, 50)):
    runs = [{"steps": steps, **projected_lbfgs(f, start, low, high, steps, tolerance)} for steps in counts]
    box = {} if np.isinf(low) else {"low": low, "high": high}
    return {"of": name, "start": start, **box, "tolerance": tolerance, "runs": runs}


minima = [
    minimized("rosenbrock", rosenbrock, [-1.2, 1.0]),
    minimized("rosenbrock", rosenbrock, [0.0, 0.0], -0.5, 0.5),
    minimized("rosenbrock", rosenbrock, [-0.4, 0.9], -1.0, 1.0, 1e-2),
    minimized("bowl", bowl, [0.0, 0.0, 0.0], 0.0, 1.0),
    minimized("bowl", bowl, [2.0, -1.0, 1.0]),
]


# --- The power that makes losses normal, on the grid -2, -1.95, …, 2 ---


def on_the_grid(values):
    values = np.array(values)
    scaled = (values - values.mean()) / (values.std() or 1)
    powers = -2 + 0.05 * np.arange(81)
    best = max(powers, key=lambda power: stats.yeojohnson_llf(power, scaled))
    moved = stats.yeojohnson(scaled, round(best, 2))
    return {"values": values.tolist(), "power": round(float(best), 2), "moved": ((moved - moved.mean()) / moved.std()).tolist()}


powers = [
    on_the_grid(rounded(values))
    for values in (
        np.exp(random.normal(size=20)),
        -np.exp(random.normal(size=15)),
        random.normal(size=12) * 1e4,
        [1, 2, 3, 4, 100],
        [-7, 1, 1.5, 2, 2.2],
        [0, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    )
]

reference = {
    "parzen": parzens,
    "evolution": evolutions,
    "gaussian": gaussians,
    "matrices": matrices,
    "minima": minima,
    "powers": powers,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(reference) + "\n")
