"""Parts structures over several companies' depth: the input, and what a Python user would recompute it with."""
import json
import random


def instance(parts, levels=8, components=8):
    """Parts in levels, the raw materials first; each part above is made of some of the level below it."""
    draw = random.Random(11)
    size = parts // levels
    structure = []
    for part in range(size, size * levels):
        below = (part // size - 1) * size
        chosen = draw.sample(range(size), components)
        structure.append([[below + c, round(draw.uniform(0.01, 0.3), 5)] for c in chosen])
    production = [[round(draw.uniform(0, 9), 5), round(draw.uniform(0, 9), 5)] for _ in range(size * levels)]
    return {"levels": levels, "size": size, "structure": structure, "production": production, "changed": 0}


class Links:
    """scipy: the parts structure as a triangular sparse system, all totals at once."""

    def __init__(self, folder):
        self.folder = folder
        self.turn = 0

    def prepare(self):
        import numpy as np
        import scipy.sparse as sparse
        from scipy.sparse.linalg import splu

        with open(f"{self.folder}/links.json") as file:
            self.given = json.load(file)
        self.size = self.given["size"]
        self.production = np.array(self.given["production"])
        n = len(self.production)
        rows, columns, values = [], [], []
        for k, components in enumerate(self.given["structure"]):
            for child, amount in components:
                rows.append(self.size + k)
                columns.append(child)
                values.append(amount)
        A = sparse.csc_matrix((values, (rows, columns)), shape=(n, n))
        self.factors = splu((sparse.identity(n, format="csc") - A).tocsc(), permc_spec="NATURAL")

    def before(self):
        self.turn += 1
        self.production[self.given["changed"], 0] = 1 + self.turn % 2

    def run(self):
        return self.factors.solve(self.production)

    def answer(self, totals):
        self.production[self.given["changed"], 0] = 1
        totals = self.factors.solve(self.production)
        return {"scores": totals[-self.size:].ravel().tolist()}


class GraphLinks(Links):
    """networkx: only what depends on the change, in topological order."""

    def prepare(self):
        super().prepare()
        import networkx as nx

        self.nx = nx
        self.graph = nx.DiGraph()
        for k, components in enumerate(self.given["structure"]):
            for child, amount in components:
                self.graph.add_edge(child, self.size + k, amount=amount)
        self.totals = self.factors.solve(self.production).tolist()

    def run(self):
        changed = self.given["changed"]
        affected = self.nx.descendants(self.graph, changed) | {changed}
        for part in self.nx.topological_sort(self.graph.subgraph(affected)):
            pre, main = self.production[part]
            for child, _, amount in self.graph.in_edges(part, data="amount"):
                pre += amount * self.totals[child][0]
                main += amount * self.totals[child][1]
            self.totals[part] = [pre, main]
        return self.totals


TASKS = {"links-scipy": Links, "links-networkx": GraphLinks}
