"""Reads canonical JSON texts, one a line, and says which of them PyPI's rfc8785 writes otherwise."""
import json
import sys

import rfc8785

count = 0
for line in sys.stdin.buffer:
    text = line.rstrip(b"\n")
    # Numbers of I-JSON are doubles, also those written without a point.
    expected = rfc8785.dumps(json.loads(text, parse_int=float))
    if text != expected:
        print(f"{text!r} should be {expected!r}")
    count += 1
print(f"{count} texts")
