# SPDX-License-Identifier: Apache-2.0
"""What the capture costs others and itself: python3 bench/monitor.py [BENCH_MONITOR] [ROUNDS]

Alternates rounds without and with `bench_monitor watch rules` (build: cmake --preset release -DBATTEN_BENCH=ON), prints medians.
"""
import shutil
import statistics
import subprocess
import sys

BENCH = sys.argv[1] if len(sys.argv) > 1 else "build/release/bench_monitor"
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 5
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


def main():
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


main()
