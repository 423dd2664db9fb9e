"""The least-cost build-out, formulated anew: capacity as sums of additions in life, no variable for it.

Reads a JSON list of build-outs (as BuildOutPeerTests writes them) and writes a list of {status, objective}.
"""
import json
import sys

import numpy as np
from scipy.optimize import linprog


def solve(b):
    T, options, plants = len(b["demand"]), b["options"], b["existing"]
    O, E = len(options), len(plants)
    d = (1 + b["discountRate"]) ** -np.arange(T + 1.0)
    good = b["utilisation"] * b["yield"]
    add = np.arange(O * T).reshape(O, T)
    make = O * T + np.arange(O * T).reshape(O, T)
    old = 2 * O * T + np.arange(E * T).reshape(E, T)
    buy = 2 * O * T + E * T + np.arange(T)
    n = 2 * O * T + E * T + T
    cost, low, high = np.zeros(n), np.zeros(n), np.full(n, np.inf)
    rows, right, equal, equals = [], [], [], []

    def at_most(coefficients, bound):
        row = np.zeros(n)
        for j, v in coefficients:
            row[j] += v
        rows.append(row)
        right.append(bound)

    def runs(o, t):
        first = options[o]
        return [s for s in range(T) if s + first["lead"] <= t < s + first["lead"] + first["life"]]

    for o, p in enumerate(options):
        for t in range(T):
            left = max(0, p["life"] - (T - t - p["lead"])) / p["life"] if b["salvage"] else 0
            cost[add[o, t]] = p["capital"] * (d[t] - left * d[T])
            cost[make[o, t]] = p["operating"] * d[t]
            high[add[o, t]] = p["perYear"] if t >= p["earliest"] and t + p["lead"] < T else 0
            at_most([(make[o, t], 1)] + [(add[o, s], -good) for s in runs(o, t)], 0)
        at_most([(add[o, t], 1) for t in range(T)], p["total"])
    for e, p in enumerate(plants):
        for t in range(T):
            cost[old[e, t]] = p["operating"] * d[t]
            high[old[e, t]] = p["nameplate"][t] * good
    for t in range(T):
        cost[buy[t]] = b["importPrice"] * d[t]
        row = np.zeros(n)
        row[[*make[:, t], *old[:, t], buy[t]]] = 1
        equal.append(row)
        equals.append(b["demand"][t])
        at_most([(add[o, t], 1) for o in range(O)], b["buildRate"])
        at_most([(add[o, t], options[o]["capital"]) for o in range(O)], b["money"])
        at_most([(add[o, s], options[o]["people"]) for o in range(O) for s in runs(o, t)],
                b["people"] - sum(p["people"] * p["nameplate"][t] for p in plants))
        for mineral, limit in b["minerals"].items():
            at_most([(make[o, t], options[o]["minerals"][mineral]) for o in range(O)]
                    + [(old[e, t], plants[e]["minerals"][mineral]) for e in range(E)], limit)
    t = b["targetPlace"]
    at_most([(add[o, s], -1) for o in range(O) for s in runs(o, t)],
            sum(p["nameplate"][t] for p in plants) - b["target"])
    emissions = np.zeros(n)
    for t in range(T):
        emissions[buy[t]] = b["importEmissions"]
        for o, p in enumerate(options):
            emissions[make[o, t]] = p["emissions"]
        for e, p in enumerate(plants):
            emissions[old[e, t]] = p["emissions"]
    if b.get("emissionsCap") is not None:
        scale = max(emissions.max(), 1)
        rows.append(emissions / scale)
        right.append(b["emissionsCap"] / scale)
    r = linprog(cost, A_ub=np.array(rows), b_ub=right, A_eq=np.array(equal), b_eq=equals,
                bounds=list(zip(low, high)), method="highs-ds",
                options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})
    return {"status": int(r.status), "objective": r.fun if r.status == 0 else None}


print(json.dumps([solve(b) for b in json.load(sys.stdin)]))
