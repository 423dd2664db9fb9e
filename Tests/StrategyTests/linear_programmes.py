"""Solves linear programmes with HiGHS.

Reads a JSON list of {sense, lower, upper, cost, rowLower, rowUpper, entries: [[row, column, value]]} where null is
infinite, and writes a list of {status, objective}.
"""
import json
import os
import sys

import highspy
import numpy as np


def solve(p):
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    for tolerance in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        h.setOptionValue(tolerance, 1e-9)
    n, m = len(p["cost"]), len(p["rowLower"])
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = n, m
    infinity = highspy.kHighsInf

    def values(key, default):
        return np.array([default if v is None else v for v in p[key]], dtype=float)
    lp.col_cost_ = np.array(p["cost"], dtype=float)
    lp.col_lower_, lp.col_upper_ = values("lower", -infinity), values("upper", infinity)
    lp.row_lower_, lp.row_upper_ = values("rowLower", -infinity), values("rowUpper", infinity)
    matrix = {}
    for i, j, v in p["entries"]:
        matrix[j, i] = matrix.get((j, i), 0) + v
    keys = sorted(matrix)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted([k[0] for k in keys], np.arange(n + 1)).astype(np.int32)
    lp.a_matrix_.index_ = np.array([k[1] for k in keys], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([matrix[k] for k in keys], dtype=float)
    if p["sense"] == "maximise":
        lp.sense_ = highspy.ObjSense.kMaximize
    h.passModel(lp)
    h.run()
    status = h.modelStatusToString(h.getModelStatus())
    return {"status": status, "objective": h.getInfo().objective_function_value if status == "Optimal" else None}


# HiGHS prints its name on the standard output.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
json.dump([solve(p) for p in json.load(sys.stdin)], answer)
