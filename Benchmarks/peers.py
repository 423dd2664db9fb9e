"""What a Python user would run instead, one task a process.

`python peers.py TASK FOLDER` prepares the task and answers each line `run` on standard input with one line of
JSON: wall and CPU seconds of one run and its answer. Everything here uses one thread.
"""
import json
import os
import resource
import sys
import time

for name in ("OMP", "MKL", "OPENBLAS", "POLARS_MAX", "RAYON", "NUMEXPR"):
    os.environ[name + ("_THREADS" if name == "POLARS_MAX" else "_NUM_THREADS")] = "1"

import numpy as np
import scipy.sparse as sparse

import buildout
import links

INDICATORS = 6


class Matrices:
    """A, C and the demands of a generated chain, as its numpy folder holds them."""

    def __init__(self, folder):
        with open(os.path.join(folder, "chain.json")) as file:
            self.info = json.load(file)
        arrays = [np.load(os.path.join(folder, "numpy", name + ".npy"))
                  for name in ("data", "indices", "indptr", "characterised")]
        n = self.n = self.info["activities"]
        self.A = sparse.csc_matrix(tuple(arrays[:3]), shape=(n, n))
        self.A.sort_indices()
        self.C = arrays[3]
        self.first, self.second = self.info["demands"]
        self.sigma = self.info["lognormal"]

    def demand(self, activity):
        d = np.zeros(self.n)
        d[activity] = 1.0
        return d

    def system(self):
        """I - A by row. The same arrays read by column are its transpose."""
        return (sparse.identity(self.n, format="csr") - self.A.tocsr()).tocsr()


class Task:
    """`prepare` is not timed, `run` is; `answer` is worked out after the clock has stopped."""

    def __init__(self, folder):
        self.folder = folder

    def prepare(self):
        self.m = Matrices(self.folder)

    def before(self):
        pass

    def answer(self, result):
        return {"scores": [float(x) for x in result]}


class Load(Task):
    """polars: the folder as A by column and C, activities with all of their columns."""

    def prepare(self):
        import polars
        assert polars.thread_pool_size() == 1

    def run(self):
        return read_folder(self.folder)

    def answer(self, result):
        ids, A, C = result
        return {"counts": [len(ids), A.nnz],
                "scores": [float(A.data.sum()), float(abs(A).sum(axis=0).max())] + C.sum(axis=0).tolist()}


def read_folder(folder):
    """Ids are read as text and turned into numbers by a cast to an enumeration: of the ways tried (reading as
    an enumeration, joins, a lazy query) the fastest."""
    import polars as pl

    def read(name):
        return pl.read_csv(os.path.join(folder, name))

    def numbers(column, kinds):
        return column.cast(kinds).to_physical().to_numpy().astype(np.int32)

    activities, indicators, factors = read("activities.csv"), read("indicators.csv"), read("factors.csv")
    exchanges, flows = read("exchanges.csv"), read("flows.csv")
    flow_ids = factors["flow"].unique(maintain_order=True)
    activity, flow, indicator = pl.Enum(activities["id"]), pl.Enum(flow_ids), pl.Enum(indicators["id"])
    n = len(activities)
    A = sparse.csc_matrix(
        (exchanges["amount"].to_numpy(),
         (numbers(exchanges["input"], activity), numbers(exchanges["activity"], activity))), shape=(n, n))
    B = sparse.csr_matrix(
        (flows["amount"].to_numpy(), (numbers(flows["activity"], activity), numbers(flows["flow"], flow))),
        shape=(n, len(flow_ids)))
    weights = np.zeros((len(flow_ids), len(indicators)))
    weights[numbers(factors["flow"], flow), numbers(factors["indicator"], indicator)] = factors["factor"].to_numpy()
    return activities["id"], A, B @ weights


class Umfpack(Task):
    """UMFPACK of the transpose, from the matrix to the scores of one demand."""

    refine = True

    def prepare(self):
        super().prepare()
        import scikits.umfpack as umfpack
        self.umfpack = umfpack
        by_row = self.m.system()
        self.transposed = sparse.csc_matrix((by_row.data, by_row.indices, by_row.indptr), shape=by_row.shape)
        self.d = self.m.demand(self.m.first)

    def factorise(self):
        context = self.umfpack.UmfpackContext("di")
        context.numeric(self.transposed)
        return context

    def solve(self, context, d):
        s = context.solve(self.umfpack.UMFPACK_At, self.transposed, d)
        return s @ self.m.C

    def run(self):
        return self.solve(self.factorise(), self.d)


