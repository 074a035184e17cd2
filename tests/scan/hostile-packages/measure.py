# SPDX-License-Identifier: Apache-2.0
"""Scans what make.py wrote, as a directory and as an image, and says what was told of each hostile file: measure.py

Prints "NAME: what is said of the file" once where both readers say the same. A scan that takes too long or too much memory, ends by a
signal, or loses the Debian around the file is said as well.
"""

import json
import os
import pathlib
import subprocess
import sys
import time

SECONDS = 30  # of a program that is not optimised, on a machine that has more to do
BYTES = 512 << 20


# The largest resident set below it, which is that of the program or of one of its workers; what they leave behind becomes its child.
LAUNCHER = """
import ctypes, os, resource, subprocess, sys
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
status = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
try:
    while True:
        os.wait()
except ChildProcessError:
    print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def run(reference):
    """(exit status, report, what is on standard error, seconds, bytes at the peak of the largest process)"""
    output = pathlib.Path("report.json")
    output.unlink(missing_ok=True)
    command = ["timeout", str(2 * SECONDS), os.environ["BATTEN"], "scan", "--offline", "--no-cache", "--format", "json", "--output", str(output), reference]
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    status, peak = map(int, done.stdout.split())
    report = json.loads(output.read_text()) if output.exists() else None
    return status, report, done.stderr, time.monotonic() - begun, peak << 10


def judged(reference, path, around):
    """What is said of the file; around: packages that must be there whatever the file is."""
    status, report, errors, seconds, peak = run(reference)
    print(f"{reference} {seconds:.1f} s {peak >> 20} MiB", file=sys.stderr)
    said = []
    if seconds > SECONDS:
        said.append(f"took {seconds:.0f} s")
    if peak > BYTES:
        said.append(f"took {peak >> 20} MiB")
    if status not in (0, 1, 3):
        said.append(f"ended with status {status}")
    if report is None:
        lines = [line for line in errors.splitlines() if line.startswith("batten: ")]
        return said + [line if path in line else f"nothing of {path}: {line}" for line in lines]
    lost = around - {package["name"] for package in report["packages"]}
    said += [f"lost {name}" for name in lost]
    found = [f"{package['name']} {package['version']}" for package in report["packages"] if package.get("path", path) == path]
    said += found if len(found) < 5 else [f"{len(found)} packages"]
    told = [note["message"] for note in report["notes"] if note["kind"] == "skipped" and path in note["where"]]
    return said + told[:4] + [f"{len(told) - 4} more"] * (len(told) > 4)


def main():
    _, report, *_ = run(f"dir:{os.environ['DATA']}/debian-root")
    around = {package["name"] for package in report["packages"]}
    for root in sorted(pathlib.Path("roots").iterdir()):
        file, = (path for path in (root / "srv").rglob("*") if path.is_file())
        path = str(file.relative_to(root))
        as_directory, as_image = judged(f"dir:{root}", path, around), judged(f"oci:images/{root.name}", path, around)
        readers = {"": as_directory} if as_directory == as_image else {" as directory": as_directory, " as image": as_image}
        for reader, said in readers.items():
            print(f"{root.name}{reader}: {' | '.join(said) or 'silent'}")
    for bom in sorted(pathlib.Path("sboms").iterdir()):
        print(f"{bom.name}: {' | '.join(judged(f'sbom:{bom}', str(bom), set())) or 'silent'}")


if __name__ == "__main__":
    main()
