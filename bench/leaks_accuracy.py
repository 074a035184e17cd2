#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Batten and its peers find in a corpus of leaks_corpus.py: leaks_accuracy.py CORPUS [--details PROGRAM]

A secret is found when a program names its file and a line of it (any line of an encoded one). Whatever else is named is a false alarm, once
for each line. --details lists what PROGRAM missed and what it named wrongly. A peer that is not there is left out.
    BATTEN        the program (build/release/batten)
    BATTEN_PEERS  folder of gitleaks, betterleaks, kingfisher and trivy (default: /var/tmp/batten-peers/bin, then PATH)
"""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def program(name):
    folder = pathlib.Path(os.environ.get("BATTEN_PEERS", "/var/tmp/batten-peers/bin"))
    return str(folder / name) if (folder / name).exists() else shutil.which(name)


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=3600).stdout


def batten(files):
    for leak in json.loads(run([os.environ.get("BATTEN", str(ROOT / "build/release/batten")), "leaks", "--format", "json", str(files)]))["leaks"]:
        place = leak.get("place", leak)
        yield place.get("path") or place.get("file"), place.get("line", 0), place.get("line", 0), leak["kind"]


def report_of(command, option):
    """Of a program that writes its report to a file of this name."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        run([*command, option, str(report)])
        return json.loads(report.read_bytes() or b"[]") if report.exists() else []


def gitleaks(files):
    options = ["--report-format", "json", "--exit-code", "0", "--no-banner", "--max-decode-depth", "5", "--max-archive-depth", "2"]
    for one in report_of([program("gitleaks"), "dir", str(files), *options], "--report-path"):
        yield one["File"], one["StartLine"], one["EndLine"], one["RuleID"]


def betterleaks(files):
    for one in report_of([program("betterleaks"), "auto", str(files), "--exit-code=0", "--no-banner"], "--output")["findings"]:
        place = one["location"]
        yield place["path"], place.get("start_line", 0), place.get("end_line", 0), one["rule_id"]


def kingfisher(files):
    for line in run([program("kingfisher"), "scan", str(files), "--format", "jsonl", "--no-validate", "--confidence", "low", "--no-update-check"]).splitlines():
        if not line.startswith(b"{"):
            continue
        finding = json.loads(line).get("finding")
        if finding:
            yield finding["path"], finding["line"], finding["line"], json.loads(line)["rule"]["id"]


def trivy(files):
    report = json.loads(run([program("trivy"), "fs", "--scanners", "secret", "--format", "json", "--quiet", "--skip-version-check", str(files)]) or b"{}")
    for result in report.get("Results", []):
        for one in result.get("Secrets", []):
            yield result["Target"], one["StartLine"], one["EndLine"], one["RuleID"]


PROGRAMS = {"batten": batten, "gitleaks": gitleaks, "betterleaks": betterleaks, "kingfisher": kingfisher, "trivy": trivy}


class Score:
    def __init__(self, labels, findings, files):
        by_file = collections.defaultdict(list)
        for label in labels["secrets"]:
            by_file[label["file"]].append(label)
        sorts = {decoy["file"]: decoy["sort"] for decoy in labels["decoys"]}
        found, wrong = set(), {}
        for path, first, last, rule in findings:
            path = path.split("!")[0]
            file = os.path.relpath(path, files) if os.path.isabs(path) else path
            hits = [label for label in by_file.get(file, ()) if label["encoding"] or not first or (first <= label["end"] and max(first, last) >= label["line"])]
            for label in hits:
                found.add((label["file"], label["line"], label["kind"]))
            if not hits:
                wrong[file, first] = (sorts.get(file, "beside a secret"), rule)
        self.found = [label for label in labels["secrets"] if (label["file"], label["line"], label["kind"]) in found]
        self.missed = [label for label in labels["secrets"] if (label["file"], label["line"], label["kind"]) not in found]
        self.wrong = wrong
        self.recall = len(self.found) / len(labels["secrets"])
        self.precision = len(self.found) / max(1, len(self.found) + len(wrong))
        self.f1 = 2 * self.recall * self.precision / max(1e-9, self.recall + self.precision)


def table(title, scores, rows, cell):
    print(f"\n| {title} | " + " | ".join(scores) + " |\n| --- |" + " ---: |" * len(scores))
    for row in rows:
        print(f"| {row} | " + " | ".join(str(cell(score, row)) for score in scores.values()) + " |")


def tables(labels, scores):
    secrets = labels["secrets"]
    totals = {key: collections.Counter(one[key] for one in secrets) for key in ("kind", "encoding")}
    print("\n| program | recall | precision | F1 | found | false alarms |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, score in scores.items():
        print(f"| {name} | {score.recall:.1%} | {score.precision:.1%} | {score.f1:.3f} | {len(score.found)} | {len(score.wrong)} |")
    for key, total in totals.items():
        table(f"found, by {key}", scores, [f"{value or 'none'} ({count})" for value, count in sorted(total.items())],
              lambda score, row, key=key: sum((one[key] or "none") == row.rsplit(" (", 1)[0] for one in score.found))
    table("false alarms, by sort of decoy", scores, sorted({sort for score in scores.values() for sort, _ in score.wrong.values()}),
          lambda score, row: sum(sort == row for sort, _ in score.wrong.values()))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    corpus = pathlib.Path(sys.argv[1]).resolve()
    labels = json.loads((corpus / "labels.json").read_text(encoding="utf-8"))
    only = sys.argv[3] if len(sys.argv) > 3 and sys.argv[2] == "--details" else None
    scores = {}
    for name, find in PROGRAMS.items():
        if (only and name != only) or (name != "batten" and not program(name)):
            continue
        start = time.monotonic()
        scores[name] = Score(labels, list(find(corpus / "files")), corpus / "files")
        print(f"{name}: {time.monotonic() - start:.1f} s", file=sys.stderr)
    tables(labels, scores)
    if only:
        for label in scores[only].missed:
            print("missed", label["kind"], label["encoding"], label["form"], label["file"], label["line"])
        for (file, line), (sort, rule) in scores[only].wrong.items():
            print("wrong", sort, rule, file, line)


main()
