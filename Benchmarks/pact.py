"""A token-checked read of one footprint of PACT, 1 kB, under the rules of 10,000 partners: Denchi beside Node's http
server with a constant body and FastAPI on uvicorn with the same look-up in SQLite. All driven by wrk in turn."""
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
import uuid

from workers import WORK, median

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS, CONNECTIONS, PARTNERS = 4, 32, 10_000
NODE = """
const body = Buffer.from(process.argv[2]);
require('http').createServer((request, response) => {
  response.writeHead(200, {'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length});
  response.end(body);
}).listen(Number(process.argv[1]), '127.0.0.1');
"""
FASTAPI = """
import json, os, sqlite3
from fastapi import FastAPI, Header, HTTPException
app = FastAPI()
database = sqlite3.connect(os.environ["PEER_DATABASE"], check_same_thread=False)

@app.get("/3/footprints/{id}")
async def footprint(id: str, authorization: str = Header()):
    row = database.execute(
        "SELECT f.text FROM tokens t JOIN grants g ON g.partner = t.partner JOIN footprints f ON f.product = g.product"
        " WHERE t.token = ? AND f.id = ?", (authorization.removeprefix("Bearer "), id)).fetchone()
    if row is None:
        raise HTTPException(404)
    return {"data": json.loads(row[0])}
"""


class Process:
    """A server, stopped by its own process id at the end."""

    def __init__(self, command, **more):
        self.process = subprocess.Popen(command, **more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def memory(self):
        """Resident memory in MB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fetch(url, token):
    for _ in range(200):
        try:
            request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.read()
        except OSError as error:
            last = error
            time.sleep(0.05)
    raise RuntimeError(f"{url}: {last}")


def drive(server, url, token):
    """Requests a second, p99 in ms, CPU in µs a request, memory while it is driven."""
    before = server.cpu()
    text = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-H", f"Authorization: Bearer {token}", url],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(text)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)),
            "p99": float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit],
            "cpu": (server.cpu() - before) / requests * 1e6, "memory": server.memory()}


def peer_database(path, body):
    data = json.loads(body)["data"]
    with sqlite3.connect(path) as database:
        database.executescript(
            "CREATE TABLE tokens (token TEXT PRIMARY KEY, partner INT); CREATE TABLE grants (partner INT, product TEXT,"
            " PRIMARY KEY (partner, product)); CREATE TABLE footprints (id TEXT PRIMARY KEY, product TEXT, text TEXT);")
        for number in range(PARTNERS):
            id = str(uuid.uuid4())
            database.execute("INSERT INTO tokens VALUES (?, ?)", (f"token-{number}", number))
            database.execute("INSERT INTO grants VALUES (?, ?)", (number, f"product-{number}"))
            database.execute("INSERT INTO footprints VALUES (?, ?, ?)",
                             (id, f"product-{number}", json.dumps({**data, "id": id})))
            if number == PARTNERS // 2:
                chosen = id
    return chosen, f"token-{PARTNERS // 2}"


def results(runs):
    for program, package in (("wrk", "wrk"), ("node", "nodejs")):
        if not shutil.which(program):
            raise RuntimeError(f"{program} is not installed (Debian package {package})")
    ours = [os.path.join(HERE, ".build", "release", "measure-pact"), WORK]
    with Process(ours, stdout=subprocess.PIPE, text=True) as denchi:
        started = json.loads(denchi.process.stdout.readline())
        idle = denchi.memory()
        body = fetch(started["url"], started["token"])
        database = os.path.join(WORK, f"pact-peer-{os.getpid()}.sqlite")
        id, token = peer_database(database, body)
        node_port, api_port = free_port(), free_port()
        try:
            with Process(["node", "-e", NODE, "--", str(node_port), body.decode()]) as node, Process(
                    [os.path.join(WORK, "venv", "bin", "python"), "-c",
                     FASTAPI + f"\nimport uvicorn\nuvicorn.run(app, port={api_port}, log_level='critical')"],
                    env={**os.environ, "PEER_DATABASE": database}) as api:
                targets = [("denchi", denchi, started["url"], started["token"]),
                           ("node", node, f"http://127.0.0.1:{node_port}/", "x"),
                           ("api", api, f"http://127.0.0.1:{api_port}/3/footprints/{id}", token)]
                if json.loads(fetch(*targets[2][2:]))["data"].keys() != json.loads(body)["data"].keys():
                    raise RuntimeError("FastAPI answers something else")
                fetch(*targets[1][2:])
                seen = {name: [] for name, *_ in targets}
                for _ in range(min(runs, 5)):
                    for name, *target in targets:
                        seen[name].append(drive(*target))
        finally:
            os.remove(database)
    middle = {name: {key: median([run[key] for run in of]) for key in of[0]} for name, of in seen.items()}
    ours = middle["denchi"]
    for peer, name, aim in (("node", "node http, constant body", 1), ("api", "FastAPI, uvicorn, SQLite", 10)):
        ratio = ours["rate"] / middle[peer]["rate"]
        yield {"figure": "PACT footprint, token, 1 kB", "chain": f"{PARTNERS:,} partners", "peer": name,
               "peerRate": middle[peer]["rate"], "denchiRate": ours["rate"], "ratio": ratio, "aim": aim,
               "met": ratio >= aim, "agree": True, "runs": len(seen["denchi"]),
               "detail": f"p99 {ours['p99']:.2g} and {middle[peer]['p99']:.2g} ms; CPU {ours['cpu']:.0f} and "
                         f"{middle[peer]['cpu']:.0f} µs; {len(body)} bytes; memory {idle:.0f} MB idle, "
                         f"{ours['memory']:.0f} MB driven", "all": seen}


def cells(result):
    return [result["figure"], result["chain"], result["peer"], f"{result['peerRate']:,.0f}/s",
            f"{result['denchiRate']:,.0f}/s", f"{result['ratio']:.2f}", f"{result['aim']:g}",
            "yes" if result["met"] else "NO", result["detail"]]
