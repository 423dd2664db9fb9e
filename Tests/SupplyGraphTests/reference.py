"""Scores of chains by scipy's SuperLU, refined with residuals in extended precision.

Reads FOLDER/*.bin (int64 n, m, k; int32 row[m], col[m]; float64 value[m]; float64 c[n*k]; float64 d[n]) and prints a
line a file: name, "ok" or "singular", then high and low part of each score. Entries of T are kept apart (not summed) in
extended precision.
"""
import sys
import pathlib
import warnings
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu

warnings.filterwarnings("ignore")
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.bin")):
    raw = path.read_bytes()
    n, m, k = np.frombuffer(raw, np.int64, 3)
    at = 24
    row = np.frombuffer(raw, np.int32, m, at); at += 4 * m
    col = np.frombuffer(raw, np.int32, m, at); at += 4 * m
    value = np.frombuffer(raw, np.float64, m, at); at += 8 * m
    c = np.frombuffer(raw, np.float64, n * k, at).reshape(n, k); at += 8 * n * k
    d = np.frombuffer(raw, np.float64, n, at)
    long = np.longdouble
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
        x = np.zeros(n, long)
        sizes = []
        for _ in range(30):
            r = d.astype(long)
            np.subtract.at(r, row, value.astype(long) * x[col])
            step = cs * lu.solve((rs * r).astype(np.float64))
            x = x + step
            sizes.append(float(np.max(np.abs(step) / np.maximum(np.abs(x), 1e-290))))
            if sizes[-1] < 1e-17:
                break
        if not np.all(np.isfinite(x)) or sizes[-1] > 1e-12:
            raise RuntimeError
        scores = (c.astype(long) * x[:, None]).sum(axis=0)
        high = scores.astype(np.float64)
        low = (scores - high).astype(np.float64)
        print(path.stem, "ok", growth, *[f"{v!r}" for pair in zip(high.tolist(), low.tolist()) for v in pair])
    except RuntimeError:
        print(path.stem, "singular", growth)
