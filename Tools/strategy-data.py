#!/usr/bin/env python3
"""Writes the figures of Denchi's default strategy scenario from the published tables they were taken from.

    python3 Tools/strategy-data.py [FOLDER]

FOLDER (default: ../shared/strategy) holds `data/*.csv` and `facts.csv` as docs/strategy-data.md lists them.
Figures are carried over as printed: a trailing `.0` and a percent sign are all that changes, digits are never
rounded. What the tables do not hold is left empty. Files kept by hand (sources, plants, history, roadmap,
supports) are not written, only checked: every key in a column `source` has to be in `sources.csv`.
"""
import csv
import sys
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "Sources/Strategy/Default"
SHARED = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "../shared/strategy"
YEARS = [str(y) for y in range(2010, 2025)]
MODES = {"Cars": "cars", "Vans": "vans", "Buses": "buses", "Trucks": "trucks",
         "2 and 3 wheelers": "two_and_three_wheelers"}
REGIONS = ["World", "China", "Europe", "USA", "India", "Japan", "Korea", "Rest of the world"]


def table(name):
    with open(SHARED / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, rows):
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def plain(text):
    """A number as printed, without a decimal part that is zero."""
    return text[:-2] if text.endswith(".0") else text


def fraction(percent):
    return format(Decimal(percent).scaleb(-2), "f")


def unique(cells, key, value, where):
    """Keeps one value per key; the same value twice is one value, two different ones are an error."""
    if cells.setdefault(key, value) != value:
        sys.exit(f"{where}: {key} is both {cells[key]} and {value}")


def vehicles():
    """IEA, electric vehicles sold and in use. In the history the row "Rest of the world" holds only countries
    without a row of their own in the publication; in the projection it is everything outside China, Europe,
    India and the United States. One name for both would mislead, so the history is "Countries not listed"."""
    cells = {}
    for name in ["ev_cars_by_country", "ev_other_modes_by_region", "ev_projection_steps"]:
        for r in table(f"data/{name}_iea_gevo2025.csv"):
            measure = {"EV sales": "sales", "EV stock": "stock"}.get(r["parameter"])
            if measure is None or r["region"] not in REGIONS:
                continue
            region = r["region"]
            if region == "Rest of the world" and r["category"] == "Historical":
                region = "Countries not listed"
            key = (region, MODES[r["mode"]], r["powertrain"], measure, r["year"])
            unique(cells, key, plain(r["value"]), name)
    series = sorted({k[:4] for k in cells}, key=lambda k: (
        (REGIONS + ["Countries not listed"]).index(k[0]), list(MODES.values()).index(k[1]), k[3],
        ["BEV", "PHEV", "FCEV"].index(k[2])))
    columns = YEARS + ["2030"]
    write("vehicles.csv", ["region", "mode", "powertrain", "measure", "unit", *columns, "source"],
          [[*k, "vehicles", *(cells.get((*k, y), "") for y in columns), "iea-gevo2025"] for k in series])


def battery_demand():
    """The history and the projection both print 2020-2024, with the same values."""
    cells = {}
    for r in table("data/battery_demand_ev_iea_gevo2025.csv"):
        unique(cells, (r["region"], MODES[r["mode"]], r["year"]), plain(r["value"]), "battery demand")
    series = sorted({k[:2] for k in cells},
                    key=lambda k: (REGIONS.index(k[0]), list(MODES.values()).index(k[1])))
    columns = YEARS + ["2030"]
    write("battery_demand.csv", ["region", "mode", "unit", *columns, "source"],
          [[*k, "GWh", *(cells.get((*k, y), "") for y in columns), "iea-gevo2025"] for k in series])


OWID = {"World": "World", "China": "China", "Europe": "Europe", "United States": "USA", "India": "India",
        "Japan": "Japan", "South Korea": "Korea"}


def half_unit(text):
    """Half a unit of the last digit that is not a zero to the left of the point, or of the last decimal."""
    if "." in text:
        return Decimal(1).scaleb(-len(text.split(".")[1])) / 2
    zeros = len(text) - len(text.rstrip("0"))
    return Decimal(1).scaleb(zeros) / 2


def ev_share():
    """Shares as fractions, and all cars sold where share and number allow it: number / share, with the bounds
    that follow from both being rounded."""
    rows = sorted((r for r in table("data/electric_car_sales_owid_gevo2026.csv") if r["entity"] in OWID),
                  key=lambda r: (list(OWID).index(r["entity"]), r["year"]))
    write("ev_share.csv", ["region", "year", "share", "unit", "source"],
          [[OWID[r["entity"]], r["year"], fraction(r["share_of_new_cars_percent"]), "fraction", "owid-gevo2026"]
           for r in rows])
    market = []
    for r in rows:
        sold, share = r["electric_cars_sold"], r["share_of_new_cars_percent"]
        n, s, dn, ds = Decimal(sold), Decimal(share), half_unit(sold), half_unit(share)
        total, low, high = (int(round(x * 100, 0)) for x in (n / s, (n - dn) / (s + ds), (n + dn) / (s - ds)))
        market.append([OWID[r["entity"]], r["year"], sold, fraction(share), total, low, high, "cars",
                       "owid-gevo2026", "electric cars / share; bounds: both rounded"])
    write("car_market.csv", ["region", "year", "electric_cars", "share", "total", "low", "high", "unit", "source",
                             "note"], market)


