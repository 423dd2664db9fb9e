#!/usr/bin/env python3
"""Times Denchi and its peers side by side, checks that they agree, and prints one table of ratios.

    python3 Benchmarks/bench.py [--quick] [--sizes 2000,20000] [--only load,first] [--runs 5] [--no-build]

Ratios are of CPU seconds, one thread against one thread: other work on the machine disturbs these least. Wall
times are in work/results.json, the table is also in work/results.md. The exit status is 1 where answers
disagree and 2 where something could not be measured; a figure that misses its aim is marked, not hidden.
"""
import argparse
import json
import os
import platform
import subprocess
import sys
import time

import pact
import records
from rows import ROWS, SETS
from workers import WORK, Command, Worker, input_folder, median, python

HERE = os.path.dirname(os.path.abspath(__file__))


def build():
    """Everything in the release configuration, and the peers' environment once."""
    if not os.path.exists(os.path.join(WORK, "venv", "complete")):
        subprocess.run([os.path.join(HERE, "setup.sh")], check=True, stdout=sys.stderr)
    for package, product in ((HERE, "generate"), (HERE, "measure"), (HERE, "measure-records"),
                             (HERE, "measure-pact"), (os.path.dirname(HERE), "denchi")):
        subprocess.run(["swift", "build", "-c", "release", "--package-path", package, "--product", product],
                       check=True, stdout=sys.stderr)


def alternate(peer, denchi, runs):
    """Runs both in turn. Tasks of more than 20 seconds are run three times, of more than 90 once."""
    peers, ours = [], []
    while len(ours) < runs:
        if peer:
            peers.append(peer.run())
        ours.append(denchi.run())
        slowest = max(result["wall"] for result in peers + ours)
        runs = min(runs, 1 if slowest > 90 else 3 if slowest > 20 else runs)
    return peers, ours


def relative_difference(ours, theirs):
    if len(ours) != len(theirs):
        return float("inf")
    worst = 0.0
    for a, b in zip(ours, theirs):
        difference = abs(a - b) / max(abs(b), 1e-300)
        if not difference <= worst:
            worst = difference if difference == difference else float("inf")
    return worst


def pooled(results):
    """Mean, standard deviation and number of all samples of several batches."""
    count = sum(r["samples"] for r in results)
    mean = sum(r["samples"] * r["mean"] for r in results) / count
    squares = sum((r["samples"] - 1) * r["deviation"] ** 2 + r["samples"] * (r["mean"] - mean) ** 2
                  for r in results)
    return mean, (squares / (count - 1)) ** 0.5, count


def check_samples(peers, ours):
    """Means within five and deviations within six standard errors: (agree, text)."""
    # Denchi draws the same samples each time, the peers go on drawing.
    mean_a, sd_a, n_a = pooled(ours[:1])
    mean_b, sd_b, n_b = pooled(peers)
    pooled_sd = (((n_a - 1) * sd_a**2 + (n_b - 1) * sd_b**2) / (n_a + n_b - 2)) ** 0.5
    z_mean = abs(mean_a - mean_b) / (pooled_sd * (1 / n_a + 1 / n_b) ** 0.5)
    z_sd = abs(sd_a - sd_b) / (pooled_sd * (0.5 / (n_a - 1) + 0.5 / (n_b - 1)) ** 0.5)
    text = f"mean {mean_a:.5g} and {mean_b:.5g}, deviation {sd_a:.3g} and {sd_b:.3g}"
    return z_mean <= 5 and z_sd <= 6, f"{text} ({n_a} and {n_b} samples)"


