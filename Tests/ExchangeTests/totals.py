"""Totals of parts by one sparse linear system, for TotalsTests.

Reads a file with parts, declarations, structures, answers (with what the buyer is shown) and supplies; prints for each
part whose totals are known: production and component of the two stages, ratings, and the components that are missing.
First it is worked out which values are known and where each component's comes from; then (I - A) x = b is solved for
all parts and both stages at once; ratings are weighted means afterwards.
"""
import json
import sys
from functools import lru_cache

import numpy as np
from scipy.sparse import identity, lil_matrix
from scipy.sparse.linalg import spsolve

sys.setrecursionlimit(10_000)
data = json.load(open(sys.argv[1]))
unit = {p["id"]: p.get("unit") for p in data["parts"]}
declared = {d["id"]: d for d in data["declarations"]}
made_of = {s["id"]: s["components"] for s in data["structures"]}
answer = {a["component"]: a for a in data["answers"]}
supplied = {s["id"]: s for s in data["supplies"]}
RATINGS = ("technological", "geographical", "temporal")


def total_unit(part):
    return declared[part]["unit"] if part in declared else unit[part]


@lru_cache(None)
def source(component):
    """Where a component's footprint comes from: (kind, of which part), or None."""
    found = answer.get(component)
    if found and found["shown"] and known(found["part"]):
        kind, of, stated = "answer", found["part"], total_unit(found["part"])
    elif component in supplied:
        kind, of, stated = "supply", component, supplied[component]["unit"]
    elif known(component):
        kind, of, stated = "own", component, total_unit(component)
    else:
        return None
    return (kind, of) if unit[component] in (None, stated) else None


def sent(part):
    return declared[part]["component"] if part in declared else [0, 0]


@lru_cache(None)
def state(part):
    """(whether the structure gives the components, the components that are missing), or None if nothing is known."""
    components = made_of.get(part, [])
    missing = [c["id"] for c in components if source(c["id"]) is None]
    found = len(components) - len(missing)
    if total_unit(part) is None or (part not in declared and found == 0):
        return None
    if any(sent(part)) and (found == 0 or missing):
        return (False, [])
    return (True, missing)


def known(part):
    return state(part) is not None


parts = [p for p in unit if known(p)]
place = {p: i for i, p in enumerate(parts)}
A = lil_matrix((len(parts), len(parts)))
b = np.zeros((len(parts), 2))
for p in parts:
    i = place[p]
    if p in declared:
        b[i] += declared[p]["production"]
    if not state(p)[0]:
        b[i] += sent(p)
        continue
    for c in made_of.get(p, []):
        match source(c["id"]):
            case None:
                pass
            case ("supply", of):
                b[i] += c["amount"] * np.array(supplied[of]["total"])
            case (_, of):
                A[i, place[of]] += c["amount"]
x = spsolve((identity(len(parts)) - A).tocsc(), b).reshape(len(parts), 2) if parts else b


@lru_cache(None)
def rating(part, stage, name):
    values = []
    if part in declared:
        own = declared[part]["quality"][stage].get(name)
        values.append((declared[part]["production"][stage], own))
        if not state(part)[0]:
            values.append((sent(part)[stage], own))
    if state(part)[0]:
        for c in made_of.get(part, []):
            match source(c["id"]):
                case None:
                    continue
                case ("supply", of):
                    total, q = supplied[of]["total"][stage], supplied[of]["quality"][stage].get(name)
                case (kind, of):
                    total = x[place[of]][stage]
                    q = rating(of, stage, name)
                    if kind == "answer" and not answer[c["id"]]["rated"]:
                        q = None
            values.append((c["amount"] * total, q))
    values = [(w, q) for w, q in values if w > 0]
    if not values:
        return declared[part]["quality"][stage].get(name) if part in declared else None
    if any(q is None for _, q in values):
        return None
    return sum(w * q for w, q in values) / sum(w for w, _ in values)


result = {}
for p in parts:
    production = declared[p]["production"] if p in declared else [0, 0]
    result[p] = {
        "production": production,
        "component": [x[place[p]][s] - production[s] for s in (0, 1)],
        "ratings": [[rating(p, s, n) for n in RATINGS] for s in (0, 1)],
        "missing": state(p)[1],
    }
print(json.dumps(result))
