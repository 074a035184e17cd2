#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the first scan of an image that the local engine holds, read from its directories. Usage: engine.py BATTEN IMAGE DATABASE"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = int(os.environ.get("RUNS", "9"))


def main():
    batten, image, database = sys.argv[1:4]
    cache = tempfile.mkdtemp(prefix="batten-bench-")
    env = dict(os.environ, BATTEN_CACHE_DIR=cache, BATTEN_DB=database)
    first, again = [], []
    for _ in range(RUNS):
        shutil.rmtree(cache, ignore_errors=True)
        for walls in (first, again):
            begun = time.monotonic()
            subprocess.run([batten, "scan", "--offline", "-q", "docker:" + image], env=env, check=True, capture_output=True)
            walls.append((time.monotonic() - begun) * 1000)
    shutil.rmtree(cache, ignore_errors=True)
    print(f"{image} in the engine: first scan {statistics.median(first):.0f} ms, again {statistics.median(again):.0f} ms (median of {RUNS})")


main()
