#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the advisory database: import of the Debian feed, sizes of all feeds, open + match. Usage: db.py BUILD FEEDS IMAGE

BUILD is a release build with BATTEN_BENCH, FEEDS a mirror as `batten db update --from` takes it, IMAGE what to match.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = int(os.environ.get("RUNS", "5"))


def main():
    build, feeds, image = sys.argv[1:4]
    batten = os.path.join(build, "batten")
    folder = tempfile.mkdtemp(prefix="batten-bench-")
    env = dict(os.environ, BATTEN_DB=folder)
    walls = []
    for _ in range(RUNS):
        shutil.rmtree(folder, ignore_errors=True)
        begun = time.monotonic()
        subprocess.run([batten, "db", "update", "--from", feeds, "debian"], env=env, check=True, capture_output=True)
        walls.append(time.monotonic() - begun)
    print(f"import of the whole Debian feed: {statistics.median(walls):.2f} s (median of {RUNS}, {os.cpu_count()} cores)")
    subprocess.run([batten, "db", "update", "--from", feeds], env=env, check=True, capture_output=True)
    print("| feed | rows | file | the file as zstd -3 | the feed as served (compressed) |")
    print("| --- | ---: | ---: | ---: | ---: |")
    status = json.loads(subprocess.run([batten, "db", "status", "--format", "json"], env=env, check=True, capture_output=True).stdout)
    for feed in status["feeds"]:
        path = os.path.join(folder, feed["name"] + ".mdb")
        if not os.path.exists(path):
            continue
        packed = len(subprocess.run(["zstd", "-3", "-c", path], check=True, capture_output=True).stdout)
        served = sum(file.stat().st_size for file in pathlib.Path(feeds).glob(f"{feed['name'][:4]}*/*") if file.is_file())
        print(f"| {feed['name']} | {feed.get('advisories', 0):,} | {os.path.getsize(path) / 1e6:.1f} MB | {packed / 1e6:.1f} MB | {served / 1e6:.1f} MB |")
    subprocess.run([os.path.join(build, "bench_match"), folder, image], check=True)
    shutil.rmtree(folder)


main()
