# SPDX-License-Identifier: Apache-2.0
"""A file of code opens with its SPDX line; a header then says what the file is."""

LICENSE = "SPDX-License-Identifier: Apache-2.0"
BAD = [
    {"src/base/a.cc": "int x;\n"},
    {"src/base/a.h": f"// {LICENSE}\n#pragma once\n"},
    {"tests/a.py": "import sys\n"},
]
GOOD = {"src/base/a.cc": f"// {LICENSE}\nint x;\n", "src/base/a.h": f"// {LICENSE}\n//\n// Reads lines of a text.\n#pragma once\n",
        "tests/a.py": f"#!/usr/bin/env python3\n# {LICENSE}\n"}


def check(tree):
    for path in tree.files(".cc", ".h"):
        lines = tree.lines(path)
        if not lines or lines[0] != f"// {LICENSE}":
            yield path, 1, f"the first line must be // {LICENSE}"
        elif path.suffix == ".h":
            opening = [line[2:].strip() for line in lines[1:4] if line.startswith("//")]
            if sum(len(line) for line in opening) < 15:
                yield path, 2, "a header opens with what it is"
            if "#pragma once" not in lines:
                yield path, 1, "no #pragma once"
    for path in tree.files(".py", ".sh"):
        if not any(LICENSE in line for line in tree.lines(path)[:2]):
            yield path, 1, f"one of the first two lines must be # {LICENSE}"
