# SPDX-License-Identifier: Apache-2.0
"""clang-tidy with the short list of .clang-tidy over every source that is no test, with the compile commands of build/dev."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import Skip, tool

COMMANDS = "build/dev/compile_commands.json"
SETTINGS = "Checks: '-*,bugprone-use-after-move'\nWarningsAsErrors: '*'\n"
MOVED = "#include <string>\n#include <utility>\nvoid take(std::string);\nvoid f(std::string s) {\n  take(std::move(s));\n%s}\n"


def sample(code):
    command = {"directory": "@ROOT@", "file": "@ROOT@/src/base/a.cc", "arguments": ["g++", "-std=c++23", "-fno-plt", "-c", "src/base/a.cc"]}
    return {".clang-tidy": SETTINGS, "src/base/a.cc": code, COMMANDS: json.dumps([command])}


BAD = sample(MOVED % "  take(s);\n")
GOOD = sample(MOVED % "")


def headers_of(tree):
    """Of each source that Ninja has built, relative to the root: the files of the tree and the build that it includes."""
    build = (tree.root / COMMANDS).parent
    if not shutil.which("ninja"):
        return {}
    listing = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout
    found = {}
    for entry in listing.split("\n\n"):
        names = [os.path.normpath(build / line.strip()) for line in entry.splitlines()[1:]]
        names = [name for name in names if name.startswith(f"{tree.root}/")]
        if names:
            found[os.path.relpath(names[0], tree.root)] = names[1:]
    return found


def fingerprint(tree, program):
    """Of what every result depends on: settings, the tools, this rule."""
    said = [subprocess.run([tool, "--version"], stdin=subprocess.DEVNULL, capture_output=True).stdout for tool in (program, "g++")]
    return digest(said + [(tree.root / ".clang-tidy").read_bytes(), pathlib.Path(__file__).read_bytes()])


def digest(parts):
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def clean_folder():
    """Names of files here are keys of sources that were found clean, in this checkout or another: they hash everything that was read."""
    folder = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "batten-tidy"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def check(tree):
    program = tool("clang-tidy-19")
    if not (tree.root / COMMANDS).is_file():
        raise Skip(f"{COMMANDS} is not there: build the dev preset first")
    commands = json.loads((tree.root / COMMANDS).read_text())
    built = {os.path.normpath(os.path.join(item["directory"], item["file"])) for item in commands}
    built |= {item["file"] for item in commands}
    # A source that was found clean is looked at again only when it, a header of it or the settings change.
    commands_dir = tree.root / "build/tidy"
    commands_dir.mkdir(parents=True, exist_ok=True)
    clean_dir = clean_folder()
    common = fingerprint(tree, program)
    headers = headers_of(tree)
    every_header = [tree.root / path for path in tree.sources(under=("src", "fuzz")) if path.suffix == ".h"]
    # A source is read without the precompiled header, which would hide an include that is missing.
    for item in commands:
        if "command" in item:
            item["command"] = re.sub(r" -Winvalid-pch| -include \S+/cmake_pch\.hxx", "", item["command"])
    (commands_dir / "compile_commands.json").write_text(json.dumps(commands))

    def key_of(path):
        read = [tree.root / path, *headers.get(str(path), every_header)]
        return digest([common.encode(), str(path).encode(), *(pathlib.Path(name).read_bytes() for name in read)])

    def look(path):
        if str(path) not in built and str(tree.root / path) not in built:
            return path, []
        key = key_of(path)
        if (clean_dir / key).exists():
            return path, []
        # The compiler's own warnings are GCC's business (-w).
        done = subprocess.run([program, "-p", str(commands_dir), "--quiet", "--extra-arg=-w", str(path)], cwd=tree.root,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        told = [(m[1], int(m[2]), m[3]) for m in re.finditer(r"^(\S+?):(\d+):\d+: (?:error|warning): (.*)$", done.stdout, re.M)]
        # clang is stricter than GCC about some libraries' headers; they are not ours to mend.
        found = [item for item in told if os.path.realpath(os.path.join(tree.root, item[0])).startswith(os.path.realpath(tree.root) + "/")]
        if done.returncode and not told:
            found = [(path, 0, (done.stderr.strip() or "clang-tidy failed")[-300:])]
        if not found and key_of(path) == key:  # nobody has edited it meanwhile
            (clean_dir / key).touch()
        return path, found

    sources = [path for path in tree.sources() if path.suffix == ".cc" and not path.stem.endswith(("_test", "_fuzz"))]
    seen = set()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for _, found in pool.map(look, sources):
            for where, line, what in found:
                where = os.path.relpath(os.path.join(tree.root, where), tree.root)
                if (where, line, what) not in seen:
                    seen.add((where, line, what))
                    yield where, line, what
