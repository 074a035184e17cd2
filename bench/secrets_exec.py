#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `batten secrets exec` adds to the start of a command: secrets_exec.py BATTEN [ROUNDS]

Runs `true` alone and under secrets exec in turn, with a provider that answers at once (a file in memory), and prints the medians. Status 1
when the difference is more than 10 ms.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

LIMIT_MS = 10


def spent(argv):
    begun = time.perf_counter()
    subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begun) * 1000


def main():
    batten, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        value = pathlib.Path(folder) / "db"
        value.write_text("made-up-value")
        commands = {
            "true": ["/bin/true"],
            "batten --version": [batten, "--version"],
            "a file": [batten, "secrets", "exec", "-s", f"db=file:{value}", "--", "/bin/true"],
            "a variable": [batten, "secrets", "exec", "-s", f"DB=file:{value},env", "--", "/bin/true"],
        }
        times = {name: [] for name in commands}
        for _ in range(rounds):
            for name, argv in commands.items():
                times[name].append(spent(argv))
    alone = statistics.median(times["true"])
    worst = 0
    for name, values in times.items():
        added = statistics.median(values) - alone
        worst = max(worst, added)
        print(f"{name}: median {statistics.median(values):.2f} ms, 90 % below {sorted(values)[len(values) * 9 // 10]:.2f} ms, adds {added:.2f} ms")
    print(f"load: {os.getloadavg()[0]:.1f}")
    return 0 if worst < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
