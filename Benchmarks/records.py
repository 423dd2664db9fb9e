"""Durable records a second: Denchi's log on SQLite and PostgreSQL beside PostgreSQL's own pgbench.

All on the same disk in the same run, PostgreSQL with fsync=on. A record has about 390 bytes; pgbench inserts the
same number of bytes, with a hash, by a prepared statement on one connection.
"""
import json
import os
import shutil
import socket
import subprocess
import time

from workers import WORK, median

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = "/usr/lib/postgresql/15/bin"
SECONDS = 3
SUBMITTERS = 1000


def as_postgres(*command):
    """PostgreSQL does not run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command] if os.getuid() == 0 \
        else list(command)


class Server:
    """A PostgreSQL cluster in the work folder, with everything durable, as it is installed."""

    def __enter__(self):
        if not os.path.exists(BIN + "/initdb"):
            raise RuntimeError("PostgreSQL 15 is not installed (postgresql-15)")
        self.folder = os.path.join(WORK, "postgres")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder, mode=0o700)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.run("initdb", "-D", self.folder + "/data", "-U", "denchi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.process = subprocess.Popen(
            as_postgres(BIN + "/postgres", "-D", self.folder + "/data", "-p", str(self.port), "-k", self.folder,
                        "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "synchronous_commit=on"),
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            if subprocess.run([BIN + "/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode == 0:
                return self
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL does not start")

    def __exit__(self, *_):
        self.process.send_signal(2)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program, *arguments):
        subprocess.run(as_postgres(f"{BIN}/{program}", *arguments), check=True, cwd="/", stdout=subprocess.DEVNULL)

    def database(self, name):
        subprocess.run([BIN + "/createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "denchi", name], check=True)
        return f"postgresql://denchi@127.0.0.1:{self.port}/{name}"

    def pgbench(self):
        """Rows a second, one a commit, one connection."""
        url = self.database(f"peer{time.monotonic_ns()}")
        subprocess.run([BIN + "/psql", "-q", "-c",
                        "CREATE TABLE records (sequence bigserial PRIMARY KEY, text bytea NOT NULL, hash bytea NOT NULL)",
                        url], check=True)
        script = os.path.join(WORK, "insert.sql")
        with open(script, "w") as file:
            file.write("INSERT INTO records (text, hash) VALUES (convert_to(repeat('x', 390), 'UTF8'), "
                       "sha256('\\x00'));\n")
        out = subprocess.run([BIN + "/pgbench", "-n", "-c", "1", "-j", "1", "-M", "prepared", "-T", str(SECONDS),
                              "-f", script, url], check=True, capture_output=True, text=True).stdout
        return float(next(line for line in out.splitlines() if line.startswith("tps")).split()[2])


def denchi(task, location, submitters=1):
    command = [os.path.join(HERE, ".build", "release", "measure-records"), task, location,
               "--submitters", str(submitters), "--seconds", str(SECONDS)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result["records"] / result["wall"]


def measure(runs):
    """Rates by what was measured, each the median of the runs, taken in turn."""
    folder = os.path.join(WORK, "records")
    rates = {}

    def note(name, rate):
        rates.setdefault(name, []).append(rate)

    with Server() as server:
        for run in range(runs):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            note("pgbench", server.pgbench())
            note("SQLite, one", denchi("append", folder + "/one.sqlite"))
            note("PostgreSQL, one", denchi("append", server.database(f"one{run}")))
            note("SQLite, group", denchi("append", folder + "/group.sqlite", SUBMITTERS))
            note("PostgreSQL, group", denchi("append", server.database(f"group{run}"), SUBMITTERS))
            note("verify", denchi("verify", folder + "/group.sqlite"))
    shutil.rmtree(folder, ignore_errors=True)
    return {name: median(values) for name, values in rates.items()}, rates


#: What is compared: figure, Denchi's rate, the peer's rate and name, and the least ratio.
COMPARED = [
    ("durable records, one a commit, SQLite", "SQLite, one", "pgbench", "PostgreSQL 15, pgbench", 1),
    ("durable records, one a commit, PostgreSQL", "PostgreSQL, one", "pgbench", "PostgreSQL 15, pgbench", None),
    ("durable records, 1,000 waiting, SQLite", "SQLite, group", "pgbench", "PostgreSQL 15, pgbench", 10),
    ("durable records, 1,000 waiting, PostgreSQL", "PostgreSQL, group", "pgbench", "PostgreSQL 15, pgbench", None),
]


def results(runs):
    """The rows of the table, as bench.py keeps them."""
    rates, all_rates = measure(runs)
    rows = []
    for figure, ours, theirs, peer, aim in COMPARED:
        ratio = rates[ours] / rates[theirs]
        rows.append({"figure": figure, "chain": "390 bytes", "peer": peer, "aim": aim, "peerRate": rates[theirs],
                     "denchiRate": rates[ours], "ratio": ratio, "met": None if aim is None else ratio >= aim,
                     "agree": True, "runs": runs, "peerRates": all_rates[theirs], "denchiRates": all_rates[ours]})
    rows.append({"figure": "checking a log", "chain": "390 bytes", "peer": "none", "aim": None, "peerRate": None,
                 "denchiRate": rates["verify"], "ratio": None, "met": None, "agree": True, "runs": runs,
                 "denchiRates": all_rates["verify"]})
    return rows


def cells(row):
    def rate(value):
        return "" if value is None else f"{value:,.0f}/s"

    met = {True: "yes", False: "NO", None: ""}[row["met"]]
    return [row["figure"], row["chain"], row["peer"], rate(row["peerRate"]), rate(row["denchiRate"]),
            "" if row["ratio"] is None else f"{row['ratio']:.3g}", "" if row["aim"] is None else f"{row['aim']:g}", met,
            "records a second, wall time"]
