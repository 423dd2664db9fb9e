"""Every product and indicator of a chain folder: read by Python's csv, solved by scipy's SuperLU (adjoint).

Prints a line a product: its id and the values in the order of indicators.csv.
"""
import csv
import pathlib
import sys

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu


def rows(name):
    with open(pathlib.Path(sys.argv[1]) / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


activities = rows("activities")
number = {row["id"]: j for j, row in enumerate(activities)}
unit = [row["unit"] for row in activities]
n = len(activities)
entries = {}
for j, row in enumerate(activities):
    entries[j, j] = float(row.get("output") or 1)
for row in rows("exchanges"):
    j, i = number[row["activity"]], number[row["input"]]
    assert row["unit"] in ("", unit[i]), row
    entries[i, j] = entries.get((i, j), 0) - float(row["amount"])
indicators = [row["id"] for row in rows("indicators")]
factors = {}
for row in rows("factors"):
    factors.setdefault(row["flow"], []).append((indicators.index(row["indicator"]), float(row["factor"])))
c = np.zeros((n, len(indicators)))
for row in rows("flows"):
    for k, factor in factors.get(row["flow"], []):
        c[number[row["activity"]], k] += factor * float(row["amount"])
(i, j), value = np.array(list(entries)).T, np.array(list(entries.values()))
y = splu(coo_matrix((value, (i, j)), shape=(n, n)).tocsc()).solve(c, trans="T")
for j, row in enumerate(activities):
    print(row["id"], *(repr(v) for v in y[j].tolist()))
