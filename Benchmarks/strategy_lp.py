#!/usr/bin/env python3
"""The least-cost build-out beside linopy with HiGHS: both build and solve the same programme, in turn.

    python3 Benchmarks/strategy_lp.py [--runs 5] [--no-build]

31 years, 40 plants that may be added, 6 minerals; made up by seed. Prints CPU and wall seconds (medians) of building
and solving together, their ratio, and how far the objectives are apart. The exit status is 1 where they disagree.
"""
import argparse
import json
import os
import resource
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MINERALS = ["lithium", "nickel", "cobalt", "manganese", "graphite", "copper"]
TOLERANCE = 1e-7


def instance(years=31, plants=40, seed=2030):
    """A build-out that limits of all kinds shape. Money in billion JPY, capacity in GWh/yr, minerals in t."""
    import random
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


class Linopy:
    """linopy's arrays; HiGHS by its direct interface, dual simplex, one thread."""

    def __init__(self, b):
        import warnings
        import linopy
        warnings.simplefilter("ignore")
        import numpy as np
        import pandas as pd
        import xarray as xr
        self.linopy, self.np, self.pd, self.xr, self.b = linopy, np, pd, xr, b

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


def serve(path):
    """The peer's process: builds and solves once for each line `run`."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with open(path) as file:
        task = Linopy(json.load(file))
    task.run()
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        wall, cpu = time.perf_counter(), time.process_time()
        objective = task.run()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"wall": wall, "cpu": cpu, "peakMB": peak, "objective": objective}), file=answers, flush=True)


def has_peer(python):
    return os.path.exists(python) and not subprocess.run([python, "-c", "import linopy, highspy"], capture_output=True,
                                                         check=False).returncode


def main():
    from workers import WORK, Worker, median, python
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-build", action="store_true")
    arguments = parser.parse_args()
    if not arguments.no_build:
        if not has_peer(python()):
            subprocess.run([os.path.join(HERE, "setup.sh")], check=True, stdout=sys.stderr)
        subprocess.run(["swift", "build", "-c", "release", "--package-path", HERE, "--product", "buildout"],
                       check=True, stdout=sys.stderr)
    os.makedirs(WORK, exist_ok=True)
    path = os.path.join(WORK, "buildout.json")
    with open(path, "w") as file:
        json.dump(instance(), file)
    peers, ours = [], []
    with Worker([python(), os.path.abspath(__file__), "--serve", path]) as peer, \
            Worker([os.path.join(HERE, ".build", "release", "buildout"), path]) as denchi:
        for _ in range(arguments.runs):
            peers.append(peer.run())
            ours.append(denchi.run())
    difference = abs(ours[-1]["objective"] - peers[-1]["objective"]) / abs(peers[-1]["objective"])
    figures = {name: {what: median([r[what] for r in results]) for what in ("cpu", "wall", "peakMB")}
               for name, results in (("peer", peers), ("denchi", ours))}
    ratio = figures["peer"]["cpu"] / figures["denchi"]["cpu"]
    print(f"least-cost build-out, 31 years x 40 plants x 6 minerals: linopy with HiGHS {figures['peer']['cpu']:.3g} s CPU "
          f"({figures['peer']['wall']:.3g} s), Denchi {figures['denchi']['cpu']:.3g} s ({figures['denchi']['wall']:.3g} s), "
          f"ratio {ratio:.3g} (aim 1); objectives differ by {difference:.1e}")
    with open(os.path.join(WORK, "strategy_lp.json"), "w") as file:
        json.dump({"figures": figures, "ratio": ratio, "difference": difference, "peer": peers, "denchi": ours}, file,
                  indent=1)
    sys.exit(0 if difference <= TOLERANCE else 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
    else:
        main()
