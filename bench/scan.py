#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures scans of the benchmark image against the machine's floor, in one run. Usage: scan.py BATTEN IMAGE_DIR DATABASE

Floor: CPU seconds of `igzip -dc` over the layers, plus SHA-256 (openssl) of the compressed and of the tar bytes, divided by two cores. For
the docker-archive: SHA-256 of the tar bytes, divided by two. Runs alternate; medians are printed. peers.py has the comparison with others.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from measure import measure, median, shell  # noqa: E402

RUNS = int(os.environ.get("RUNS", "5"))


def main():
    batten, target, database = sys.argv[1:4]
    layout = os.path.join(target, "oci")
    archive = os.path.join(target, "archive.tar")
    blobs = os.path.join(layout, "blobs", "sha256")
    index = json.load(open(os.path.join(layout, "index.json")))
    manifest = json.load(open(os.path.join(blobs, index["manifests"][0]["digest"][7:])))
    layers = [os.path.join(blobs, layer["digest"][7:]) for layer in manifest["layers"]]
    cache = tempfile.mkdtemp()
    tars = tempfile.mkdtemp()
    for number, layer in enumerate(layers):
        subprocess.run(f"igzip -dc {layer} > {tars}/{number}", shell=True, check=True)
    every = " ".join(layers)
    env = dict(os.environ, BATTEN_CACHE_DIR=cache, BATTEN_DB=database)
    names = ["floor: igzip", "floor: sha256 gzip", "floor: sha256 tar", "batten cold, OCI gzip", "batten again", "batten cold, docker-archive"]
    rows = {name: [] for name in names}
    for _ in range(RUNS + 1):  # the first warms the page cache and is not counted
        rows["floor: igzip"].append(shell(f"for l in {every}; do igzip -dc $l; done > /dev/null"))
        rows["floor: sha256 gzip"].append(shell(f"openssl dgst -sha256 {every} > /dev/null"))
        rows["floor: sha256 tar"].append(shell(f"openssl dgst -sha256 {tars}/* > /dev/null"))
        shutil.rmtree(cache)
        scan = [batten, "scan", "--offline", "-q", "-f", "json"]
        rows["batten cold, OCI gzip"].append(measure([*scan, f"oci:{layout}"], env))
        rows["batten again"].append(measure([*scan, f"oci:{layout}"], env))
        shutil.rmtree(cache)
        rows["batten cold, docker-archive"].append(measure([*scan, f"docker-archive:{archive}"], env))
    for name in names:
        rows[name] = rows[name][1:]
    shutil.rmtree(tars)
    shutil.rmtree(cache, ignore_errors=True)

    gzip_floor = sum(median(rows[name], 1) for name in names[:3]) / 2
    tar_floor = median(rows["floor: sha256 tar"], 1) / 2
    print(f"image: {len(layers)} layers, {sum(map(os.path.getsize, layers)) / 1e6:.0f} MB gzip; {os.cpu_count()} cores; median of {RUNS}")
    print("| what | wall s | CPU s | peak MiB | wall / floor |")
    print("| --- | ---: | ---: | ---: | ---: |")
    print(f"| floor, gzip layers (CPU / 2) | {gzip_floor:.3f} | | | 1 |")
    print(f"| floor, plain tars (CPU / 2) | {tar_floor:.3f} | | | 1 |")
    for name in names:
        floor = tar_floor if "archive" in name else gzip_floor
        ratio = "" if name.startswith("floor") or name == "batten again" else f"{median(rows[name], 0) / floor:.2f}"
        print(f"| {name} | {median(rows[name], 0):.3f} | {median(rows[name], 1):.3f} | {median(rows[name], 2):.0f} | {ratio} |")


main()
