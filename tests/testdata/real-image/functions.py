# SPDX-License-Identifier: Apache-2.0
"""Are the functions of a vulnerability in the program, as the report says? functions.py REPORT PROGRAM NM ID...

NM is what `go tool nm` prints of PROGRAM (a path in the image). What it lists must be told as there; what is told as missing must not be listed. (It lacks
functions that were inlined everywhere, so the report may know more.) For each ID: is it said to be in the program?
"""
import json
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ["DATA"], "real-image"))
from records import records_of  # noqa: E402


def linked(path):
    """"package.Type.Method" of every function: without receivers' stars, parentheses and type parameters."""
    for line in open(path, encoding="utf-8"):
        words = line.split()
        if len(words) >= 3 and words[1] in "Tt":
            yield re.sub(r"\[.*?\]", "", words[2]).replace("(*", "").replace(")", "")


def functions_of(records, names):
    """What Go's records say of Linux."""
    for record in records:
        if not names & {record["id"], *record.get("aliases", [])}:
            continue
        for affected in record["affected"]:
            for one in affected.get("ecosystem_specific", {}).get("imports", []):
                if "linux" in one.get("goos", ["linux"]):
                    yield from (one["path"] + "." + symbol for symbol in one.get("symbols", []))


def main():
    report, program, nm, *wanted = sys.argv[1:]
    there = set(linked(nm))
    records = [record for record in records_of("golang") if record["id"].startswith("GO-")]
    said = {}
    for finding in json.load(open(report, encoding="utf-8"))["findings"]:
        if finding["package"]["path"] != program or "functions" not in finding:
            continue
        said[finding["id"]] = finding["functions"]["in_program"]
        known = set(functions_of(records, {finding["id"], *finding.get("aliases", [])})) & there
        if known and not finding["functions"]["in_program"]:
            print(f"{finding['id']}: said to be missing, but there: {' '.join(sorted(known))}")
    for one in wanted:
        print(one, {True: "in the program", False: "not in the program", None: "not said"}[said.get(one)])


main()
