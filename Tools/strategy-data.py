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



def keys():
    with open(OUT / "sources.csv", encoding="utf-8", newline="") as file:
        return {r["url"]: r["key"] for r in csv.DictReader(file) if r["url"]}


BY_URL = {}
BY_NAME = {
    "strategy 2022": "strategy-2022", "strategy 2022 (derived)": "strategy-derived",
    "data/japan_projects_certified.csv": "denchi-derived",
    "capafair.com (as above)": "sne-capafair-2025",
    "BNEF press release 27 Nov 2023 as quoted at konferencjaskd2024.pl": "bnef-konferencja",
    "BNEF as quoted at konferencjaskd2024.pl": "bnef-konferencja",
    "public code quoting doi:10.5066/P1WKQ63T; secondary": "usgs-mcs2026-quoted",
    "bbapi.viigoo.eu.org post quoting IEA GCMO 2025; secondary": "iea-gcmo2025-quoted",
    "Hao et al. 2011 abstract (en.cnki.com.cn)": "hao-2011",
    "pmbusch/Critical-Minerals-EV 09-SurvivalCurve_Simulation.R (MIT)": "busch-survival",
}


def source(text, last):
    """The key of a source that a table spells out; "as above" is the one of the row before."""
    if text.startswith("as above"):
        return last
    if text in BY_NAME:
        return BY_NAME[text]
    address = text.split(" ")[0]
    if address in BY_URL:
        return BY_URL[address]
    sys.exit(f"no key for the source {text!r}")


def minerals():
    rows = []
    for r in table("data/usgs_mcs2025_battery_minerals.csv"):
        mineral = "Natural graphite" if r["commodity"] == "Graphite" else r["commodity"]
        country = "World" if r["country"].startswith("World") else r["country"]
        estimated = "estimated" if r["note"] == "2023 estimated" or "estimated" in r["stage"] else ""
        about = "" if r["note"] == "2023 estimated" else r["note"]
        mined = "; ".join(n for n in [estimated, about if "eserves" not in about and "JORC" not in about else ""] if n)
        kept = about if "eserves" in about or "JORC" in about or about in ("small", "included in world total") else ""
        content = "natural graphite" if "graphite" in mineral else r["stage"].split("(")[1].split(")")[0].split(";")[0]
        for stage, year, amount, note in [
                ("mine", "2023", r["production_2023"], mined),
                ("mine", "2024", r["production_2024_estimated"],
                 "; ".join(["estimated"] + [n for n in mined.split("; ") if n not in ("", "estimated")])),
                ("reserves", "2024", r["reserves"], kept)]:
            if amount or about == "production withheld" and stage == "mine":
                unit = r["unit"] if stage == "reserves" else f"{r['unit']}/yr"
                rows.append([mineral, stage, country, year, plain(amount), unit, "",
                             "; ".join(n for n in [content if stage == "mine" else "", note] if n), "usgs-mcs2025"])
    names = {"srilanka": "Sri Lanka", "usa": "United States", "other": "Other countries"}
    for r in table("facts.csv"):
        topic, kind, who = (r["id"].split(".") + ["", ""])[:3]
        stage = {"reserves": "reserves", "production": "mine", "imports": "imports_japan"}.get(kind)
        if stage is None or topic not in ("graphite", "lithium", "nickel", "cobalt"):
            continue
        share = r["unit"] == "fraction"
        mineral = "Natural graphite" if topic == "graphite" else topic.capitalize()
        country = names.get(who, who.capitalize()) if share else "World"
        rows.append([mineral, stage, country, r["year"], "" if share else plain(r["value"]),
                     "fraction" if share else r["unit"], plain(r["value"]) if share else "",
                     f"{r['scope']}, as the strategy quotes it", "strategy-2022"])
    last = ""
    for r in table("data/stationary_and_other_points.csv"):
        last = source(r["source"], last)
        item, value = r["item"], plain(r["value"])
        if item.startswith("China share of") and "EV" not in item:
            mineral = {"lithium": "Lithium", "cobalt": "Cobalt", "graphite": "Battery-grade graphite"}[
                item.split(" (")[0].split(" ")[-1]]
            rows.append([mineral, "refining", "China", r["year"], "", "fraction", value,
                         item.split("(")[1].rstrip(")"), last])
        elif item.startswith("top three refiners"):
            rows.append(["Six minerals", "refining", "Top three countries", r["year"], "", "fraction", value,
                         "mean over six minerals", last])
        elif "mine production" in item:
            mineral = item.split(" world")[0].capitalize()
            rows.append([mineral, "mine", "World", r["year"], value, "t/yr", "", "quoted second-hand", last])
    order = ["Lithium", "Nickel", "Cobalt", "Manganese", "Natural graphite", "Battery-grade graphite", "Six minerals"]
    stages = ["mine", "refining", "imports_japan", "reserves"]
    rows.sort(key=lambda r: (order.index(r[0]), stages.index(r[1]), r[3]))
    write("minerals.csv", ["mineral", "stage", "country", "year", "amount", "unit", "share", "note", "source"], rows)


