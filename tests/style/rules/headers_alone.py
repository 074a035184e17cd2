# SPDX-License-Identifier: Apache-2.0
"""Every header compiles alone: it includes what it needs."""

import os
import pathlib
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from rules.tidy import clean_folder, digest
from tree import tool

INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)

BAD = {"src/base/a.h": "#pragma once\ninline std::string x();\n"}
GOOD = {"src/base/a.h": "#pragma once\n#include <string>\nstd::string x();\n"}


def check(tree):
    compiler = tool(os.environ.get("CXX") or "g++", "g++-14", "g++-13", "g++-12")

    settings = digest([subprocess.run([compiler, "--version"], stdin=subprocess.DEVNULL, capture_output=True).stdout, pathlib.Path(__file__).read_bytes()])
    known = clean_folder()

    def key_of(path):
        """Of the header and all of the tree that it includes."""
        seen, waiting = {}, [path]
        while waiting:
            one = waiting.pop()
            if one in seen or not (tree.root / one).is_file():
                continue
            seen[one] = (tree.root / one).read_bytes()
            waiting += [pathlib.Path(folder, name) for name in INCLUDE.findall(seen[one].decode(errors="replace")) for folder in ("src", ".")]
        return digest([settings.encode(), *(part for name in sorted(seen) for part in (str(name).encode(), seen[name]))])

    def compile_alone(path):
        key = key_of(path)
        if (known / key).exists():
            return path, None
        command = [compiler, "-std=c++23", "-fsyntax-only", "-Wall", "-Wextra", "-x", "c++", "-include", str(path), "-I", "src", "-I", ".", "/dev/null"]
        done = subprocess.run(command, cwd=tree.root, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        errors = [line for line in done.stderr.splitlines() if "error:" in line]
        if not done.returncode and key_of(path) == key:
            (known / key).touch()
        return path, (errors or [done.stderr.strip()[:300]])[0] if done.returncode else None

    headers = [path for path in tree.sources(under=("src", "fuzz")) if path.suffix == ".h"]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, error in pool.map(compile_alone, headers):
            if error:
                yield path, 0, error
