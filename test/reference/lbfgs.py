"""Steps of L-BFGS by the book, for test/classic/lbfgs.test.ts: python lbfgs.py

Nocedal & Wright (2006), algorithms 7.4 and 7.5 with ten pairs; the line search of Lewis & Overton (2013) for the weak Wolfe
conditions, c1 = 1e-4 and c2 = 0.9, from length 1. The first direction is the gradient's own, of length 1.
"""

import json
from pathlib import Path

import numpy as np


def rosenbrock(p):
    a, b = p[:-1], p[1:]
    g = np.zeros_like(p)
    g[:-1] += -2 * (1 - a) - 40 * a * (b - a * a)
    g[1:] += 20 * (b - a * a)
    return float(np.sum((1 - a) ** 2 + 10 * (b - a * a) ** 2)), g


def bowl(p):
    scales = 2.0 ** np.arange(len(p))
    return float(0.5 * np.sum(scales * (p - 1) ** 2)), scales * (p - 1)


def direction(g, pairs):
    q, alphas = g.copy(), []
    for s, y in reversed(pairs):
        alphas.append(s @ q / (y @ s))
        q -= alphas[-1] * y
    r = q * ((pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1]) if pairs else 1 / np.linalg.norm(g))
    for (s, y), alpha in zip(pairs, reversed(alphas)):
        r += s * (alpha - y @ r / (y @ s))
    return -r


def minimise(f, p, steps):
    v, g = f(p)
    pairs, places, calls = [], [], 1
    for _ in range(steps):
        d = direction(g, pairs)
        low, high, t, slope = 0.0, np.inf, 1.0, g @ d
        while True:
            q = p + t * d
            w, h = f(q)
            calls += 1
            if w > v + 1e-4 * t * slope:
                high = t
            elif h @ d < 0.9 * slope:
                low = t
            else:
                break
            t = (low + high) / 2 if high < np.inf else 2 * low
        pairs = [*pairs, (q - p, h - g)][-10:]
        p, v, g = q, w, h
        places.append({"point": p.tolist(), "value": v, "calls": calls})
    return places


CASES = {
    "rosenbrock": (rosenbrock, np.tile([-1.2, 1.0], 7), 24),
    "bowl": (bowl, np.linspace(-3, 4, 14), 24),
    "far": (rosenbrock, np.full(3, 40.0), 12),
}
found = {name: {"start": start.tolist(), "steps": minimise(f, start, steps)} for name, (f, start, steps) in CASES.items()}
Path(__file__).with_suffix(".json").write_text(json.dumps(found, separators=(",", ":")) + "\n")