# What the strategy prints in its lists of market shares, in percent: market, year, country, company, percent.
LISTS = """
automotive 2015 Japan - 51.7|automotive 2015 Japan Panasonic 37.1|automotive 2015 Japan AESC 9.7
automotive 2015 Japan Other_Japanese 4.9|automotive 2015 China - 27.4|automotive 2015 Korea - 14.4
automotive 2020 Japan - 21.1|automotive 2020 Japan Panasonic 20.4|automotive 2020 Korea - 36.1
automotive 2020 Korea LG_Energy_Solution 26.2|automotive 2020 Korea Samsung_SDI 5.9
stationary 2016 Japan - 27.4|stationary 2016 Japan Panasonic 11.1|stationary 2016 Japan Sony 7.0
stationary 2016 Japan AESC 4.2|stationary 2016 Korea - 30.4
stationary 2020 Japan - 5.4|stationary 2020 Japan Panasonic 2.9|stationary 2020 Korea - 35.0
stationary 2020 Korea Samsung_SDI 21.0|stationary 2020 Korea LG_Energy_Solution 12.7|stationary 2020 China - 23.9
stationary 2020 China CATL 8.7|stationary 2020 Other - 35.7
undetermined - China - 28.1
cathode_NCA 2021 Japan Sumitomo_Metal_Mining 42.4|cathode_NCA 2021 Korea EcoPro 26.7|cathode_NCA 2021 China BTR 15.7
cathode_NCA 2021 Germany_and_Japan BASF_Toda 11.0
cathode_NCM 2021 Korea LG_Chem 9.9|cathode_NCM 2021 China Hunan_Changyuan_Lico 9.2|cathode_NCM 2021 China B&M 8.6
cathode_NCM 2021 China Beijing_Easpring 7.3|cathode_NCM 2021 Japan Nichia 7.1
anode_graphite 2021 China BTR 18.5|anode_graphite 2021 China Jiangxi_Zichen 16.0
anode_graphite 2021 China Shanghai_Shanshan 14.2|anode_graphite 2021 China Guangdong_Kaijin 11.5
anode_graphite 2021 Japan Showa_Denko_Materials 6.7
electrolyte 2021 China Guangzhou_Tinci 21.1|electrolyte 2021 China Capchem 13.0
electrolyte 2021 Japan MU_Ionic_Solutions 11.3
separator 2021 China Shanghai_Energy 21.8|separator 2021 China Senior 12.9|separator 2021 Japan Asahi_Kasei 12.2
separator 2021 China Sinoma_Lithium_Film 12.2|separator 2021 Korea SK_ie_technology 9.6|separator 2021 Japan Toray 7.9
"""
LIST_NOTES = {
    ("stationary", "2016", "Korea", "-"): "by elimination: the only list in the text without another figure for Korea",
    ("stationary", "2020", "China", "-"): "5.4 + 35.0 + 23.9 + 35.7 = 100.0 places it here",
    ("stationary", "2020", "China", "CATL"): "printed with 23.9 %",
    ("stationary", "2020", "Other", "-"): "may hold Chinese and Korean makers",
    ("undetermined", "-", "China", "-"): "automotive 2020 or stationary 2016: the text does not show which; do not use",
}
SNE = {"Panasonic": "Japan", "CATL": "China", "BYD": "China", "LG Energy Solution": "Korea"}


def markets():
    rows = []
    for entry in LISTS.replace("\n", "|").strip("|").split("|"):
        market, year, country, company, percent = entry.split(" ")
        note = LIST_NOTES.get((market, year, country, company), "")
        if year == "2021":
            note = "survey published in 2022; its year is not printed"
        rows.append([market, "" if year == "-" else year, country.replace("_", " "),
                     "" if company == "-" else company.replace("_", " "), fraction(percent), "", "",
                     "Fuji Keizai as the strategy prints it" + (f"; {note}" if note else ""), "strategy-2022"])
    last = ""
    for r in table("data/market_share_ev_battery_sne.csv"):
        last = source(r["source"], last)
        if last == "strategy-2022":
            continue
        who, note = r["scope"], "SNE Research"
        country, company = (SNE[who], who) if who in SNE else ("World", "")
        if "top ten" in who:
            country = {"Japanese": "Japan", "Chinese": "China", "Korean": "Korea"}[who.split(" ")[0]]
            note += "; makers among the top ten only"
        if "/" in r["period"]:
            note += "; January to November"
        if "revision" in who:
            note += "; later revision"
        rows.append(["automotive", r["period"][:4], country, company, plain(r["share"]), plain(r["value_GWh"]),
                     "GWh/yr" if r["value_GWh"] else "", note, last])
    write("markets.csv", ["market", "year", "country", "company", "share", "value", "unit", "note", "source"], rows)


