# SPDX-License-Identifier: Apache-2.0
"""Every header compiles alone: it includes what it needs."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import tool

BAD = {"src/base/a.h": "#pragma once\ninline std::string x();\n"}
GOOD = {"src/base/a.h": "#pragma once\n#include <string>\nstd::string x();\n"}


def check(tree):
    compiler = tool(os.environ.get("CXX") or "g++", "g++-14", "g++-13", "g++-12")

    def compile_alone(path):
        command = [compiler, "-std=c++23", "-fsyntax-only", "-Wall", "-Wextra", "-x", "c++", "-include", str(path), "-I", "src", "-I", ".", "/dev/null"]
        done = subprocess.run(command, cwd=tree.root, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        errors = [line for line in done.stderr.splitlines() if "error:" in line]
        return path, (errors or [done.stderr.strip()[:300]])[0] if done.returncode else None

    headers = [path for path in tree.sources(under=("src", "fuzz")) if path.suffix == ".h"]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, error in pool.map(compile_alone, headers):
            if error:
                yield path, 0, error