def check(row, peers, ours):
    """Whether the answers agree, and how well."""
    if not peers:
        return True, ""
    if row.kind == "samples":
        return check_samples(peers, ours)
    theirs, mine = peers[-1], ours[-1]
    if theirs.get("counts") != mine.get("counts"):
        return False, f"counts {mine.get('counts')} and {theirs.get('counts')}"
    if row.kind == "wrong peer":
        return True, f"peer is off by {relative_difference(theirs['scores'], mine['scores']):.0%}"
    difference = relative_difference(mine["scores"], theirs["scores"])
    text = f"differ by {difference:.1e}" if difference else "equal"
    if "bound" in mine:
        text += f", bound {mine['bound']:.1e}" + ("" if mine["proven"] else " (estimate)")
    agree = difference <= row.tolerance
    if row.bound and not mine.get("bound", float("inf")) <= row.bound:
        agree, text = False, text + f": above {row.bound:g}"
    return agree, text


def seconds(row, results, what):
    """Median seconds; of 1,000 samples where samples are drawn."""
    if row.kind == "samples":
        return median([r[what] * 1000 / r["samples"] for r in results])
    return median([r[what] for r in results])


def measure(row, size, runs):
    folder = input_folder(row.shape, size)
    aim = row.aim_at(size)
    result = {"figure": row.figure, "chain": f"{row.shape} {size:,}", "peer": row.peer_name(size), "aim": aim,
              "activities": size}
    denchi_path = os.path.join(os.path.dirname(HERE), ".build", "release", "denchi")
    if row.kind == "threads":
        command = [denchi_path, "strategy", "uncertainty", "--indices", "0", "--json", "--samples", str(size)]
        peers, ours = alternate(*(Command([*command, "--threads", n]) for n in ("1", "2")), runs)
    elif row.command:
        with open(os.path.join(folder, "chain.json")) as file:
            info = json.load(file)
        peer = Command([python(), os.path.join(HERE, "peer_command.py"), folder, info["demandIds"][0]]
                       + row.peer_arguments(size))
        denchi = Command([denchi_path, "footprint", folder, "--product", info["demandIds"][0], "--json"])
        peers, ours = alternate(peer, denchi, runs)
    else:
        measure_path = os.path.join(HERE, ".build", "release", "measure")
        with Worker([python(), os.path.join(HERE, "peers.py"), row.peer_task(size), folder]) as peer, \
                Worker([measure_path, row.task, folder, "--serve"]) as denchi:
            peers, ours = alternate(peer, denchi, runs)
    agree, detail = check(row, peers, ours)
    result.update(agree=agree, detail=detail, runs=len(ours), method=ours[-1].get("method", ""))
    for name, results in (("peer", peers), ("denchi", ours)):
        result[name + "Cpu"] = seconds(row, results, "cpu")
        result[name + "Wall"] = seconds(row, results, "wall")
        result[name + "PeakMB"] = max(r["peakMB"] for r in results)
        result[name + "Runs"] = [{k: v for k, v in r.items() if k != "scores"} for r in results]
    result["ratio"] = result["peerCpu"] / result["denchiCpu"]
    result["ratioWall"] = result["peerWall"] / result["denchiWall"]
    if aim is None:
        result["met"] = None
    elif row.kind == "memory":
        result["met"] = result["denchiPeakMB"] / 1024 <= aim
    elif row.kind == "threads":
        result["met"] = result["denchiWall"] <= aim
    else:
        result["met"] = result["ratio"] >= aim
    return result


def number(x):
    return f"{x:.3g}" if x < 1000 else f"{x:,.0f}"


def line(row, result):
    """The cells of one row of the table."""
    if row.kind == "memory":
        cells = [f"{result['peerPeakMB'] / 1024:.3g} GB", f"{result['denchiPeakMB'] / 1024:.3g} GB",
                 number(result["peerPeakMB"] / result["denchiPeakMB"]),
                 f"{row.aim_at(result['activities'])} GB"]
    elif row.kind == "threads":
        aim = "" if result["aim"] is None else f"{result['aim']:g} s"
        cells = [number(result["peerWall"]) + " s wall", number(result["denchiWall"]) + " s wall",
                 number(result["ratioWall"]), aim]
    else:
        cells = [number(result["peerCpu"]) + " s", number(result["denchiCpu"]) + " s", number(result["ratio"]),
                 "" if result["aim"] is None else f"{result['aim']:g}"]
    met = {True: "yes", False: "NO", None: ""}[result["met"]]
    if not result["agree"]:
        met = "WRONG"
    detail = result["detail"]
    if row.kind == "threads":
        detail += f"; {number(result['peerCpu'])} s and {number(result['denchiCpu'])} s CPU"
    detail += (f"; {result['runs']} runs" if result["runs"] != ARGUMENTS.runs else "")
    return [result["figure"], result["chain"], result["peer"], *cells, met, detail]