def prices():
    rows, last = [], ""
    for r in table("data/battery_price_bnef_quoted.csv"):
        last = source(r["source"], last)
        rows.append([r["year"], r["scope"], r["usd_per_kwh"], "USD/kWh", r["price_basis"], last])
    write("prices.csv", ["year", "scope", "price", "unit", "price_basis", "source"], rows)


def money_and_people():
    last, rows = "", {"capex": [], "workforce": []}
    for r in table("data/capex_workforce.csv"):
        last = source(r["source"], last)
        unit, _, bound = r["unit"].partition(" (")
        note = "; ".join(n for n in [bound.rstrip(")"), r["note"]] if n)
        rows[r["kind"]].append([r["scope"], plain(r["low"]), plain(r["central"]), plain(r["high"]), unit, last, note])
    header = ["scope", "low", "central", "high", "unit", "source", "note"]
    write("money.csv", header, rows["capex"])
    write("people.csv", header, rows["workforce"])


def lifetimes():
    names = {"two and three wheelers": "two_and_three_wheelers", "car": "cars", "van": "vans", "bus": "buses",
             "medium truck": "trucks", "heavy truck": "trucks"}
    rows, last = [], ""
    for r in table("data/lifetimes.csv"):
        last = source(r["source"], last)
        what, _, layer = r["item"].partition(" (")
        region, note = "World", ""
        if what not in names:
            what, layer, region, note = "car", "vehicle)", "China", "parameters not in the abstract"
        rows.append([region, names[what], what.split(" ")[0] if "truck" in what else "", layer.rstrip(")"),
                     "weibull" if "Weibull" in r["distribution"] else "normal|logistic", r["mean_years"],
                     r["sd_years"], "years", r["scenario"], last, note])
    write("lifetimes.csv", ["region", "mode", "class", "layer", "distribution", "mean", "sd", "unit", "scenario",
                            "source", "note"], rows)


def recovery():
    keys = {"Japan": "strategy-2022", "EU": "eu-2023-1542", "China": "china-2019", "Busch": "busch-parameters"}
    rows = []
    for r in table("data/recovery_rates.csv"):
        for metal in ["lithium", "nickel", "cobalt", "copper", "manganese"]:
            if r[metal]:
                rows.append([r["scheme"], r["year"], metal.capitalize(), r[metal], "fraction",
                             keys[r["scheme"].split(" ")[0]]])
    write("recovery.csv", ["scheme", "year", "mineral", "rate", "unit", "source"], rows)


def stationary():
    """Points on storage and on the market as a whole; those on refining and mining are in minerals.csv."""
    rows, last = [], ""
    for r in table("data/stationary_and_other_points.csv"):
        last = source(r["source"], last)
        item = r["item"]
        if "refine" in item or "mine production" in item or "battery-grade" in item:
            continue
        region = "Japan" if item.startswith("Japan") else "China" if item.startswith("China") else "World"
        topic = ("chemistry" if "LFP" in item else "storage" if "storage" in item or "stationary" in item
                 or "utility" in item else "capacity" if "manufacturing" in item else "market")
        rows.append([topic, region, r["year"], plain(r["value"]), r["unit"],
                     item.removeprefix("Japan ").removeprefix("world "), last])
    write("stationary.csv", ["topic", "region", "year", "value", "unit", "item", "source"], rows)


def electricity():
    cells = {}
    for r in table("data/electricity_carbon_intensity_ember_owid.csv"):
        unique(cells, (r["entity"], r["year"]), plain(r["gco2e_per_kwh"]), "electricity")
    rows = [[name, "gCO2e/kWh", *(cells.get((entity, y), "") for y in YEARS), "ember-owid"]
            for entity, name in [("World", "World"), ("China", "China"), ("United States", "USA"),
                                 ("Japan", "Japan"), ("South Korea", "Korea")]]
    # The table has no row for Europe; one year is in Denchi's example (Ember through CO2.js).
    rows.append(["European Union", "gCO2e/kWh", *("213.02" if y == "2024" else "" for y in YEARS), "ember-co2js"])
    write("electricity.csv", ["region", "unit", *YEARS, "source"], rows)



