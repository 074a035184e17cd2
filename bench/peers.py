#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Batten beside Trivy, Syft and Grype on one image: time, memory, packages. Usage: peers.py BATTEN IMAGE_DIR DATABASE SCRATCH

IMAGE_DIR as make_image.py leaves it. The programs are those that BATTEN_TRIVY, BATTEN_SYFT and BATTEN_GRYPE name; one that is not set is left
out, and said. Trivy needs its databases in BATTEN_TRIVY_DB (peer_database.py makes them of the same records), Grype one in BATTEN_GRYPE_DB. Nobody asks the network. Runs alternate in one loop, medians of RUNS (5) are printed; cold means without
what the program keeps between runs, files are in the page cache for all. Memory of all processes is measured in a run of its own.
The packages that each lists are compared by package URL: SCRATCH/differences.md has every difference of packages and
findings.
"""
import json
import os
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True
from measure import measure, median, peak_of_all  # noqa: E402
from peer_findings import compare as compare_findings, findings_of  # noqa: E402
from peer_packages import compare, packages_of  # noqa: E402

RUNS = int(os.environ.get("RUNS", "5"))


class Contestant:
    """A way to run a program: state is what it keeps between runs, removed before a cold one."""

    def __init__(self, name, command, environment, state, warm):
        self.name = name
        self.command = command
        self.environment = environment
        self.state = state
        self.warm = warm
        self.rows = []

    def run(self, output=None):
        if not self.warm and self.state:
            shutil.rmtree(self.state, ignore_errors=True)
        return measure(self.command, self.environment, output)


def trivy_command(scratch, layout, backend):
    """A cache folder of its own, where the databases are links to those made before."""
    program, database = os.environ["BATTEN_TRIVY"], os.environ["BATTEN_TRIVY_DB"]
    cache = scratch / "trivy"
    for folder, where, names in (("db", ".", ("trivy.db", "metadata.json")), ("java-db", "java-db", ("trivy-java.db", "metadata.json"))):
        (cache / folder).mkdir(parents=True, exist_ok=True)
        for name in names:
            (cache / folder / name).unlink(missing_ok=True)
            (cache / folder / name).symlink_to(pathlib.Path(database).resolve() / where / name)
    return [program, "image", "--quiet", "--input", layout, "--cache-backend", backend, "--cache-dir", str(cache), "--offline-scan",
            "--skip-db-update", "--skip-java-db-update", "--skip-version-check", "--scanners", "vuln", "--list-all-pkgs", "--format", "json"]


def contestants(batten, layout, database, scratch):
    own = dict(os.environ, BATTEN_CACHE_DIR=str(scratch / "cache"), BATTEN_DB=database)
    scan = [batten, "scan", "--offline", "-q", "-f", "json", "oci:" + layout]
    out = [Contestant("Batten, cold", scan, own, scratch / "cache", False), Contestant("Batten, again", scan, own, None, True)]
    if os.environ.get("BATTEN_TRIVY") and os.environ.get("BATTEN_TRIVY_DB"):
        out.append(Contestant("Trivy, cold", trivy_command(scratch, layout, "memory"), None, None, True))
        out.append(Contestant("Trivy, again", trivy_command(scratch, layout, "fs"), None, None, True))
    quiet = dict(os.environ, SYFT_CHECK_FOR_APP_UPDATE="false", GRYPE_CHECK_FOR_APP_UPDATE="false", GRYPE_DB_AUTO_UPDATE="false",
                 GRYPE_DB_VALIDATE_AGE="false", GRYPE_DB_CACHE_DIR=os.environ.get("BATTEN_GRYPE_DB", ""))
    if os.environ.get("BATTEN_SYFT"):
        out.append(Contestant("Syft, packages only", [os.environ["BATTEN_SYFT"], "scan", "-q", "-o", "json", "oci-dir:" + layout], quiet, None, True))
    if os.environ.get("BATTEN_GRYPE") and os.environ.get("BATTEN_GRYPE_DB"):
        out.append(Contestant("Grype", [os.environ["BATTEN_GRYPE"], "-q", "-o", "json", "oci-dir:" + layout], quiet, None, True))
    return out


def report_times(every):
    base = {warm: median(next(one for one in every if one.name == name).rows, 0) for warm, name in ((False, "Batten, cold"), (True, "Batten, again"))}
    print(f"Medians of {RUNS}, {os.cpu_count()} cores.")
    print()
    print("| what | wall s | CPU s | peak MiB, largest process | peak MiB, all | wall / Batten |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for one in every:
        ratio = median(one.rows, 0) / base["again" in one.name]
        peak = peak_of_all(one.command, one.environment) if one.warm else cold_peak(one)
        print(f"| {one.name} | {median(one.rows, 0):.3f} | {median(one.rows, 1):.3f} | {median(one.rows, 2):.0f} | {peak:.0f} | {ratio:.1f} |", flush=True)


def cold_peak(one):
    shutil.rmtree(one.state, ignore_errors=True)
    return peak_of_all(one.command, one.environment)


def report_differences(every, scratch):
    reports = {}
    for one in every:
        if "again" not in one.name:
            name = one.name.split(",")[0]
            path = scratch / (name.lower() + ".json")
            one.run(path)
            reports[name] = json.loads(path.read_text(encoding="utf-8"))
    own = reports.pop("Batten")
    ours = packages_of(own)[1]
    with open(scratch / "differences.md", "w", encoding="utf-8") as out:
        for name, report in reports.items():
            lines = []
            if name != "Grype":  # it lists what Syft finds
                lines += compare(ours, name, packages_of(report)[1], limit=100_000)
                print("\n".join(lines[:2]))
            if name != "Syft":
                lines += compare_findings(own, *findings_of(report))
                print(next(line for line in lines if line.startswith("Batten has")))
            out.write(f"## {name}\n\n" + "\n".join(lines) + "\n\n")
    print(f"{sum(bool(owner) for _, _, owner in ours)} packages of languages came with a package of the operating system, and say so.")


def main():
    batten, image, database, folder = sys.argv[1:5]
    scratch = pathlib.Path(folder)
    scratch.mkdir(parents=True, exist_ok=True)
    layout = os.path.join(image, "oci")
    for variable in ("BATTEN_TRIVY", "BATTEN_TRIVY_DB", "BATTEN_SYFT", "BATTEN_GRYPE", "BATTEN_GRYPE_DB"):
        if not os.environ.get(variable):
            print(f"left out: {variable} is not set")
    every = contestants(batten, layout, database, scratch)
    for _ in range(RUNS + 1):  # the first warms the page cache and fills what stays between runs; it is not counted
        for one in every:
            one.rows.append(one.run())
    for one in every:
        one.rows = one.rows[1:]
    report_times(every)
    print()
    report_differences(every, scratch)


main()