class UmfpackSecond(Umfpack):
    """A second demand on the factorised matrix, without iterative refinement."""

    def prepare(self):
        super().prepare()
        self.context = self.factorise()
        self.context.control[self.umfpack.UMFPACK_IRSTEP] = 0
        self.factor_entries = int(self.context.info[self.umfpack.UMFPACK_LNZ]
                                  + self.context.info[self.umfpack.UMFPACK_UNZ])
        self.d = self.m.demand(self.m.second)

    def run(self):
        return self.solve(self.context, self.d)

    def answer(self, result):
        return {**super().answer(result), "factorEntries": self.factor_entries}


class Pardiso(Task):
    """MKL PARDISO by pypardiso, from the matrix to the scores of one demand."""

    def prepare(self):
        super().prepare()
        import pypardiso
        self.pypardiso = pypardiso
        self.system = self.m.system()
        self.d = self.m.demand(self.m.first)

    def run(self):
        solver = self.pypardiso.PyPardisoSolver()
        solver.factorize(self.system)
        s = solver.solve(self.system, self.d)
        self.solver = solver
        return s @ self.m.C

    def before(self):
        if hasattr(self, "solver"):
            self.solver.free_memory(everything=True)


def series(A, d, tolerance=1e-9):
    """d + A d + A² d + ... until a term is that small a part of the sum."""
    term, total, steps = d, d.copy(), 0
    while np.abs(term).sum() > tolerance * np.abs(total).sum():
        term = A @ term
        total += term
        steps += 1
    return total, steps


class Neumann(Task):
    """The Neumann series by scipy until a term is 1e-9 of the sum; its error is not known."""

    def prepare(self):
        super().prepare()
        self.A = self.m.A.tocsr()
        self.d = self.m.demand(self.m.first)

    def run(self):
        total, self.steps = series(self.A, self.d)
        return total @ self.m.C

    def answer(self, result):
        return {**super().answer(result), "steps": self.steps}


class Krylov(Task):
    """scipy's GMRES or BiCGSTAB to 1e-9."""

    def prepare(self):
        super().prepare()
        import scipy.sparse.linalg as linalg
        self.linalg = linalg
        self.system = self.m.system()
        self.d = self.m.demand(self.m.first)

    def answer(self, result):
        s, info = result
        return {"scores": (s @ self.m.C).tolist(), "info": int(info),
                "residual": float(np.linalg.norm(self.system @ s - self.d))}


class Gmres(Krylov):
    def run(self):
        return self.linalg.gmres(self.system, self.d, rtol=1e-9, restart=50, maxiter=20)


class Bicgstab(Krylov):
    def run(self):
        return self.linalg.bicgstab(self.system, self.d, rtol=1e-9, maxiter=1000)


def datapackage(m, distributions, indicators):
    """The chain for Brightway. Its characterised flows stand for the emissions, one an indicator: less to
    carry than the emissions themselves, which is to Brightway's advantage."""
    import bw_processing as bwp
    from bw_processing.constants import INDICES_DTYPE, UNCERTAINTY_DTYPE
    n, A = m.n, m.A.tocoo()
    package = bwp.create_datapackage()
    indices = np.empty(n + A.nnz, dtype=INDICES_DTYPE)
    indices["row"] = np.concatenate([np.arange(n), A.row])
    indices["col"] = np.concatenate([np.arange(n), A.col])
    data = np.concatenate([np.ones(n), A.data])
    production = np.concatenate([np.ones(n, dtype=bool), np.zeros(A.nnz, dtype=bool)])
    extra = {}
    if distributions:
        table = np.zeros(n + A.nnz, dtype=UNCERTAINTY_DTYPE)
        for column in ("loc", "scale", "shape", "minimum", "maximum"):
            table[column] = np.nan
        table["loc"] = data
        table["uncertainty_type"][n:] = 2
        table["loc"][n:] = np.log(np.abs(A.data))
        table["scale"][n:] = m.sigma
        table["negative"][n:] = A.data < 0
        extra["distributions_array"] = table
    package.add_persistent_vector(matrix="technosphere_matrix", indices_array=indices, data_array=data,
                                  flip_array=~production, reference_array=production, **extra)
    flows = np.arange(indicators) + n
    indices = np.empty(n * indicators, dtype=INDICES_DTYPE)
    indices["row"] = np.repeat(flows, n)
    indices["col"] = np.tile(np.arange(n), indicators)
    package.add_persistent_vector(matrix="biosphere_matrix", indices_array=indices,
                                  data_array=m.C[:, :indicators].T.ravel().copy())
    for k in range(indicators):
        one = np.empty(1, dtype=INDICES_DTYPE)
        one["row"] = one["col"] = flows[k]
        package.add_persistent_vector(matrix="characterization_matrix", indices_array=one,
                                      data_array=np.ones(1), identifier=str(k))
    return package


