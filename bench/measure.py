# SPDX-License-Identifier: Apache-2.0
"""Measuring commands: wall and CPU time, memory of the largest process, memory of all processes together."""
import os
import statistics
import subprocess
import sys
import threading
import time


def measure(command, env=None, output=None, statuses=(0,)):
    """Wall seconds, CPU seconds of the command and its children, peak RSS in MiB of its largest process. Standard output goes to the file output."""
    with open(output or os.devnull, "wb") as out:
        before = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, env=env)
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - before
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        sys.exit(f"{command}: status {process.returncode}: {error.decode(errors='replace')[-500:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def shell(script):
    return measure(["sh", "-c", script])


def median(rows, column):
    return statistics.median(row[column] for row in rows)


def tree_of(root):
    """The process and its descendants."""
    found, pending = [], [root]
    while pending:
        pid = pending.pop()
        found.append(pid)
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as children:
                    pending += [int(child) for child in children.read().split()]
        except OSError:
            continue
    return found


def shared_out_kib(pid):
    """Memory of a process; pages that several share count in part for each."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
            return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def peak_of_all(command, env=None):
    """MiB of the command and all its descendants together, the highest of a look every 10 ms. The looking costs time: not for timing."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    peak = 0
    done = threading.Event()
    threading.Thread(target=lambda: (process.wait(), done.set()), daemon=True).start()
    while not done.wait(0.01):
        peak = max(peak, sum(map(shared_out_kib, tree_of(process.pid))))
    return peak / 1024
