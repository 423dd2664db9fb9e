"""Processes that are timed: workers that run a task when told, commands that are started each time."""
import hashlib
import json
import os
import random
import subprocess
import time

import buildout
import links

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.path.join(HERE, "work")


def python():
    return os.path.join(WORK, "venv", "bin", "python")


def environment():
    """One thread for everyone, and no settings that suit only one library."""
    clean = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS",
                 "POLARS_MAX_THREADS", "RAYON_NUM_THREADS"):
        clean[name] = "1"
    return clean


def median(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


class Worker:
    """A process that prepares, then runs once for each line `run` and answers with a line of JSON."""

    def __init__(self, command):
        self.name = " ".join(os.path.basename(c) for c in command)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env=environment())

    def __enter__(self):
        try:
            self.read()
        except RuntimeError:
            self.process.kill()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            said = self.process.stderr.read().strip().splitlines()
            raise RuntimeError(f"{self.name} stopped: {said[-1] if said else 'without a word'}")
        return json.loads(line)

    def run(self):
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        return self.read()


class Command:
    """A whole command, timed from its start to its end with all it does."""

    def __init__(self, command):
        self.command = command

    def run(self):
        start = time.perf_counter()
        process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment())
        output = process.stdout.read()
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{os.path.basename(self.command[0])} ended with {process.returncode}: "
                               + said.decode(errors="replace").strip()[-300:])
        result = json.loads(output)
        answer = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peakMB": usage.ru_maxrss / 1024}
        if "indicators" in result:
            solver = result["solver"]
            return {**answer, "scores": [i["value"] for i in result["indicators"]],
                    "bound": solver["relativeErrorBound"], "method": solver["method"],
                    "proven": solver.get("boundIsProven", solver["method"] != "KLU")}
        if "targets" in result:
            names = ("probability", "p5", "median", "p95")
            return {**answer, "scores": [t[n] or 0 for t in result["targets"] for n in names]}
        return {**answer, **result}


SHAPES = {
    "hubs": ["--shape", "hubs"],
    "random core": ["--shape", "core"],
    "growing": ["--shape", "hubs", "--radius", "2", "--waste", "0.4"],
}


def input_folder(shape, size):
    """The folder of what a row is measured on; none where that is the default scenario."""
    if shape == "samples":
        return None
    if shape == "series":
        return series_folder(size)
    if shape == "parts":
        return links_folder(size)
    return buildout_folder(size) if shape == "plants" else chain_folder(shape, size)


def buildout_folder(plants):
    """The folder of a build-out with that many plants that may be added, deterministic by seed."""
    folder = os.path.join(WORK, "buildout", str(plants))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "buildout.json"), "w") as file:
        json.dump(buildout.instance(plants), file)
    return folder


def links_folder(parts):
    """The folder of a parts structure with that many parts, deterministic by seed."""
    folder = os.path.join(WORK, "links", str(parts))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "links.json"), "w") as file:
        json.dump(links.instance(parts), file)
    return folder


def series_folder(size):
    """The folder of that many series of 81 years, inflows and growing stocks, deterministic by seed."""
    folder = os.path.join(WORK, "series", str(size))
    os.makedirs(folder, exist_ok=True)
    draw, years = random.Random(7), 81
    inflow = [draw.uniform(0, 1000) for _ in range(years * size)]
    stock = [draw.uniform(100, 1000) for _ in range(size)]
    for _ in range(years - 1):
        stock += [x * draw.uniform(0.97, 1.2) for x in stock[-size:]]
    with open(os.path.join(folder, "series.json"), "w") as file:
        json.dump({"years": years, "series": size, "inflow": inflow, "stock": stock, "shape": 3.5,
                   "scale": 18.9}, file)
    return folder


def chain_folder(shape, size):
    """The folder of a generated chain, made where it is missing or the generator has changed."""
    sources = os.path.join(HERE, "Sources", "generate")
    digest = hashlib.sha256(" ".join(SHAPES[shape]).encode())
    for name in sorted(os.listdir(sources)):
        with open(os.path.join(sources, name), "rb") as file:
            digest.update(file.read())
    folder = os.path.join(WORK, "chains", f"{shape.replace(' ', '-')}-{size}")
    stamp = os.path.join(folder, "stamp")
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == digest.hexdigest():
                return folder
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    subprocess.run([os.path.join(HERE, ".build", "release", "generate"), folder, "--count", str(size),
                    "--numpy", *SHAPES[shape]], check=True, stdout=subprocess.DEVNULL)
    with open(stamp, "w") as file:
        file.write(digest.hexdigest())
    return folder
