"""The least-cost build-out of `denchi strategy` by linopy and by PyPSA, both with HiGHS (dual simplex, one thread).

31 years, plants that may be added, 6 minerals, limits on people, money and building, two targets; made up by seed.
"""
import json
import os
import random
import warnings

MINERALS = ["lithium", "nickel", "cobalt", "manganese", "graphite", "copper"]


def instance(plants, years=31, seed=2030):
    """A build-out that limits of all kinds shape. Money in billion JPY, capacity in GWh/yr, minerals in t."""
    r = random.Random(seed)
    options = [{
        "capital": r.uniform(12, 30), "operating": r.uniform(7, 10), "lead": r.randint(1, 3),
        "life": r.randint(8, 18), "perYear": r.uniform(2, 8), "total": r.uniform(8, 30),
        "people": r.uniform(90, 180), "emissions": r.uniform(3e4, 9e4),
        "minerals": [r.uniform(85, 125), r.uniform(0, 750), r.uniform(0, 340), r.uniform(0, 320),
                     r.uniform(850, 1000), r.uniform(360, 560)]} for _ in range(plants)]
    demand = [20 * 1.09**t for t in range(years)]
    return {
        "options": options, "demand": demand, "existing": 20.0, "existingOperating": 9.0,
        "utilisation": 0.85, "yield": 0.92, "discountRate": 0.05,
        "importPrice": [14 * 0.985**t for t in range(years)], "importEmissions": 9e4,
        "limits": [[use * 0.75 * 20 * 1.09**t for t in range(years)] for use in (105, 420, 120, 120, 920, 450)],
        "people": [4000 + 1200 * t for t in range(years)], "money": [150 + 25 * t for t in range(years)],
        "buildRate": [10 + 1.5 * t for t in range(years)],
        "targets": [[10, 50.0], [20, 110.0]], "salvage": True}


class Task:
    """The build-out in memory; `run` builds and solves it."""

    def __init__(self, folder):
        with open(os.path.join(folder, "buildout.json")) as file:
            self.b = json.load(file)
        warnings.simplefilter("ignore")

    def before(self):
        pass

    def answer(self, objective):
        return {"scores": [objective]}


class Linopy(Task):
    """linopy's arrays, handed to HiGHS by its direct interface. The fastest of two statements that were tried."""

    def prepare(self):
        import linopy
        import numpy as np
        import pandas as pd
        import xarray as xr
        self.linopy, self.np, self.pd, self.xr = linopy, np, pd, xr

    def run(self):
        np, pd, xr, b = self.np, self.pd, self.xr, self.b
        options, T = b["options"], len(b["demand"])
        O = len(options)
        o, t, k = pd.RangeIndex(O, name="option"), pd.RangeIndex(T, name="year"), pd.Index(MINERALS, name="mineral")

        def by_option(name):
            return xr.DataArray([p[name] for p in options], coords=[o])

        def by_year(values):
            return xr.DataArray(np.asarray(values, dtype=float), coords=[t])
        lead, life = by_option("lead"), by_option("life")
        d = (1 + b["discountRate"]) ** -np.arange(T + 1.0)
        year = xr.DataArray(np.arange(T), coords=[t])
        left = (life - (T - year - lead)).clip(0) / life if b["salvage"] else 0 * life * year
        m = self.linopy.Model()
        may = (year + lead) < T
        add = m.add_variables(lower=0, upper=(by_option("perYear") * xr.ones_like(year)).transpose("option", "year"),
                              mask=may.transpose("option", "year"), coords=[o, t], name="add")
        running = m.add_variables(lower=0, coords=[o, t], name="running", mask=(year >= lead).transpose("option", "year"))
        make = m.add_variables(lower=0, coords=[o, t], name="make", mask=(year >= lead).transpose("option", "year"))
        good = b["utilisation"] * b["yield"]
        old = m.add_variables(lower=0, upper=b["existing"] * good, coords=[t], name="old")
        buy = m.add_variables(lower=0, coords=[t], name="import")
        # Capacity is last year's, with what starts and without what ends: by the place of the addition. Groups of
        # options with equal lead times and lives, each by `shift`, took longer.
        place = xr.DataArray(np.arange(T), coords=[t])
        starts, ends = place - lead, place - lead - life

        def addition(at):
            taken = add.sel(option=each, year=at.clip(0))
            return taken.where(at >= 0)
        each = xr.DataArray(np.arange(O), coords=[o])
        runs = (year >= lead).transpose("option", "year")
        m.add_constraints(
            running - running.shift(year=1) - addition(starts) + addition(ends) == 0, name="capacity", mask=runs)
        m.add_constraints(make - good * running <= 0, name="output")
        m.add_constraints(make.sum("option") + old + buy == by_year(b["demand"]), name="demand")
        m.add_constraints(add.sum("option") <= by_year(b["buildRate"]), name="build rate")
        m.add_constraints(add.sum("year") <= by_option("total"), name="total")
        m.add_constraints((by_option("people") * running).sum("option") <= by_year(b["people"]), name="people")
        m.add_constraints((by_option("capital") * add).sum("option") <= by_year(b["money"]), name="money")
        use = xr.DataArray([p["minerals"] for p in options], coords=[o, k])
        limits = xr.DataArray(b["limits"], coords=[k, t])
        m.add_constraints((use * make).sum("option") <= limits, name="minerals")
        for place, value in b["targets"]:
            m.add_constraints(running.sel(year=place).sum("option") >= value - b["existing"], name=f"target {place}")
        paid = by_option("capital") * (by_year(d[:T]) - left * d[T])
        m.add_objective(
            (paid * add).sum() + (by_option("operating") * by_year(d[:T]) * make).sum()
            + (b["existingOperating"] * by_year(d[:T]) * old).sum()
            + (by_year(np.array(b["importPrice"]) * d[:T]) * buy).sum())
        m.solve(solver_name="highs", io_api="direct", log_to_console=False, output_flag=False, threads=1,
                progress=False)
        return m.objective.value


