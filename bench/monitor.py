# SPDX-License-Identifier: Apache-2.0
"""What the monitor costs others and itself: python3 bench/monitor.py [BENCH_MONITOR] [ROUNDS] [PART...]

Parts: capture (alternates rounds without and with `bench_monitor watch rules`, prints medians), judged (`batten watch`, its own rules
and one that asks for every open, beside 200,000 opens a second), idle (CPU time of `batten watch` and `batten top` while nobody does
anything for them). All of them where none is named. Build: cmake --preset release -DBATTEN_BENCH=ON; `batten` is taken from beside
BENCH_MONITOR, or from $BATTEN.
"""
import os
import pathlib
import pty
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

BENCH = sys.argv[1] if len(sys.argv) > 1 else "build/release/bench_monitor"
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
PARTS = sys.argv[3:] or ["capture", "judged", "idle"]
BATTEN = os.environ.get("BATTEN") or str(pathlib.Path(BENCH).parent / "batten")
IDLE_SECONDS = 60
# Each open of the flood comes through the kernel's filter, and is no event that anybody is told of.
EVERY_OPEN = """- rule: Every open
  desc: what the filter in the kernel lets pass and no process matches
  condition: evt.type in (open, openat) and fd.name startswith /tmp and proc.pname = nobody and proc.aname[2] = nobody
  output: "%fd.name"
  priority: INFO
"""
WORK = {"getppid ns": ["getppid", "0.5"], "open+close ns": ["open", "0.5"], "fork+exec us": ["exec", "1"]}


def number(*arguments):
    return float(subprocess.run([BENCH, *arguments], capture_output=True, text=True, check=True).stdout.split()[1])


def redis():
    command = ["redis-benchmark", "-t", "set", "-n", "100000", "-q", "--csv"]
    line = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    return float(line.split(",")[1].strip('"'))


def one_round():
    out = {name: number(*arguments) for name, arguments in WORK.items()}
    if shutil.which("redis-benchmark") and subprocess.run(["redis-cli", "ping"], capture_output=True, check=False).returncode == 0:
        out["redis SET/s"] = redis()
    return out


def watched(filter_name, work):
    """The result of work beside a capture, and what the capture says of itself."""
    with subprocess.Popen([BENCH, "watch", filter_name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as capture:
        begun = [capture.stdout.readline(), capture.stdout.readline()]
        result = work()
        capture.stdin.close()
        said = dict(line.split() for line in [*begun, *capture.stdout])
    return result, said


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Batten:
    """`batten watch` or `batten top`, on a terminal of its own where it asks for one."""

    def __init__(self, *arguments, terminal=False):
        self.log = tempfile.TemporaryFile()
        self.master, slave = pty.openpty() if terminal else (None, None)
        environment = {**os.environ, "TERM": "xterm"}
        self.process = subprocess.Popen([BATTEN, *arguments], stdin=slave or subprocess.DEVNULL, stdout=slave or subprocess.DEVNULL,
                                        stderr=slave or self.log, env=environment)
        if slave is not None:
            os.close(slave)
        time.sleep(3)
        if self.process.poll() is not None:
            raise SystemExit(f"{BATTEN} {arguments[0]} has ended: {self.said()}")

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def drawn(self):
        """Takes what was drawn, as a terminal does."""
        if self.master is not None:
            os.set_blocking(self.master, False)
            try:
                while os.read(self.master, 65536):
                    pass
            except BlockingIOError:
                pass

    def cpu(self):
        return cpu_seconds(self.process.pid)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        while self.process.poll() is None:
            self.drawn()
            time.sleep(0.05)
        return self.said()


def judged():
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder, "every-open.yaml")
        rules.write_text(EVERY_OPEN)
        watch = Batten("watch", "--own-rules", "--rules", str(rules))
        before = watch.cpu()
        rate = number("flood", "10", "2", "200000")
        time.sleep(1)
        used = watch.cpu() - before
        said = watch.end()
    events, lost = (int(re.search(text, said)[1].replace(",", "")) for text in (r"([\d,]+) events were judged", r"([\d,]+) events were lost"))
    print(f"judged: {rate:.0f} opens/s, {events} events, {lost} lost, {used * 1e6 / (rate * 10):.3f} us of CPU each")


def idle():
    for name, watch in {"watch": Batten("watch"), "top": Batten("top", terminal=True)}.items():
        before, begun, deadline = watch.cpu(), time.monotonic(), time.monotonic() + IDLE_SECONDS
        while time.monotonic() < deadline:
            watch.drawn()
            time.sleep(0.2)
        print(f"idle {name}: {(watch.cpu() - before) * 100 / (time.monotonic() - begun):.2f} % of a core over {IDLE_SECONDS} s")
        watch.end()


def captured():
    plain, beside = [], []
    for _ in range(ROUNDS):
        plain.append(one_round())
        beside.append(watched("rules", one_round)[0])
    for name in plain[0]:
        before, after = (statistics.median(row[name] for row in rows) for rows in (plain, beside))
        print(f"{name}: {before:.1f} -> {after:.1f} ({(after / before - 1) * 100:+.1f} %)")
    for filter_name, flood in {"rules": ["flood", "10", "4"], "opens": ["flood", "5", "1"]}.items():
        rate, said = watched(filter_name, lambda command=flood: number(*command))
        print(f"{filter_name}: {rate:.0f} opens/s;", ", ".join(f"{key} {value}" for key, value in said.items()))
    print(subprocess.run([BENCH, "latency"], capture_output=True, text=True, check=True).stdout.replace("\n", " "))


for part in PARTS:
    {"capture": captured, "judged": judged, "idle": idle}[part]()
