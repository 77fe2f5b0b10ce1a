"""Runs trials that do nothing with Optuna in this process, and prints milliseconds a trial: python optuna.py TRIALS"""

import sys
import time

# This file has the library's name.
sys.path.pop(0)

import optuna  # noqa: E402

trials = int(sys.argv[1])
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
started = time.perf_counter()
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=trials)
print(1000 * (time.perf_counter() - started) / trials)
