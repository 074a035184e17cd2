#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures a large Java archive, 200 MiB with 300 nested ones (make_jar.py). Usage: java.py BATTEN DATABASE SCRATCH"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
from measure import measure, median, peak_of_all  # noqa: E402

RUNS = int(os.environ.get("RUNS", "5"))


def main():
    batten, database, scratch = sys.argv[1:4]
    root = pathlib.Path(scratch) / "jar"
    if not (root / "opt/big/big.jar").exists():
        subprocess.run([sys.executable, pathlib.Path(__file__).resolve().parent / "make_jar.py", root], check=True)
    cache = str(pathlib.Path(scratch) / "jar-cache")
    env = dict(os.environ, BATTEN_CACHE_DIR=cache, BATTEN_DB=database)
    report = pathlib.Path(scratch) / "jar.json"
    command = [batten, "scan", "--offline", "-q", "-f", "json", f"dir:{root}"]
    rows = []
    for _ in range(RUNS + 1):
        shutil.rmtree(cache, ignore_errors=True)
        rows.append(measure(command, env, report))
    rows = rows[1:]
    packages = len(json.loads(report.read_text(encoding="utf-8"))["packages"])
    memory = peak_of_all(command, env)
    print(f"archive of {(root / 'opt/big/big.jar').stat().st_size / (1 << 20):.0f} MiB: {packages} packages, {median(rows, 0):.2f} s, "
          f"CPU {median(rows, 1):.2f} s, {median(rows, 2):.0f} MiB of the largest process, {memory:.0f} MiB of all (median of {RUNS})")


main()
