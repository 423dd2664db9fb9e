"""The footprint of products of a chain folder by stage, by scipy: reads FOLDER INDICATOR and lines of product id and
supplied ids on standard input; prints six stage values and the supplied amounts a line."""
import csv, sys
import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu

folder, indicator = sys.argv[1:3]
rows = lambda name: list(csv.DictReader(open(f"{folder}/{name}.csv", encoding="utf-8")))
activities = rows("activities")
index = {a["id"]: i for i, a in enumerate(activities)}
n = len(activities)
STAGES = ["raw_material_acquisition", "main_production", "distribution", "use", "end_of_life"]
stage = [STAGES.index(a["stage"]) if a.get("stage") else 5 for a in activities]
output = np.array([float(a.get("output") or 1) for a in activities])
factor = {f["flow"]: float(f["factor"]) for f in rows("factors") if f["indicator"] == indicator}
direct = np.zeros(n)
for f in rows("flows"):
    direct[index[f["activity"]]] += factor.get(f["flow"], 0) * float(f["amount"])
edges = [(index[e["input"]], index[e["activity"]], float(e["amount"])) for e in rows("exchanges")]
service = lambda i, j: 0 < stage[j] < 5 and activities[i]["unit"] in ("kWh", "MJ", "t*km")


def matrix(edges):
    i = [e[0] for e in edges] + list(range(n))
    j = [e[1] for e in edges] + list(range(n))
    v = [-e[2] for e in edges] + list(output)
    return splu(csc_matrix((v, (i, j)), shape=(n, n)))


for line in sys.stdin:
    product, *supplied = line.split()
    cut = {index[s] for s in supplied}
    kept = [e for e in edges if e[0] not in cut]
    intensity = matrix(kept).solve(direct, trans="T")
    flows = np.zeros((n, 6))
    for j in range(n):
        flows[j, stage[j]] += direct[j]
    rest = []
    for i, j, a in kept:
        if service(i, j):
            flows[j, stage[j]] += a * intensity[i]
        else:
            rest.append((i, j, a))
    demand = np.zeros(n)
    demand[index[product]] = 1
    values = matrix(rest).solve(demand) @ flows
    runs = matrix(kept).solve(demand)
    amounts = [sum(a * runs[j] for i, j, a in edges if i == index[s]) for s in supplied]
    print(*[repr(float(x)) for x in [*values, *amounts]])
