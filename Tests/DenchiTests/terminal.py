"""Runs the command on a pseudo-terminal and looks at what a person would see.

terminal.py CHECK DENCHI CHAIN
"""
import fcntl, os, pty, re, struct, subprocess, sys, tempfile, termios, unicodedata

check, denchi, chain = sys.argv[1:4]
PRODUCT = ["footprint", chain, "--product", "kwh-nmc622-jp"]
ESCAPES = re.compile(r"\x1b\[[0-9;]*[mK]")


def run(arguments, columns=100, **environment):
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")}
    env |= {"TERM": "xterm-256color", **environment}
    process = subprocess.Popen([denchi, *arguments], stdin=follower, stdout=follower, stderr=follower, env=env)
    os.close(follower)
    data = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        data += piece
    os.close(leader)
    assert process.wait() == 0, data.decode()
    return data.decode()


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def lines(text):
    return [line.rstrip("\r").split("\r")[-1] for line in ESCAPES.sub("", text).split("\n")]


if check == "colours":
    text = run(PRODUCT)
    assert "\x1b[1m" in text and "\x1b[0m" in text
    assert "\u2588" in text
elif check == "no-colour":
    assert "\x1b[" not in run(PRODUCT, NO_COLOR="1")
elif check == "dumb":
    assert "\x1b[" not in run(PRODUCT, TERM="dumb")
elif check == "narrow":
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(run(["packs", "--out", folder], 60)):
            assert width(line) <= 60 or line.startswith("The page: "), line
    for columns in (40, 60):
        for arguments in (PRODUCT + ["--tree"], PRODUCT, ["footprint", chain, "--compare", "kwh-nmc622-jp", "kwh-lfp-jp"]):
            for line in lines(run(arguments, columns)):
                assert width(line) <= columns, (columns, line)
elif check == "wide":
    text = "\n".join(lines(run(PRODUCT, 200)))
    assert "Electricity used (medium voltage, in the modelled activities)" in text
    assert "\u2026" not in text
elif check == "progress":
    text = run(PRODUCT + ["--samples", "20000", "--threads", "1"])
    assert "Sampling" in text and " %\x1b[K" in text
    shown = [int(p) for p in re.findall(r"(\d+) %\x1b\[K", text)]
    assert shown == sorted(shown) and 0 < len(shown) <= 101, shown
    assert text.rindex("\r\x1b[K") < text.index("kWh of"), "the bar is taken away before the result"
elif check == "full-disk":
    with open("/dev/full", "w") as full:
        done = subprocess.run([denchi, *PRODUCT], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 74 and "cannot write" in done.stderr, done
elif check == "closed-pipe":
    command = f"'{denchi}' footprint '{chain}' --all | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout.startswith("product,") and done.stderr.count("\n") == 1, done
else:
    sys.exit(f"no check {check}")