class Pypsa(Task):
    """PyPSA with investment periods of one year and one snapshot each: the model of a network in memory, its solution.

    What is added in a year is a generator of its own, as PyPSA has no other cohorts. It spreads capital over the years
    in which a generator runs; here each year's share is such that the sum is what is paid, less what is left at the
    end. PyPSA has no limits by year on building, people, money and minerals: they are added to its linopy model, as
    its documentation has it. Results are not written back into the network, which takes longer than to solve it.
    """

    def prepare(self):
        import logging
        import numpy as np
        import pandas as pd
        import pypsa
        import xarray as xr
        logging.disable(logging.WARNING)
        self.pd, self.xr, b = pd, xr, self.b
        T, options = len(b["demand"]), b["options"]
        d = (1 + b["discountRate"]) ** -np.arange(T + 1.0)
        good = b["utilisation"] * b["yield"]
        n = self.network = pypsa.Network()
        n.set_snapshots(["year"])
        n.set_investment_periods(list(range(T)))
        n.investment_period_weightings["years"] = 1.0
        n.investment_period_weightings["objective"] = d[:T]
        n.add("Bus", "cells")
        n.add("Load", "demand", bus="cells", p_set=pd.Series(b["demand"], n.snapshots))
        n.add("Generator", "import", bus="cells", p_nom=max(b["demand"]),
              marginal_cost=pd.Series(b["importPrice"], n.snapshots))
        n.add("Generator", "existing", bus="cells", p_nom=b["existing"], p_max_pu=good,
              marginal_cost=b["existingOperating"])
        rows = []
        for o, p in enumerate(options):
            for t in range(T - p["lead"]):
                start, end = t + p["lead"], min(T, t + p["lead"] + p["life"])
                left = max(0, p["life"] - (T - start)) / p["life"] if b["salvage"] else 0
                share = p["capital"] * (d[t] - left * d[T]) / d[start:end].sum()
                rows.append((f"{o} {t}", o, t, start, end, p["life"], p["perYear"], p["operating"], share))
        columns = ["name", "option", "year", "start", "end", "life", "most", "operating", "share"]
        v = self.vintages = pd.DataFrame(rows, columns=columns).set_index("name")
        n.add("Generator", v.index, bus="cells", p_nom_extendable=True, p_nom_max=v.most, build_year=v.start,
              lifetime=v.life, capital_cost=v.share, marginal_cost=v.operating, p_max_pu=good)
        o = pd.RangeIndex(len(options), name="option")
        self.period, minerals = pd.RangeIndex(T, name="period"), pd.Index(MINERALS, name="mineral")
        self.capital, self.people = (
            xr.DataArray([options[o][x] for o in v.option], coords=[v.index]) for x in ("capital", "people"))
        self.use = xr.DataArray([options[o]["minerals"] for o in v.option], coords=[v.index, minerals])
        self.total = xr.DataArray([p["total"] for p in options], coords=[o])
        self.limits = xr.DataArray(b["limits"], coords=[minerals, n.snapshots])
        place = np.arange(T)[:, None]
        self.runs = xr.DataArray((v.start.values <= place) & (place < v.end.values), coords=[self.period, v.index])

    def run(self):
        b, v = self.b, self.vintages
        m = self.network.optimize.create_model(multi_investment_periods=True)
        add, make = m["Generator-p_nom"].sel(name=v.index), m["Generator-p"].sel(name=v.index)
        decided, option = v.year.rename("period"), v.option

        def by_year(name):
            return self.xr.DataArray(b[name], coords=[self.period])
        years = sorted(set(v.year))
        m.add_constraints(add.groupby(decided).sum() <= by_year("buildRate")[years], name="build rate")
        m.add_constraints((self.capital * add).groupby(decided).sum() <= by_year("money")[years], name="money")
        m.add_constraints(add.groupby(option).sum() <= self.total, name="total")
        m.add_constraints((self.people * add.where(self.runs)).sum("name") <= by_year("people"), name="people")
        for place, value in b["targets"]:
            runs = self.runs.sel(period=place)
            m.add_constraints(add.where(runs).sum() >= value - b["existing"], name=f"target {place}")
        m.add_constraints((self.use * make).sum("name") <= self.limits, name="minerals")
        m.solve(solver_name="highs", io_api="direct", log_to_console=False, output_flag=False, threads=1,
                progress=False)
        return m.objective.value
