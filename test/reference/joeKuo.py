"""Writes src/math/joeKuo.ts: primitive polynomials and initial direction numbers of Sobol sequences.

S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections" (2008), as SciPy 1.17
carries them. Run: python test/reference/joeKuo.py
"""

import pathlib

import numpy as np
import scipy.stats

DIMENSIONS = 256
source = pathlib.Path(scipy.stats.__file__).parent / "_sobol_direction_numbers.npz"
with np.load(source) as table:
    polynomials, numbers = table["poly"], table["vinit"]

rows = []
for dimension in range(1, DIMENSIONS):
    degree = int(polynomials[dimension]).bit_length() - 1
    first = [int(number) for number in numbers[dimension][:degree]]
    assert all(number % 2 == 1 for number in first)
    rows.append(" ".join(map(str, [int(polynomials[dimension]), *first])))

head = '''/**
 * Primitive polynomials (with their leading and last bit) and initial direction numbers of Sobol sequences, one
 * line for each dimension from the second: S. Joe and F. Y. Kuo 2008, https://web.maths.unsw.edu.au/~fkuo/sobol/,
 * copyright 2008 Frances Y. Kuo and Stephen Joe, BSD licence. Written by test/reference/joeKuo.py.
 */
export const joeKuo = `
'''
root = pathlib.Path(__file__).parents[2]
(root / "src/math/joeKuo.ts").write_text(head + "\n".join(rows) + "\n`;\n")