BUSCH = {"NMCA 89:4:4:3": "NMCA", "LMNO": "LNMO"}
MODEL = {"BatPaC 5.1": "busch-batpac", "SolidPac (Li,P) + BatPaC 5.1": "busch-solidpac",
         "Zhao et al. 2023 composition, LFP energy density": "busch-zhao"}
MINERALS = ["Lithium", "Nickel", "Cobalt", "Manganese", "Graphite", "Aluminium", "Copper", "Phosphorus", "Steel",
            "Stainless steel"]


def busch_id(name):
    solid = name.startswith("SS ")
    base = name[3:] if solid else name
    base = BUSCH.get(base, base.replace("NMC ", "NMC"))
    return "SS-" + base if solid else base


# Names of premise -> our chemistry, what kind of stand-in it is, and what the stand-in changes.
PREMISE = {
    "NMC900": ("NMC95", "proxy", "the nearest in nickel with published intensities"),
    "NMC900-Si": ("NMC95", "proxy", "silicon in the anode is not shown; graphite is overstated"),
    "ASSB (oxidic)": ("SS-NMC811", "proxy", "cathode not stated with the mix; sulfide electrolyte assumed, so "
                      "lithium and phosphorus of the electrolyte differ"),
    "ASSB (polymer)": ("SS-NMC811", "proxy", "cathode not stated with the mix; sulfide electrolyte assumed, so "
                       "lithium and phosphorus of the electrolyte differ"),
    "ASSB (sulfidic)": ("SS-NMC811", "proxy", "cathode not stated with the mix"),
    "LSB": ("LSB", "none", "lithium-sulfur: no published intensities here"),
    "LAB": ("LAB", "none", "lithium-air: no published intensities here"),
    "VRFB": ("VRFB", "none", "vanadium flow battery: no lithium; no intensities here"),
    "NAS": ("NAS", "none", "sodium-sulfur: no lithium; no intensities here"),
    "LEAD-ACID": ("LEAD-ACID", "none", "lead-acid: no lithium; no intensities here"),
}
WITHOUT_LITHIUM = {"SIB", "VRFB", "NAS", "LEAD-ACID"}


def chemistries():
    rows = table("data/mineral_intensity_batpac_busch2024.csv")
    cells = {}
    for r in rows:
        mineral = "Aluminium" if r["mineral"] == "Aluminum" else r["mineral"]
        key = (busch_id(r["chemistry"]), mineral)
        unique(cells, key, (r["kg_per_kwh"], MODEL[r["model"]]), "intensities")
    names = list(dict.fromkeys(r["chemistry"] for r in rows))
    ids = sorted((busch_id(n) for n in names), key=lambda c: c.startswith("SS-"))
    write("intensities.csv", ["chemistry", "mineral", "kg_per_kwh", "source"],
          [[c, m, plain(cells[c, m][0]), cells[c, m][1]] for c in ids for m in MINERALS])

    mobile, stationary = (table(f"data/chemistry_mix_{use}_premise.csv") for use in ["mobile", "stationary"])
    known = []
    for n in names:
        chemistry = busch_id(n)
        known.append([n, "busch", chemistry, "same", "no" if n in WITHOUT_LITHIUM else "yes",
                      cells[chemistry, "Lithium"][1], ""])
    for n in dict.fromkeys(r["chemistry"] for r in mobile + stationary):
        chemistry, basis, note = PREMISE.get(n, (n, "same", ""))
        if basis != "none" and chemistry not in ids:
            sys.exit(f"premise: no intensities for {chemistry}")
        known.append([n, "premise", chemistry, basis, "no" if n in WITHOUT_LITHIUM else "yes", "premise", note])
    write("chemistry_names.csv", ["name", "origin", "chemistry", "basis", "lithium", "source", "note"], known)

    shares = {}
    for use, rows, prefix in [("mobile", mobile, ""), ("stationary", stationary, "stationary-")]:
        for r in rows:
            chemistry = PREMISE.get(r["chemistry"], (r["chemistry"],))[0]
            key = (prefix + r["scenario"], use, chemistry, r["year"])
            shares[key] = shares.get(key, Decimal(0)) + Decimal(r["value"])
    order = ["MIX", "LFP", "NCX", "PLIB", "stationary-cont", "stationary-tc"]
    write("mixes.csv", ["scenario", "use", "chemistry", "year", "share", "unit", "source"],
          [[*k, format(shares[k], "f").rstrip("0").rstrip(".") or "0", "fraction", "premise"]
           for k in sorted(shares, key=lambda k: (order.index(k[0]), k[2], k[3]))])
    for s in order:
        for y in sorted({k[3] for k in shares if k[0] == s}):
            total = sum(v for k, v in shares.items() if k[0] == s and k[3] == y)
            if abs(total - 1) > Decimal("1e-9"):
                print(f"  {s} {y}: shares add up to {total}", file=sys.stderr)


if __name__ == "__main__":
    vehicles()
    battery_demand()
    ev_share()
    chemistries()
