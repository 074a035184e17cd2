#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast secrets are looked for: leaks.py TREE [PROGRAM...]

Runs batten leaks over TREE and, each after a run of it, the peers, all warm: seconds, MB/s, CPU seconds, largest resident memory of all
processes of a program. PROGRAM limits the peers (gitleaks, betterleaks, kingfisher, trivy, cat); none: all that are there.
    BATTEN        the program (build/release/batten)
    BATTEN_PEERS  folder of gitleaks, betterleaks, kingfisher and trivy (default: /var/tmp/batten-peers/bin, then PATH)
    RUNS          of each program (default: 3; the fastest counts)
"""
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

from measure import measure

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = pathlib.Path(os.environ.get("BATTEN_PEERS", "/var/tmp/batten-peers/bin"))


def program(name):
    return str(PEERS / name) if (PEERS / name).exists() else shutil.which(name)


def commands(tree, folder):
    report = str(pathlib.Path(folder) / "report.json")
    yield "batten", [os.environ.get("BATTEN", str(ROOT / "build/release/batten")), "leaks", "--quiet", "--no-ignore", "--format", "json", "--output", report, tree]
    yield "cat", ["sh", "-c", 'find "$0" -type f -print0 | xargs -0 cat >/dev/null', tree]
    yield "gitleaks", [program("gitleaks"), "dir", tree, "--report-format", "json", "--report-path", report, "--exit-code", "0", "--no-banner"]
    yield "betterleaks", [program("betterleaks"), "auto", tree, "--exit-code=0", "--no-banner", "--output", report]
    yield "kingfisher", [program("kingfisher"), "scan", tree, "--format", "json", "--output", report, "--no-validate", "--no-update-check"]
    yield "trivy", [program("trivy"), "fs", "--scanners", "secret", "--skip-version-check", "--format", "json", "--output", report, tree]


def measured(command):
    """Seconds, CPU seconds, MiB of one run. 1, 200, 205: secrets were found."""
    return measure(command, statuses=(0, 1, 200, 205))


def main():
    tree, only = sys.argv[1], sys.argv[2:]
    sizes = [path.stat().st_size for path in pathlib.Path(tree).rglob("*") if path.is_file() and not path.is_symlink()]
    megabytes = sum(sizes) / 1e6
    print(f"{tree}: {len(sizes):,} files, {megabytes:,.0f} MB; {os.cpu_count()} processors; load {os.getloadavg()[0]:.1f}")
    runs = int(os.environ.get("RUNS", "3"))
    with tempfile.TemporaryDirectory() as folder:
        listed = dict(commands(tree, folder))
        ours = []
        for name, command in listed.items():
            if name != "batten" and (command[0] is None or (only and name not in only)):
                continue
            results = []
            for _ in range(runs):
                if name != "batten":
                    ours.append(measured(listed["batten"]))
                results.append(measured(command))
            seconds, cpu, memory = min(results)
            line = f"{name:12} {seconds:8.2f} s  {megabytes / seconds:7.0f} MB/s  {cpu:8.2f} s CPU  {memory:6.0f} MiB"
            if name != "batten":
                line += f"  batten beside it {min(ours[-runs:])[0]:.2f} s: {seconds / min(ours[-runs:])[0]:.1f}x"
            else:
                line += f"  (median {statistics.median(one[0] for one in results):.2f} s)"
            print(line, flush=True)


if __name__ == "__main__":
    main()
