# SPDX-License-Identifier: Apache-2.0
"""Every source is formatted as .clang-format says (clang-format 19)."""

import re
import subprocess

from tree import tool

STYLE = "BasedOnStyle: Google\nColumnLimit: 140\n"
BAD = {".clang-format": STYLE, "src/base/a.cc": "int  x ;\n"}
GOOD = {".clang-format": STYLE, "src/base/a.cc": "int x;\n"}


def check(tree):
    program = tool("clang-format-19")
    files = [str(path) for path in tree.sources(under=("src", "fuzz", "bench"))]
    done = subprocess.run([program, "--dry-run", "-Werror", "--ferror-limit=1", *files], cwd=tree.root, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    for found in re.finditer(r"^(\S+?):(\d+):\d+: error: (.*)$", done.stderr, re.M):
        yield found[1], int(found[2]), "not formatted (clang-format-19 -i)"
    if done.returncode and not re.search(r": error: ", done.stderr):
        yield "", 0, done.stderr.strip()[:300]
