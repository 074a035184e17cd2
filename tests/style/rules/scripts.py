# SPDX-License-Identifier: Apache-2.0
"""Shell scripts parse, those of /bin/sh in the strictest shell that is here; Python compiles."""

import shutil
import subprocess

BAD = [{"packaging/a.sh": "#!/bin/sh\nif true; then\n"}, {"tests/a.py": "def x(:\n"}]
GOOD = {"packaging/a.sh": "#!/bin/sh\necho yes\n", "tests/a.py": "x = 1\n"}


def check(tree):
    scripts = tree.files(".sh")
    for name in ("batten", "test", ".ci/run"):
        if (tree.root / name).is_file():
            scripts.append(name)
    for path in scripts:
        bash = tree.text(path).startswith(("#!/bin/bash", "#!/usr/bin/env bash"))
        shell = "bash" if bash else shutil.which("dash") or "sh"
        done = subprocess.run([shell, "-n", str(path)], cwd=tree.root, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            yield path, 0, done.stderr.strip()
    for path in tree.files(".py"):
        try:
            compile(tree.text(path), str(path), "exec")
        except SyntaxError as error:
            yield path, error.lineno or 0, str(error)
