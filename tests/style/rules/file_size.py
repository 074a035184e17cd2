# SPDX-License-Identifier: Apache-2.0
"""No file of code is longer than 500 lines."""

MAX_LINES = 500
BAD = {"src/base/long.cc": "int x;\n" * (MAX_LINES + 1)}
GOOD = {"src/base/long.cc": "int x;\n" * MAX_LINES}


def check(tree):
    for path in tree.files(".cc", ".h", ".c", ".py", ".sh", ".cmake", ".ts", ".tsx", ".css"):
        count = len(tree.lines(path))
        if count > MAX_LINES:
            yield path, 0, f"{count} lines, {MAX_LINES} allowed: split it by noun"
