"""Recomputes the default scenario from its files with numpy and scipy and compares with `denchi strategy run --json`.

Usage: strategy.py DEFAULT_FOLDER RUN_JSON. Prints one line for each series compared: its name and the largest relative difference.
"""
import csv, json, sys
import numpy as np, yaml
from scipy.stats import norm

folder, run = sys.argv[1], json.load(open(sys.argv[2]))
text = yaml.safe_load(open(folder + "/scenario.yaml"))
years = np.arange(text["horizon"]["first"], text["horizon"]["last"] + 1)
T = len(years)
compared = []


def rows(name):
    return list(csv.DictReader(open(f"{folder}/{name}.csv", encoding="utf-8")))


def value(item):
    return item["value"] if isinstance(item, dict) else item


def line(points, geometric=False):
    """Values by year from points, held outside; constant growth between positive points where geometric."""
    known = sorted((int(y), float(value(v))) for y, v in points.items())
    x, y = np.array([k for k, _ in known]), np.array([v for _, v in known])
    flat = np.interp(years, x, y)
    if not geometric:
        return flat
    out = flat.copy()
    for i, t in enumerate(years):
        j = np.searchsorted(x, t, side="right") - 1
        if 0 <= j < len(x) - 1 and y[j] > 0 and y[j + 1] > 0:
            out[i] = np.exp(np.interp(t, x[j : j + 2], np.log(y[j : j + 2])))
    return out


def series(item):
    return line(item["values"]) if "values" in item else np.full(T, float(item["value"]))


def compare(name, expected):
    got = np.array([np.nan if v is None else v for v in run["series"][name]["values"]])
    expected = np.asarray(expected, float)
    assert np.array_equal(np.isnan(got), np.isnan(expected)), name
    scale = np.nanmax(np.abs(expected)) or 1.0
    compared.append((name, float(np.nanmax(np.abs(got - expected)) / scale)))


# Demand
growth = 1 + text["demand"]["growth_after_projection"]["value"]


def published(row):
    points = {int(k): float(v) for k, v in row.items() if k.isdigit() and v != ""}
    first = min(points)
    if first > years[0]:
        points[first - 1] = 0.0
    out = line(points, geometric=True)
    last = max(points)
    for i, t in enumerate(years):
        if t > last:
            out[i] = out[i - 1] * growth
    return out


demand = {(r["region"], r["mode"]): published(r) for r in rows("battery_demand")}
modes = ["cars", "vans", "buses", "trucks", "two_and_three_wheelers"]
automotive = sum(demand["World", m] for m in modes)
stationary = automotive * series(text["demand"]["stationary_ratio"])
world = automotive + stationary
compare("demand.world.automotive", automotive)
compare("demand.world", world)
sales = {(r["region"], r["mode"], r["powertrain"]): published(r) for r in rows("vehicles") if r["measure"] == "sales"}
zero = np.zeros(T)
japan = text["demand"]["japan"]
share = {int(r["year"]): float(r["share"]) for r in rows("ev_share") if r["region"] == "Japan"}
last_share = max(share)
share.update({y: value(v) for y, v in japan["electric_share"]["values"].items() if y > last_share})
share = line(share)
bev, phev = sales["Japan", "cars", "BEV"].copy(), sales["Japan", "cars", "PHEV"].copy()
last = max(int(k) for r in rows("vehicles") if (r["region"], r["mode"], r["measure"]) == ("Japan", "cars", "sales") and r["powertrain"] in ("BEV", "PHEV") for k, v in r.items() if k.isdigit() and v)
market = series(japan["car_market"])
s = last - years[0]
for i in range(s + 1, T):
    total = share[i] * market[i]
    bev[i] = total * bev[s] / (bev[s] + phev[s])
    phev[i] = total - bev[i]
electric = {m: sales.get(("Japan", m, "BEV"), zero) + sales.get(("Japan", m, "PHEV"), zero) for m in modes}
electric["cars"] = bev + phev
size = {m: np.divide(demand["World", m], sales.get(("World", m, "BEV"), zero) + sales.get(("World", m, "PHEV"), zero)) for m in modes}
homeModes = {m: electric[m] * size[m] * japan["pack_size_relative_to_world"]["value"] for m in modes}
homeCars = sum(homeModes.values())
home = homeCars + series(japan["stationary"])
compare("ev_share.japan", share)
compare("demand.japan", home)

# Capacity: plants as known at the date, events in the order of the file
statuses = {}
for r in rows("plants"):
    key = r["date"] + "-12-31"[len(r["date"]) - 4 :] if len(r["date"]) < 10 else r["date"]
    if key > str(text["as_of"]):
        continue
    plant = statuses.setdefault(r["plant"], {})
    plant.update({k: v for k, v in r.items() if v != ""})
counted, stated, starts = np.zeros(T), [], {}
working = np.zeros(T)
ramp = [text["capacity"]["ramp_up"][k]["value"] for k in ("first_year", "second_year", "third_year")]
for p in statuses.values():
    if p["state"] not in text["capacity"]["counted"] or p["country"] != "Japan":
        continue
    start = p.get("start", p["date"])
    year = int(start[2:6] if start.startswith("FY") else start[:4])
    capacity = float(p["capacity_GWh_per_year"])
    age = years - year
    counted += np.where(age >= 0, capacity, 0)
    mature = p["state"] == "running" and "start" not in p
    factor = np.select([age < 0, age >= 3], [0, 1], np.array(ramp)[np.clip(age, 0, 2)])
    working += capacity * (np.where(age >= 0, 1, 0) if mature else factor)
    if "investment_billion_JPY" in p and "start" in p:
        stated.append(float(p["investment_billion_JPY"]))
