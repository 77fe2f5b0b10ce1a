"""The normal distribution below z and the expected improvement φ(z) + z·Φ(z), with their logarithms, to 40 digits, then
rounded: python normalTails.py > normalTails.json (pip install mpmath)
"""
import json
import mpmath as mp

mp.mp.dps = 40
PLACES = [-37, -30, -20, -12, -8, -6.5, -5.001, -4.999, -3.001, -2.999, -2.001, -1.999, -1, 0, 1, 1.999, 2.001, 2.999, 3.001, 4, 8]


def at(z):
    below, density = mp.ncdf(z), mp.npdf(z)
    improvement = density + mp.mpf(z) * below
    return {"z": z, "below": float(below), "improvement": float(improvement),
            "logOfBelow": float(mp.log(below)), "logOfImprovement": float(mp.log(improvement))}


print(json.dumps([at(z) for z in PLACES]))
