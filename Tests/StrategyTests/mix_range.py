"""The resource figures of the strategy by scipy: what mixes and factors fit within rounding, and least squares.

    mix_range.py INTENSITIES.csv FACTS.csv CHEMISTRY,... -> JSON
"""
import csv
import json
import sys

import numpy as np
from scipy.optimize import linprog, nnls

MINERALS = ["Lithium", "Nickel", "Cobalt", "Graphite", "Manganese"]
LI, H, C, O = 6.94, 1.008, 12.011, 15.999
READINGS = {"metal": 1.0, "carbonate": 2 * LI / (2 * LI + C + 3 * O), "hydroxide": LI / (LI + 3 * H + 2 * O)}


def read(intensities, facts, chemistries):
    table = {(r["mineral"], r["chemistry"]): float(r["kg_per_kwh"]) for r in csv.DictReader(open(intensities))}
    matrix = np.array([[table[m, c] for c in chemistries] for m in MINERALS])
    value = {r["id"]: float(r["value"]) for r in csv.DictReader(open(facts)) if r["id"].startswith("resource.")}
    return matrix, value


def system(matrix, value, capacity, reading):
    """kt of each mineral as printed, per unit of z, and the figures."""
    A = capacity * matrix.copy()
    A[0] /= READINGS[reading]
    return A, np.array([value[f"resource.{capacity}.{m.lower()}"] for m in MINERALS])


def bounds_of(A, b, width, low, high):
    """Programme in shares s and t = 1 / factor."""
    upper = np.hstack([A, -(b + width)[:, None]])
    lower = np.hstack([-A, (b - width)[:, None]])
    n = A.shape[1]
    equal = np.append(np.ones(n), 0)[None]
    limits = [(0, None)] * n + [(1 / high if high else 0, 1 / low)]

    def extreme(c):
        r = linprog(c, A_ub=np.vstack([upper, lower]), b_ub=np.zeros(10), A_eq=equal, b_eq=[1], bounds=limits)
        return r.fun if r.status == 0 else None
    return extreme, n


def interval(extreme, c):
    low = extreme(c)
    return None if low is None else [low, -extreme(-c)]


def smallest(A, b):
    n = A.shape[1]
    ones = np.ones((5, 1))
    rows = np.vstack([np.hstack([A, -ones]), np.hstack([-A, -ones]), np.append(-np.ones(n), 0)[None]])
    r = linprog(np.append(np.zeros(n), 1), A_ub=rows, b_ub=np.concatenate([b, -b, [-1]]))
    return r.fun


def least_squares(A, b, fixed):
    rows, right = A / b[:, None], np.ones(5)
    if fixed:
        weight = 1e6
        solution, _ = nnls(np.vstack([rows, weight * np.ones(A.shape[1])]), np.append(right, weight), maxiter=1000)
    else:
        solution, _ = nnls(rows, right, maxiter=1000)
    residual = rows @ solution - 1
    return solution, residual


def main():
    chemistries = sys.argv[3].split(",")
    matrix, value = read(sys.argv[1], sys.argv[2], chemistries)
    answer = {}
    for capacity in (150, 600):
        for reading in READINGS:
            A, b = system(matrix, value, capacity, reading)
            extreme, n = bounds_of(A, b, 5.0, 1, None)
            t = interval(extreme, np.append(np.zeros(n), 1.0))
            entry = {"smallest": smallest(A, b), "factor": t and [1 / t[1], 1 / t[0]]}
            eye = np.eye(n + 1)
            entry["shares"] = t and {c: interval(extreme, eye[i]) for i, c in enumerate(chemistries)}
            extreme, n = bounds_of(A, b, 5.0, 1.05, 1.05)
            at = {c: interval(extreme, eye[i]) for i, c in enumerate(chemistries)}
            entry["sharesAt1.05"] = None if None in at.values() else at
            for name, fixed in (("one", True), ("free", False)):
                z, residual = least_squares(A, b, fixed)
                entry["nnls " + name] = {
                    "sum": z.sum(), "mix": dict(zip(chemistries, z / z.sum())),
                    "residual": residual.tolist(), "rms": float(np.sqrt(np.mean(residual**2)))}
            answer[f"{capacity} {reading}"] = entry
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
