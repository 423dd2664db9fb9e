"""Compares `footprint --all` with the reference results.

all.py DENCHI CHAIN EXPECTED
"""
import csv, io, json, subprocess, sys

denchi, chain, expected = sys.argv[1:4]
text = subprocess.run([denchi, "footprint", chain, "--all"], check=True, capture_output=True, text=True).stdout
rows = {row["product"]: row for row in csv.DictReader(io.StringIO(text), strict=True)}
reference = json.load(open(expected))
assert len(rows) == reference["size"]["activities"], len(rows)
compared = 0
for product, values in (reference["results"] | reference["otherProducts"]).items():
    largest = max(abs(v) for v in values.values())
    for indicator, value in values.items():
        ours = float(rows[product][indicator])
        # What is zero but for rounding in the reference need not be the same rounding here.
        if abs(value) > 1e-12 * largest:
            assert abs(ours - value) <= 1e-9 * abs(value), (product, indicator, ours, value)
            compared += 1
        else:
            assert abs(ours) <= 1e-12 * largest, (product, indicator, ours, value)
assert compared > 300, compared
