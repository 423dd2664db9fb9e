#!/bin/sh
# Denchi beside its peers: `Benchmarks/run.sh [--quick] [--sizes N,...] [--only GROUP,...]`; see README.md.
exec python3 "$(dirname "$0")/bench.py" "$@"
