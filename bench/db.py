#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the advisory database: imports, sizes, opening and matching. Usage: db.py BUILD FEEDS IMAGE SCRATCH

BUILD is a release build with BATTEN_BENCH, FEEDS a mirror as `batten db update --from` takes it, IMAGE what to match; 5,000 packages of
make_sbom.py are matched too.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from measure import measure, peak_of_all  # noqa: E402

RUNS = int(os.environ.get("RUNS", "5"))
# What a feed is made of in the mirror, where the names don't begin alike.
FILES = {"debian": ["debian/debian-osv*", "debian/tracker-derived*"], "ubuntu": ["ubuntu/ubuntu-osv*"], "redhat": ["redhat/redhat-osv*"], "golang": ["go/*", "ghsa/ghsa-golang*"], "pypi": ["pypi/*", "ghsa/ghsa-pip*"], "npm": ["npm-malicious/*", "ghsa/ghsa-npm*"],
         "crates": ["crates/*", "ghsa/ghsa-cargo*"], "maven": ["ghsa/ghsa-maven*"], "nuget": ["ghsa/ghsa-nuget*"],
         "packagist": ["ghsa/ghsa-composer*"], "rubygems": ["ghsa/ghsa-rubygems*"], "hex": ["ghsa/ghsa-erlang*"], "pub": ["ghsa/ghsa-pub*"],
         "swift": ["ghsa/ghsa-swift*"]}


def update(batten, feeds, folder, *names):
    shutil.rmtree(folder, ignore_errors=True)
    return [batten, "db", "update", "--from", feeds, *names], dict(os.environ, BATTEN_DB=folder)


def imports(batten, feeds, folder):
    for title, names in (("the whole Debian feed", ["debian"]), ("all feeds", [])):
        rows = [measure(*update(batten, feeds, folder, *names)) for _ in range(RUNS)]
        memory = peak_of_all(*update(batten, feeds, folder, *names))
        print(f"import of {title}: {statistics.median(row[0] for row in rows):.2f} s, CPU {statistics.median(row[1] for row in rows):.2f} s, "
              f"{statistics.median(row[2] for row in rows):.0f} MiB of the largest process, {memory:.0f} MiB of all (median of {RUNS}, {os.cpu_count()} cores)", flush=True)


def unpacked(path):
    if path.suffix != ".zst":
        return path.stat().st_size
    out = subprocess.run(f"zstd -dcq --long=27 '{path}' | wc -c", shell=True, check=True, capture_output=True).stdout
    return int(out)


def sizes(batten, feeds, folder):
    print("| feed | rows | file | the file as zstd -3 | the feed as served (compressed) | unpacked |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    status = json.loads(subprocess.run([batten, "db", "status", "--format", "json"], env=dict(os.environ, BATTEN_DB=folder), check=True,
                                       capture_output=True).stdout)
    total = [0, 0, 0, 0, 0]
    for feed in status["feeds"]:
        path = os.path.join(folder, feed["name"] + ".mdb")
        if not os.path.exists(path):
            continue
        packed = len(subprocess.run(["zstd", "-3", "-c", path], check=True, capture_output=True).stdout)
        files = [file for glob in FILES.get(feed["name"], [feed["name"][:4] + "*/*"]) for file in pathlib.Path(feeds).glob(glob) if file.is_file()]
        row = [feed.get("advisories", 0), os.path.getsize(path), packed, sum(file.stat().st_size for file in files), sum(map(unpacked, files))]
        total = [sum(pair) for pair in zip(total, row)]
        print_row(feed["name"], row)
    print_row("all", total)


def print_row(name, row):
    print(f"| {name} | {row[0]:,} | " + " | ".join(f"{size / 1e6:.1f} MB" for size in row[1:]) + " |")


def main():
    build, feeds, image, scratch = sys.argv[1:5]
    batten = os.path.join(build, "batten")
    folder = tempfile.mkdtemp(prefix="batten-bench-")
    imports(batten, feeds, folder)
    sizes(batten, feeds, folder)
    bill = os.path.join(scratch, "packages.cdx.json")
    here = pathlib.Path(__file__).resolve().parent
    subprocess.run([sys.executable, here / "make_sbom.py", feeds, bill], check=True)
    for reference, count in ((image, 400), ("sbom:" + bill, 5000)):
        subprocess.run([os.path.join(build, "bench_match"), folder, reference, str(count)], check=True)
    shutil.rmtree(folder)


main()
