"""Scores of chains by scipy's SuperLU, refined with residuals of 60 decimal digits.

Reads FOLDER/*.bin (int64 n, m, k; int32 row[m], col[m]; float64 value[m]; float64 c[n*k]; float64 d[n]) and prints a
line a file: name, "ok" or "singular", then high and low part of each score. Entries of T are kept apart (not summed).
"""
import sys
import pathlib
import warnings
from decimal import Decimal, getcontext
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu

warnings.filterwarnings("ignore")
getcontext().prec = 60
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.bin")):
    raw = path.read_bytes()
    n, m, k = np.frombuffer(raw, np.int64, 3)
    at = 24
    row = np.frombuffer(raw, np.int32, m, at); at += 4 * m
    col = np.frombuffer(raw, np.int32, m, at); at += 4 * m
    value = np.frombuffer(raw, np.float64, m, at); at += 8 * m
    c = np.frombuffer(raw, np.float64, n * k, at).reshape(n, k); at += 8 * n * k
    d = np.frombuffer(raw, np.float64, n, at)
    growth = 0.0
    if n <= 300:
        dense = coo_matrix((value, (row, col)), shape=(n, n)).toarray()
        net = np.diag(dense).copy()
        np.fill_diagonal(dense, 0)
        growth = float(np.max(np.abs(np.linalg.eigvals(np.abs(dense / net[None, :])))))
    try:
        t = coo_matrix((value, (row, col)), shape=(n, n)).tocsc()
        # Rows and columns are scaled by powers of two: amounts span twenty orders of magnitude.
        cs = 2.0 ** -np.round(np.log2(np.maximum(abs(t).max(axis=0).toarray().ravel(), 1e-300)))
        ts = t.multiply(cs[None, :]).tocsr()
        rs = 2.0 ** -np.round(np.log2(np.maximum(abs(ts).max(axis=1).toarray().ravel(), 1e-300)))
        lu = splu(ts.multiply(rs[:, None]).tocsc())
        exact = [Decimal(v) for v in value.tolist()]
        where = list(zip(row.tolist(), col.tolist(), exact))
        x = [Decimal(0)] * n
        sizes = []
        for _ in range(30):
            r = [Decimal(v) for v in d.tolist()]
            for i, j, t_ij in where:
                r[i] -= t_ij * x[j]
            scale = max(max(abs(v) for v in r), Decimal("1e-300"))
            step = cs * lu.solve(rs * np.array([float(v / scale) for v in r]))
            if not np.all(np.isfinite(step)):
                raise RuntimeError
            x = [a + Decimal(s) * scale for a, s in zip(x, step.tolist())]
            sizes.append(max(float(abs(Decimal(s) * scale) / max(abs(a), Decimal("1e-290"))) for a, s in zip(x, step.tolist())))
            if sizes[-1] < 1e-25:
                break
        if sizes[-1] > 1e-20:
            raise RuntimeError
        scores = [sum(Decimal(w) * a for w, a in zip(c[:, q].tolist(), x)) for q in range(k)]
        high = [float(v) for v in scores]
        low = [float(v - Decimal(h)) for v, h in zip(scores, high)]
        print(path.stem, "ok", growth, *[f"{v!r}" for pair in zip(high, low) for v in pair])
    except RuntimeError:
        print(path.stem, "singular", growth)
