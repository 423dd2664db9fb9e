"""The whole command in Python: a chain folder to the scores of one product, by polars and UMFPACK.

`python peer_command.py FOLDER PRODUCT [--series]`; with `--series` by a Neumann series instead, which has no
bound but fits in memory where factors do not.
"""
import json
import sys

import peers
import numpy as np
import scipy.sparse as sparse

ids, A, C = peers.read_folder(sys.argv[1])
product = int((ids == sys.argv[2]).arg_max())
d = np.zeros(len(ids))
d[product] = 1.0
by_row = A.tocsr()
if "--series" in sys.argv[3:]:
    s, _ = peers.series(by_row, d)
else:
    import scikits.umfpack as umfpack
    by_row = (sparse.identity(len(ids), format="csr") - by_row).tocsr()
    transposed = sparse.csc_matrix((by_row.data, by_row.indices, by_row.indptr), shape=by_row.shape)
    context = umfpack.UmfpackContext("di")
    context.numeric(transposed)
    s = context.solve(umfpack.UMFPACK_At, transposed, d)
print(json.dumps({"scores": (s @ C).tolist()}))
