#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares a report with what is in the image and in the feeds: judge.py REPORT PACKAGES [KNOWN...]

PACKAGES has a line "TYPE NAME VERSION" for each package that was put into the image. The report must list each of them once, no other
of their types, and for each exactly the advisories that the OSV records in $SHARED/advisories hold for it, as records.py reads them. KNOWN are
findings that everybody knows: they are printed with the package that has them.
"""
import collections
import json
import pathlib
import sys

sys.dont_write_bytecode = True
from records import expected_findings  # noqa: E402


def packages_of(report, types):
    return collections.Counter((p["type"], p["name"], p["version"]) for p in report["packages"]
                               if p["type"] in types and not p.get("owner"))


def compare_packages(found, wanted):
    """Lines about what differs."""
    for package in sorted(wanted):
        if found[package] != wanted[package]:
            yield f"{' '.join(package)}: listed {found[package]} times, there {wanted[package]} times"
    for package in sorted(set(found) - set(wanted)):
        yield f"{' '.join(package)}: listed, not there"


def compare_findings(package, findings, expected):
    """Each expected set of names is met by exactly one finding, by its id; each finding meets one."""
    for names in expected:
        met = [finding["id"] for finding in findings if finding["id"] in names]
        if len(met) != 1:
            yield f"{' '.join(package)}: {'/'.join(sorted(names))}: found {len(met)} times, the records say once"
    for finding in findings:
        if not any(finding["id"] in names for names in expected):
            yield f"{' '.join(package)}: {finding['id']}: found, no record says so"


def main():
    report = json.load(open(sys.argv[1], encoding="utf-8"))
    wanted = collections.Counter(tuple(line.split()) for line in pathlib.Path(sys.argv[2]).read_text().splitlines() if line.strip())
    found = packages_of(report, {package[0] for package in wanted})
    wrong = list(compare_packages(found, wanted))
    by_package = collections.defaultdict(list)
    places = collections.defaultdict(set)
    for finding in report["findings"]:
        package = finding["package"]
        key = (package["type"], package["name"], package["version"])
        if finding["state"] != "not affected" and finding["id"] not in places[key, package["path"]]:
            places[key, package["path"]].add(finding["id"])
            by_package[key, package["path"]].append(finding)
        elif finding["state"] != "not affected":
            wrong.append(f"{' '.join(key)}: {finding['id']} twice")
    expected = expected_findings(set(wanted))
    count = 0
    for package in sorted(wanted):
        there = [path for key, path in by_package if key == package] or [""]
        for path in there:
            wrong += compare_findings(package, by_package.get((package, path), []), expected[package])
        count += len(expected[package])
    for line in wrong:
        print(line)
    if count == 0:
        print("the records know none of these packages")
    if not wrong and count:
        print("packages and findings are those of the image and of the records")
    for known in sys.argv[3:]:
        print(known, *sorted({f["package"]["name"] for f in report["findings"] if f["id"] == known}) or ["not found"])


main()