PAGE = {
    "market": "蓄電池市場の拡大",
    "shares": "国別・メーカー別のシェア推移",
    "materials": "電池材料の競争力",
    "metals": "バッテリーメタルのサプライチェーン",
    "graphite": "黒鉛のサプライチェーン状況",
    "solid": "蓄電池の技術進化：全固体リチウムイオン蓄電池",
    "goals": "蓄電池産業戦略における目標",
    "home": "今後の取組（技術・ビジネス①）１．国内基盤拡充のための政策パッケージ",
    "rules": "今後の取組（技術・ビジネス③）２．グローバルアライアンスとグローバルスタンダードの戦略的形成（2/2）",
    "upstream": "今後の取組（技術・ビジネス④）３．上流資源の確保",
    "amounts": "【必要な資源量の目安】",
    "research": "今後の取組（技術・ビジネス⑤）４．次世代技術の開発",
    "demand": "今後の取組（市場創出）５．国内市場の創出",
    "people": "今後の取組（環境整備①）６．人材育成・確保の強化",
    "setting": "今後の取組（環境整備②）７．国内の環境整備強化（1/2）",
    "setting2": "今後の取組（環境整備③）７．国内の環境整備強化（2/2）",
    "road1": "蓄電池産業戦略に関するロードマップ（１/2）",
    "road2": "蓄電池産業戦略に関するロードマップ（２/2）",
}
# id: kind, sense, page, scope in Japanese, half-width of the printed rounding in the row's unit.
# A figure printed as 10万トン stands for 95 to 105 kt; goals such as 150 GWh are set, not rounded.
MEANING = {
    "target.capacity.domestic": ("target", "at_least", "goals", "国内の蓄電池・材料の製造能力", ""),
    "target.capacity.domestic_automotive_2021": ("target", "at_least", "goals", "国内の車載用蓄電池の製造能力", ""),
    "target.capacity.global": ("target", "at_least", "goals", "我が国企業全体の世界での製造能力", ""),
    "assumption.market.global": ("assumption", "about", "goals", "2030年の世界市場", ""),
    "target.share.global": ("target", "at_least", "goals", "我が国企業の世界シェア", ""),
    "baseline.capacity.domestic": ("baseline", "about", "road1", "国内の生産基盤（起点）", ""),
    "target.solid_state": ("milestone", "about", "goals", "全固体電池の本格実用化", ""),
    "target.innovative_batteries": ("milestone", "about", "road1", "革新型電池の実用化", ""),
    "investment.domestic.total": ("need", "about", "home", "官民の必要投資額（国内製造基盤）", "0.05"),
    "investment.domestic.materials": ("need", "about", "home", "部材製造の投資", "0.05"),
    "investment.domestic.cells": ("need", "about", "home", "電池製造の投資", "0.05"),
    "investment.upstream": ("need", "about", "amounts", "上流資源への官民の必要投資額（5年）", "0.05"),
    "fund.r3": ("baseline", "about", "home", "令和3年度補正予算の基金", ""),
    "investment.decision_deadline": ("milestone", "by", "road1", "2030年に向けた投資決定", ""),
    "price.pack.automotive.2019": ("baseline", "about", "market", "車載用パックの世界平均単価（2019年）", "5000"),
    "price.pack.automotive.2030": ("assumption", "about", "market", "車載用パックの単価（2030年の試算前提）", "5000"),
    "price.pack.automotive.2050": ("assumption", "about", "market", "車載用パックの単価（2050年の試算前提）", "500"),
    "price.stationary.factor": ("assumption", "about", "market", "定置用単価の車載用に対する比", ""),
    "target.price.pack": ("target", "at_most", "home", "車載用蓄電池パック", ""),
    "target.price.home": ("target", "at_most", "home", "家庭用蓄電システム（工事費込み・2030年度）", ""),
    "target.price.industrial": ("target", "at_most", "home", "業務・産業用蓄電システム（工事費込み・2030年度）", ""),
    "market.stationary_ratio": ("baseline", "about", "market", "定置用市場の車載用に対する規模", ""),
    "workforce.battery": ("target", "at_least", "people", "蓄電池製造に係る人材", "500"),
    "workforce.skilled": ("target", "at_least", "people", "技能系人材", "500"),
    "workforce.technical": ("target", "at_least", "people", "技術系人材", "500"),
    "workforce.supply_chain": ("target", "at_least", "people", "材料などサプライチェーン全体の人材", "5000"),
    "rd.energy_density.low": ("target", "at_least", "research", "高容量系蓄電池のエネルギー密度（下限）", ""),
    "rd.energy_density.high": ("target", "about", "research", "高容量系蓄電池のエネルギー密度（上限）", ""),
    "recovery.lithium": ("target", "at_least", "research", "リサイクルでのリチウム回収率", ""),
    "recovery.nickel": ("target", "at_least", "research", "リサイクルでのニッケル回収率", ""),
    "recovery.cobalt": ("target", "at_least", "research", "リサイクルでのコバルト回収率", ""),
    "ev.share.2030.low": ("target", "at_least", "road2", "乗用車新車販売のEV・PHV比率（下限）", ""),
    "ev.share.2030.high": ("target", "about", "road2", "乗用車新車販売のEV・PHV比率（上限）", ""),
    "ev.electrified.2035": ("target", "at_least", "demand", "乗用車新車販売の電動車比率", ""),
    "recycling.system": ("milestone", "by", "setting", "国内のリサイクルシステム", ""),
    "jogmec.equity_cap": ("baseline", "at_most", "upstream", "JOGMECの出資比率上限", ""),
    "fire.threshold": ("baseline", "about", "setting2", "消防法令の容量規制（見直し検討）", ""),
    "solid_state.range": ("assumption", "about", "solid", "全固体電池の航続距離（同体積・対液系）", ""),
    "solid_state.charge_time": ("assumption", "about", "solid", "全固体電池の充電時間（対液系）", ""),
    "dataplatform.start": ("milestone", "by", "setting", "データ連携基盤", ""),
    "cfp.trial": ("milestone", "by", "rules", "CFP・人権環境DDの試行事業", ""),
}
MINERAL_JA = {"lithium": "リチウム", "nickel": "ニッケル", "cobalt": "コバルト", "graphite": "黒鉛", "manganese": "マンガン"}
COUNTRY_JA = {"japan": "日本", "china": "中国", "korea": "韓国"}


