"""Runs Optuna and scikit-optimize on the functions of the samplers benchmark, and writes samplers.json.

Best values after 30, 60 and 100 evaluations over 20 seeds, and the samplers' own time. All of it takes about two
hours on two cores, of which scikit-optimize's Gaussian process takes nearly all.

What samplers.json holds: Optuna's random search and CMA-ES over 200 seeds (--seeds 200; their seconds are those of an earlier,
quiet run), its TPE over 20, scikit-optimize's forest on Branin over 20. The figures of scikit-optimize's Gaussian process are
not of a run of this script, which takes 40 to 85 s a seed, but were handed down (20 seeds, without medians).

Run: .descent/peers/venv/bin/python test/reference/samplers.py [system ...] [--seeds N]
     prints JSON with --print instead of writing; systems not named keep the numbers they have.
"""

import json
import math
import pathlib
import sys
import time

import numpy as np

MARKS = [30, 60, 100]
ALPHA = np.array([1.0, 1.2, 3.0, 3.2])
A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array(
    [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
     [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]
)


def branin(x):
    a, b = x
    return (b - 5.1 / (4 * math.pi**2) * a**2 + 5 / math.pi * a - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10


def hartmann6(x):
    return float(-(ALPHA * np.exp(-(A * (np.array(x) - P) ** 2).sum(axis=1))).sum())


def rosenbrock(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))


FUNCTIONS = {
    "branin": (branin, [(-5.0, 10.0), (0.0, 15.0)]),
    "hartmann6": (hartmann6, [(0.0, 1.0)] * 6),
    "rosenbrock2": (rosenbrock, [(-2.048, 2.048)] * 2),
    "rosenbrock4": (rosenbrock, [(-2.048, 2.048)] * 4),
}


def optuna_run(make):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)

    def run(function, bounds, seed):
        study = optuna.create_study(sampler=make(optuna.samplers, seed))
        values, spent = [], 0.0
        distributions = {f"x{i}": optuna.distributions.FloatDistribution(*b) for i, b in enumerate(bounds)}
        for _ in range(MARKS[-1]):
            began = time.perf_counter()
            trial = study.ask(distributions)
            spent += time.perf_counter() - began
            value = function([trial.params[f"x{i}"] for i in range(len(bounds))])
            values.append(value)
            began = time.perf_counter()
            study.tell(trial, value)
            spent += time.perf_counter() - began
        return values, spent

    return run


def skopt_run(base):
    def run(function, bounds, seed):
        from skopt import Optimizer

        optimizer = Optimizer(bounds, base_estimator=base, n_initial_points=10, acq_func="gp_hedge" if base == "GP" else "EI", random_state=seed)
        values, spent = [], 0.0
        for _ in range(MARKS[-1]):
            began = time.perf_counter()
            x = optimizer.ask()
            spent += time.perf_counter() - began
            value = function(x)
            values.append(value)
            began = time.perf_counter()
            optimizer.tell(x, value)
            spent += time.perf_counter() - began
        return values, spent

    return run


SYSTEMS = {
    "optuna-random": optuna_run(lambda s, seed: s.RandomSampler(seed=seed)),
    "optuna-tpe": optuna_run(lambda s, seed: s.TPESampler(seed=seed)),
    "optuna-cmaes": optuna_run(lambda s, seed: s.CmaEsSampler(seed=seed)),
    "skopt-rf": skopt_run("RF"),
    "skopt-gp": skopt_run("GP"),
}


def measure(system, name, seeds):
    function, bounds = FUNCTIONS[name]
    runs = [SYSTEMS[system](function, bounds, seed) for seed in range(seeds)]
    best = np.array([[min(values[:mark]) for mark in MARKS] for values, _ in runs])
    return {
        "mean": best.mean(axis=0).tolist(),
        "standardError": (best.std(axis=0, ddof=1) / math.sqrt(seeds)).tolist(),
        "median": np.median(best, axis=0).tolist(),
        "seconds": float(np.median([spent for _, spent in runs])),
        "seeds": seeds,
    }


def main(arguments):
    seeds = int(arguments[arguments.index("--seeds") + 1]) if "--seeds" in arguments else 20
    chosen = [system for system in SYSTEMS if system in arguments] or list(SYSTEMS)
    path = pathlib.Path(__file__).with_suffix(".json")
    prints = "--print" in arguments
    results = json.loads(path.read_text()) if path.exists() and not prints else {}
    for system in chosen:
        results[system] = {}
        for name in FUNCTIONS:
            results[system][name] = measure(system, name, seeds)
            print(system, name, results[system][name], file=sys.stderr)
            if not prints:
                path.write_text(json.dumps(results, indent=1) + "\n")
    if prints:
        print(json.dumps(results))


main(sys.argv[1:])