HEADINGS = ["figure", "chain", "peer", "peer CPU", "Denchi CPU", "ratio", "aim", "met", "answers"]
WIDTHS = [30, 16, 28, 9, 10, 7, 7, 5, 0]


def print_line(cells):
    print("  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS)).rstrip(), flush=True)


def main():
    if not ARGUMENTS.no_build:
        build()
    only = ARGUMENTS.only.split(",") if ARGUMENTS.only else None
    if only:
        only = [group for name in only for group in SETS.get(name, [name])]
        unknown = [group for group in only if group not in {"records", "pact", *(row.group for row in ROWS)}]
        if unknown:
            sys.exit(f"bench.py: no group {unknown[0]!r}")
    sizes = [int(s) for s in ARGUMENTS.sizes.split(",")] if ARGUMENTS.sizes else None
    results, table, failed = [], [], []
    print_line(HEADINGS)
    for row in ROWS:
        if only and row.group not in only:
            continue
        for size in row.sizes:
            if sizes and size not in sizes or ARGUMENTS.quick and size > 20_000:
                continue
            try:
                result = measure(row, size, ARGUMENTS.runs)
            except (RuntimeError, OSError) as error:
                failed.append(f"{row.figure}, {row.shape} {size:,}: {error}")
                print(f"{row.figure}, {row.shape} {size:,}: not measured: {error}", flush=True)
                continue
            results.append(result)
            table.append(line(row, result))
            print_line(table[-1])
    for group, module in (("records", records), ("pact", pact)):
        if only and group not in only:
            continue
        try:
            for result in module.results(ARGUMENTS.runs):
                results.append(result)
                table.append(module.cells(result))
                print_line(table[-1])
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            failed.append(f"{group}: {error}")
            print(f"{group}: not measured: {error}", flush=True)
    machine = {"date": time.strftime("%Y-%m-%d"), "processor": processor(), "cores": os.cpu_count(),
               "load": os.getloadavg()[0], "system": platform.platform()}
    with open(os.path.join(WORK, "results.json"), "w") as file:
        json.dump({"machine": machine, "results": results, "failed": failed}, file, indent=1)
    with open(os.path.join(WORK, "results.md"), "w") as file:
        for cells in [HEADINGS, ["---"] * len(HEADINGS), *table]:
            file.write("| " + " | ".join(cells) + " |\n")
    wrong = [r for r in results if not r["agree"]]
    missed = [r for r in results if r["met"] is False]
    print(f"\n{len(results)} figures on {machine['processor']}, {machine['cores']} cores, load "
          f"{machine['load']:.1f}; {len(missed)} below their aim, {len(wrong)} with answers that disagree, "
          f"{len(failed)} not measured")
    for result in missed:
        print(f"below its aim: {result['figure']}, {result['chain']}, {result['peer']}")
    for result in wrong:
        print(f"answers disagree: {result['figure']}, {result['chain']}: {result['detail']}")
    sys.exit(1 if wrong else 2 if failed else 0)


def processor():
    with open("/proc/cpuinfo") as file:
        for text in file:
            if text.startswith("model name"):
                return text.split(":", 1)[1].strip()
    return platform.machine()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="2,000 and 20,000 activities only")
    parser.add_argument("--sizes", help="only these numbers of activities, with commas between")
    parser.add_argument("--only", help="only these groups: "
                        + ", ".join([*dict.fromkeys(r.group for r in ROWS), "records", "pact", *SETS]))
    parser.add_argument("--runs", type=int, default=5, help="runs of each, of which the median is taken")
    parser.add_argument("--no-build", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    ARGUMENTS = arguments()
    main()
