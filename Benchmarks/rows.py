"""What is measured: one entry a figure."""
from dataclasses import dataclass


@dataclass
class Row:
    group: str
    figure: str
    shape: str
    sizes: list
    #: The peer's task in peers.py; by size where it differs: the best there.
    peer: object = None
    name: object = ""
    #: Denchi's task in `measure`.
    task: str = ""
    #: The least ratio, the most memory in GB, or the longest wall time in s; by size where it differs; None: no aim.
    aim: object = None
    #: "scores", "samples", "memory", "threads" (wall times of one thread and two), or "wrong peer" where the peer is
    #: known to fail.
    kind: str = "scores"
    #: How far answers may be apart, relative.
    tolerance: float = 1e-9
    #: The bound that Denchi has to print; 0 where there is none.
    bound: float = 0
    command: bool = False
    #: From how many activities on the peer takes the series, as factors do not fit.
    series_from: int = 10**9

    def of(self, value, size):
        return next(v for limit, v in value.items() if size <= limit) if isinstance(value, dict) else value

    def peer_task(self, size):
        return self.of(self.peer, size)

    def peer_name(self, size):
        return self.of(self.name, size)

    def aim_at(self, size):
        return self.of(self.aim, size)

    def peer_arguments(self, size):
        return ["--series"] if size >= self.series_from else []


MILLION = 1_000_000
BRIGHTWAY = {5_000: "bw2calc-iterative-montecarlo", MILLION: "bw2calc-montecarlo"}
BRIGHTWAY_NAME = {5_000: "bw2calc IterativeLCA", MILLION: "bw2calc JacobiGMRESLCA"}