def meaning(r):
    """Rows in series (needs of metals, shares, suppliers, concentration) follow one rule each."""
    parts = r["id"].split(".")
    if r["id"] in MEANING:
        return MEANING[r["id"]]
    if parts[0] == "resource":
        return "need", "about", "amounts", f"{parts[1]}GWh/年に必要な{MINERAL_JA[parts[2]]}", "5"
    if parts[0] == "share":
        use = "車載用" if parts[1] == "automotive" else "定置用"
        return "baseline", "about", "shares", f"{use}リチウムイオン電池の世界シェア（{COUNTRY_JA[parts[2]]}）", "0.0005"
    if parts[0] == "supplier":
        part = {"cathode": "NCA正極", "anode": "負極（黒鉛）", "electrolyte": "電解液", "separator": "セパレータ"}[parts[1]]
        return "baseline", "about", "materials", f"{part}のシェア", "0.0005"
    stage = {"reserves": "埋蔵量", "production": "生産量", "imports": "日本の輸入量"}[parts[1]]
    if parts[0] == "graphite":
        return "baseline", "about", "graphite", f"天然黒鉛の{stage}", "0.005"
    # Printed in 万t, in 万t with one decimal (7.7万t) or in 千トン.
    passage = r["source_passage_ja"]
    fine = "千" in passage or "." in passage
    return "baseline", "about", "metals", f"{MINERAL_JA[parts[0]]}の{stage}", "0.5" if fine else "5"


def targets():
    header = ["id", "kind", "year", "value", "unit", "sense", "topic", "scope", "scope_ja", "passage", "page",
              "rounding", "source"]
    kept = {"targets.csv": [], "baselines.csv": []}
    for r in table("facts.csv"):
        kind, sense, page, scope_ja, rounding = meaning(r)
        unit, scope = r["unit"], r["scope"]
        for more in [" (at most)", " (installed; FY2030)", " over 5 years"]:
            if unit.endswith(more):
                unit = unit.removesuffix(more)
                scope += {" (installed; FY2030)": ", installed, fiscal year 2030",
                          " over 5 years": ", sum of five years"}.get(more, "")
        row = [r["id"], kind, r["year"], r["value"], unit, sense, r["topic"], scope, scope_ja, r["source_passage_ja"],
               PAGE[page], rounding, "strategy-2022"]
        kept["baselines.csv" if kind in ("baseline", "assumption") else "targets.csv"].append(row)
    for name, rows in kept.items():
        write(name, header, rows)


if __name__ == "__main__":
    BY_URL.update(keys())
    vehicles()
    battery_demand()
    ev_share()
    chemistries()
    minerals()
    markets()
    prices()
    money_and_people()
    lifetimes()
    recovery()
    stationary()
    electricity()
    targets()