class FastScores(Task):
    """bw2calc FastScoresOnlyMultiLCA, adjoint: six indicators of every product, matrices in memory."""

    solver = "umfpack"

    def prepare(self):
        super().prepare()
        choose_solver(self.solver)
        import bw2calc
        self.bw2calc = bw2calc
        self.package = datapackage(self.m, False, INDICATORS)
        self.demands = {str(j): {j: 1.0} for j in range(self.m.n)}
        categories = [str(k) for k in range(INDICATORS)]
        self.lca = bw2calc.FastScoresOnlyMultiLCA(
            demands=self.demands, method_config={"impact_categories": categories},
            data_objs=[self.package], direction="adjoint")
        self.lca._load_datapackages()
        self.lca.build_precalculated()

    def run(self):
        return self.lca.calculate()

    def answer(self, result):
        table = self.lca.product_scores.values
        order = self.lca.product_scores.coords["products"].values
        by_product = np.empty_like(table)
        by_product[:, order] = table
        return {"scores": by_product.T[::max(1, self.m.n // 200)].ravel().tolist()}


class FastScoresPardiso(FastScores):
    solver = "pardiso"


def choose_solver(name):
    """bw2calc takes PARDISO where it can import it."""
    if name == "umfpack":
        sys.modules["pypardiso"] = None


class MonteCarlo(Task):
    """A batch of Monte Carlo runs; the clock stops at its end."""

    batch = 20

    def answer(self, scores):
        scores = np.array(scores)
        return {"samples": len(scores), "mean": float(scores.mean()), "deviation": float(scores.std(ddof=1))}


class BrightwayMonteCarlo(MonteCarlo):
    """bw2calc with use_distributions=True: next() and the score."""

    kind, solver = "JacobiGMRESLCA", "umfpack"

    def prepare(self):
        super().prepare()
        choose_solver(self.solver)
        import bw2calc
        self.batch = max(5, min(20, 400_000 // self.m.n))
        package = datapackage(self.m, True, 1)
        self.lca = getattr(bw2calc, self.kind)(
            {self.m.first: 1.0}, data_objs=[package], use_distributions=True, seed_override=7)
        self.lca.lci()
        self.lca.lcia()

    def run(self):
        scores = []
        for _ in range(self.batch):
            next(self.lca)
            scores.append(self.lca.score)
        return scores


class IterativeMonteCarlo(BrightwayMonteCarlo):
    kind = "IterativeLCA"


class NumpyMonteCarlo(MonteCarlo):
    """numpy draws all exchanges at once; the series starts at the nominal solution and ends when it moves by
    less than 1e-6 of the whole. Six indicators."""

    def prepare(self):
        super().prepare()
        m = self.m
        self.batch = max(10, min(100, 1_000_000 // m.n))
        self.A = m.A.tocsr()
        self.median = self.A.data.copy()
        self.factor = np.empty_like(self.median)
        self.random = np.random.Generator(np.random.SFC64(7))
        self.d = m.demand(m.first)
        self.nominal, _ = series(self.A, self.d, 1e-13)

    def run(self):
        scores = []
        for _ in range(self.batch):
            self.random.standard_normal(out=self.factor)
            np.multiply(self.factor, self.m.sigma, out=self.factor)
            np.exp(self.factor, out=self.factor)
            np.multiply(self.factor, self.median, out=self.A.data)
            x = self.nominal
            while True:
                y = self.A @ x
                y += self.d
                moved = np.abs(y - x).sum()
                x = y
                if moved <= 1e-6 * np.abs(y).sum():
                    break
            scores.append((x @ self.m.C)[0])
        return scores


class Stocks(Task):
    """flodym: many series of one lifetime as one array with two dimensions. It makes the cohorts, too."""

    driven = "inflow"

    def prepare(self):
        import flodym
        self.flodym = flodym
        with open(os.path.join(self.folder, "series.json")) as file:
            given = json.load(file)
        self.shape, self.scale = given["shape"], given["scale"]
        size = (given["years"], given["series"])
        self.given = {name: np.array(given[name]).reshape(size) for name in ("inflow", "stock")}
        self.dims = flodym.DimensionSet(dim_list=[
            flodym.Dimension(name="Time", letter="t", items=list(range(1970, 1970 + size[0])), dtype=int),
            flodym.Dimension(name="Series", letter="s", items=list(range(size[1])), dtype=int)])

    def run(self):
        flodym = self.flodym
        lifetime = flodym.WeibullLifetime(dims=self.dims, time_letter="t", inflow_at="middle",
                                          weibull_shape=self.shape, weibull_scale=self.scale)
        kind = flodym.InflowDrivenDSM if self.driven == "inflow" else flodym.StockDrivenDSM
        stock = kind(dims=self.dims, name="stock", process=None, lifetime_model=lifetime)
        getattr(stock, self.driven).values[...] = self.given[self.driven]
        stock.compute()
        return stock

    def answer(self, stock):
        sought = stock.stock if self.driven == "inflow" else stock.inflow
        return {"scores": sought.values.ravel().tolist() + stock.outflow.values.ravel().tolist()}


class StocksDriven(Stocks):
    driven = "stock"


class StocksCohorts(Stocks):
    def answer(self, stock):
        cohorts = [a[:, :, 0].ravel().tolist() for a in (stock.get_stock_by_cohort(), stock.get_outflow_by_cohort())]
        return {"scores": super().answer(stock)["scores"] + cohorts[0] + cohorts[1]}


class NumpyStocks(Stocks):
    """numpy: the matrix of survival times the inflows, without cohorts."""

    def matrix(self):
        n = len(self.given["inflow"])
        S = np.exp(-((np.arange(n) + 0.5) / self.scale) ** self.shape)
        age = np.arange(n)[:, None] - np.arange(n)[None, :]
        return np.where(age >= 0, S[np.maximum(age, 0)], 0.0)

    def run(self):
        inflow = self.given["inflow"]
        stock = self.matrix() @ inflow
        return stock, inflow - np.diff(stock, axis=0, prepend=0)

    def answer(self, result):
        return {"scores": result[0].ravel().tolist() + result[1].ravel().tolist()}


class NumpyStocksDriven(NumpyStocks):
    """scipy: the triangular system, all series at once."""

    def run(self):
        from scipy.linalg import solve_triangular
        stock = self.given["stock"]
        inflow = solve_triangular(self.matrix(), stock, lower=True)
        return inflow, inflow - np.diff(stock, axis=0, prepend=0)


TASKS = {
    **links.TASKS,
    "stocks-inflow": Stocks, "stocks-stock": StocksDriven, "stocks-cohorts": StocksCohorts,
    "numpy-stocks-inflow": NumpyStocks, "numpy-stocks-stock": NumpyStocksDriven,
    "linopy": buildout.Linopy, "pypsa": buildout.Pypsa,
    "load": Load, "umfpack": Umfpack, "umfpack-second": UmfpackSecond, "pardiso": Pardiso, "neumann": Neumann,
    "gmres": Gmres, "bicgstab": Bicgstab, "fastscores": FastScores, "fastscores-pardiso": FastScoresPardiso,
    "bw2calc-montecarlo": BrightwayMonteCarlo, "bw2calc-iterative-montecarlo": IterativeMonteCarlo,
    "numpy-montecarlo": NumpyMonteCarlo,
}


def main():
    # What libraries print must not come between the answers: HiGHS says its name.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    task = TASKS[sys.argv[1]](sys.argv[2])
    task.prepare()
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        print(json.dumps(timed(task)), file=answers, flush=True)


def timed(task):
    """Runs until 50 ms are over: the median of the times, and the last answer."""
    times = []
    until = time.perf_counter() + 0.05
    while True:
        task.before()
        wall, cpu = time.perf_counter(), time.process_time()
        result = task.run()
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
        if time.perf_counter() >= until:
            break
    wall, cpu = np.median(np.array(times), axis=0).tolist()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": wall, "cpu": cpu, "peakMB": peak, **task.answer(result)}


if __name__ == "__main__":
    main()