ROWS = [
    Row("load", "reading a chain folder", "hubs", [2_000], "load", "polars", "load", None, tolerance=1e-11),
    Row("load", "reading a chain folder", "hubs", [20_000, 100_000, MILLION], "load", "polars", "load", 2,
        tolerance=1e-11),
    Row("first", "first score with bound", "hubs", [2_000], "umfpack", "UMFPACK of Aᵀ", "first", bound=1e-9),
    Row("first", "first score with bound", "hubs", [20_000], "umfpack", "UMFPACK of Aᵀ", "first", 10, bound=1e-9),
    Row("first", "first score with bound", "random core", [20_000], "umfpack", "UMFPACK of Aᵀ", "first", 5,
        bound=1e-9),
    Row("first", "first score with bound", "hubs", [100_000], "umfpack", "UMFPACK of Aᵀ", "first", bound=1e-9),
    Row("first", "first score with bound", "hubs", [100_000], "pardiso", "pypardiso", "first", 30, bound=1e-9),
    Row("first", "first score, bound v. none", "hubs", [20_000], "neumann", "scipy Neumann, unproven", "first",
        tolerance=1e-7, bound=1e-9),
    Row("first", "first score, bound v. none", "hubs", [100_000], "neumann", "scipy Neumann, unproven", "first",
        1, tolerance=1e-7, bound=1e-9),
    Row("first", "first score, bound v. none", "hubs", [MILLION], "neumann", "scipy Neumann, unproven", "first",
        tolerance=1e-7, bound=1e-9),
    Row("second", "second demand", "hubs", [2_000], "umfpack-second", "UMFPACK, no refinement", "second",
        bound=1e-9),
    Row("second", "second demand", "hubs", [20_000], "umfpack-second", "UMFPACK, no refinement", "second", 10,
        bound=1e-9),
    Row("second", "second demand", "random core", [20_000], "umfpack-second", "UMFPACK, no refinement",
        "second", bound=1e-9),
    Row("all", "all products, 6 indicators", "hubs", [2_000], "fastscores", "bw2calc FastScores", "all",
        bound=1e-9),
    Row("all", "all products, 6 indicators", "hubs", [20_000, 100_000], "fastscores",
        "bw2calc FastScores", "all", 20, bound=1e-9),
    Row("all", "all products, 6 indicators", "random core", [20_000], "fastscores", "bw2calc FastScores",
        "all", bound=1e-9),
    Row("montecarlo", "1,000 Monte Carlo runs", "hubs", [2_000], BRIGHTWAY, BRIGHTWAY_NAME, "montecarlo",
        kind="samples"),
    Row("montecarlo", "1,000 Monte Carlo runs", "hubs", [20_000, 100_000], BRIGHTWAY, BRIGHTWAY_NAME,
        "montecarlo", 20, kind="samples"),
    Row("montecarlo", "1,000 Monte Carlo runs", "hubs", [2_000], "numpy-montecarlo", "numpy series, warm start",
        "montecarlo", kind="samples"),
    Row("montecarlo", "1,000 Monte Carlo runs", "hubs", [20_000, 100_000], "numpy-montecarlo",
        "numpy series, warm start", "montecarlo", 5, kind="samples"),
    Row("montecarlo", "1,000 Monte Carlo runs", "random core", [20_000], "numpy-montecarlo",
        "numpy series, warm start", "montecarlo", kind="samples"),
    Row("command", "denchi footprint, CSV to score", "hubs", [2_000], name="Python, polars, UMFPACK",
        command=True, bound=1e-9),
    Row("command", "denchi footprint, CSV to score", "hubs", [20_000], name="Python, polars, UMFPACK", aim=3,
        command=True, bound=1e-9),
    Row("memory", "peak memory of the command", "hubs", [100_000, MILLION],
        name={100_000: "Python, polars, UMFPACK", MILLION: "Python, polars, series"}, aim={100_000: 0.35, MILLION: 3},
        kind="memory", tolerance=1e-7, command=True, series_from=MILLION),
    Row("growing", "growing, 40 % negative", "growing", [2_000, 20_000], "umfpack", "UMFPACK of Aᵀ", "first",
        bound=1e-9),
    Row("growing", "growing, 40 % negative", "growing", [2_000, 20_000], "gmres", "scipy GMRES", "first",
        kind="wrong peer"),
    Row("growing", "growing, 40 % negative", "growing", [2_000, 20_000], "bicgstab", "scipy BiCGSTAB", "first",
        kind="wrong peer"),
    Row("stocks", "81 years, inflow-driven", "series", [100], "stocks-inflow", "flodym", "stocks-inflow", 20),
    Row("stocks", "81 years, stock-driven", "series", [100], "stocks-stock", "flodym", "stocks-stock", 20),
    Row("stocks", "81 years, every cohort", "series", [100], "stocks-cohorts", "flodym", "stocks-cohorts"),
    Row("stocks", "81 years, inflow-driven", "series", [100], "numpy-stocks-inflow", "numpy, survival matrix",
        "stocks-inflow"),
    Row("stocks", "81 years, stock-driven", "series", [100], "numpy-stocks-stock", "scipy solve_triangular",
        "stocks-stock"),
    Row("buildout", "least-cost build-out, 31 years", "plants", [40], "linopy", "linopy, HiGHS", "buildout", 1,
        tolerance=1e-7),
    Row("buildout", "least-cost build-out, 31 years", "plants", [40], "pypsa", "PyPSA, HiGHS", "buildout", 1,
        tolerance=1e-7),
    Row("links", "totals after one change", "parts", [20_000, 100_000], "links-scipy", "scipy splu, all totals",
        "links-change"),
    Row("links", "totals after one change", "parts", [20_000, 100_000], "links-networkx", "networkx, dependents",
        "links-change", 1),
    Row("uncertainty", "whole scenario, 2 threads", "samples", [1_000, 10_000, 100_000], name="Denchi, 1 thread",
        kind="threads", aim={1_000: None, 10_000: 10, 100_000: None}, tolerance=0, command=True),
]

#: Groups by another name.
SETS = {"strategy": ["stocks", "buildout", "uncertainty"]}