unknown = years < 2022
missing = np.where(unknown, np.nan, 0)
output = working * text["capacity"]["utilisation"]["value"] * text["capacity"]["yield"]["value"] + missing
compare("capacity.domestic", counted + missing)
compare("output.domestic", output)
assert abs(run["series"]["investment.plants.cumulative"]["values"][-1] - sum(stated)) < 1e-6

# Minerals
minerals = ["Lithium", "Nickel", "Cobalt", "Manganese", "Graphite", "Copper", "Aluminium"]
intensity = {}
for r in rows("intensities"):
    intensity[r["chemistry"], r["mineral"]] = float(r["kg_per_kwh"])
chemistries = {c for c, _ in intensity}


def content(name, use):
    points = {}
    for r in rows("mixes"):
        if r["scenario"] == name and r["use"] == use:
            points.setdefault(r["chemistry"], {})[int(r["year"])] = float(r["share"])
    shares = {c: line(p) for c, p in points.items()}
    total = sum(shares.values())
    return {m: sum(shares[c] * intensity[c, m] for c in shares if c in chemistries) / total for m in minerals}


mobile, storage = content("MIX", "mobile"), content("stationary-cont", "stationary")
loss = text["chemistry"]["material_yield"]["value"]
for m in minerals:
    compare(f"resource.domestic.{m.lower()}", output * mobile[m] / loss)
    compare(f"resource.world.{m.lower()}", (automotive * mobile[m] + stationary * storage[m]) / loss)
    compare(f"resource.150.{m.lower()}", 150 * mobile[m] / loss)

# Prices
b = -np.log2(1 - text["prices"]["learning_rate"]["value"])
q = np.cumsum(automotive)
base = text["prices"]["base_year"] - years[0]
compare("price.pack.automotive", text["prices"]["vehicle_pack"]["value"] * (q / q[base]) ** -b * text["exchange_rate"]["value"])

# People
known = np.where(unknown, np.nan, counted)
attrition = text["people"]["attrition"]["value"]
for function in ("skilled", "technical", "supply_chain"):
    need = known * text["people"][function]["per_capacity"]["value"]
    staff = np.full(T, np.nan)
    first = np.argmax(~unknown)
    for i in range(first, T):
        staff[i] = need[i] if i == first else staff[i - 1] * (1 - attrition)
    compare(f"people.{function}.gap", need - staff)

# Fleet: vehicles and batteries as two layers, ages in the middle of the year
assert text["stocks"]["age"] == "middle"
ages = np.arange(T) + 0.5
leaving = {}
for region, entering, energy in [
    ("japan", electric, homeModes), ("world", {m: sales.get(("World", m, "BEV"), zero) + sales.get(("World", m, "PHEV"), zero) for m in modes}, {m: demand["World", m] for m in modes}),
]:
    fleet, retired, cohorts = np.zeros(T), np.zeros(T), np.zeros((T, T))
    for m in modes:
        life = text["stocks"]["lifetimes"][m]
        S = norm.sf(ages, life["vehicle"]["mean"]["value"], life["vehicle"]["standard_deviation"]["value"])
        B = norm.sf(ages, life["battery"]["mean"]["value"], life["battery"]["standard_deviation"]["value"])
        ratioS, ratioB = np.append(S[0], S[1:] / S[:-1]), np.append(B[0], B[1:] / B[:-1])
        packs, before = np.zeros(T), 0.0
        for i in range(T):
            before = energy[m][i] / entering[m][i] if entering[m][i] > 0 else before
            packs[i] = before
        units = np.zeros((T, T))  # vehicle cohort x battery cohort
        for t in range(T):
            units[t, t] = entering[m][t]
            for c in range(t + 1):
                needed = 0.0
                for k in range(c, t + 1):
                    n = units[c, k]
                    if n == 0:
                        continue
                    good = n * ratioB[t - k]
                    cohorts[t, k] += (n - good + (1 - ratioS[t - c]) * good) * packs[k]
                    units[c, k] = ratioS[t - c] * good
                    needed += ratioS[t - c] * (n - good)
                made = needed / B[0]
                units[c, t] += needed
                cohorts[t, t] += (made - needed) * packs[t]
            fleet[t] += units.sum()
    compare(f"stock.{region}", fleet)
    compare(f"batteries.retired.{region}", cohorts.sum(axis=1))
    leaving[region] = cohorts

# Circularity
c = text["circularity"]
again, delay, longer = c["second_life"]["value"], c["recycling_delay"]["value"], c["recycling_delay"]["value"] + c["second_life_years"]["value"]
for m in minerals:
    recovery = series(c["recovery"][m.lower()])
    left = leaving["japan"] @ mobile[m]
    back = np.zeros(T)
    for part, lag in [(1 - again, int(delay)), (again, int(longer))]:
        back[lag:] += left[: T - lag] * part * c["collection"]["value"] * recovery[lag:]
    compare(f"circular.{m.lower()}.from_retired", back)
    scrap = output * mobile[m] * (1 / loss - 1)
    compare(f"circular.{m.lower()}.from_scrap", scrap * c["scrap_collection"]["value"] * recovery)

for name, difference in compared:
    print(name, difference)
