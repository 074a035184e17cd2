# SPDX-License-Identifier: Apache-2.0
"""Whatever reads outside bytes is reached by a fuzz target of its room; every target has a corpus, and a test that replays it."""

import pathlib
import re

# Words in a file's name that say that it reads such bytes.
PARSED = {"tar", "zip", "inflate", "dpkg", "apk", "rpm", "manifest", "dockerfile", "compose", "sbom", "osv", "csaf", "index", "release", "config",
          "reference"}
# Rooms that work on values which another room has read, whatever their files are called.
VALUE_ROOMS = {"match", "report", "scan", "cli"}
TARGET = "int a_tar_fuzz(const std::uint8_t*, std::size_t);\n"
BAD = [
    {"src/model/tar.cc": "int x;\n"},
    {"src/model/a_tar_fuzz.cc": TARGET, "src/model/a_test.cc": "REPLAY_CORPUS(a_tar_fuzz);\n"},
    {"src/model/a_tar_fuzz.cc": TARGET, "fuzz/corpus/a_tar_fuzz/one": "x"},
    {"src/model/a_tar_fuzz.cc": TARGET, "src/model/a_test.cc": "REPLAY_CORPUS(a_tar_fuzz);\n", "fuzz/corpus/a_tar_fuzz/one": ""},
    {"fuzz/corpus/gone_fuzz/one": "x"},
]
GOOD = {"src/model/a_tar_fuzz.cc": '#include "model/tar.h"\n' + TARGET, "src/model/tar.h": "", "src/model/tar.cc": '#include "model/tar.h"\n', "src/model/a_test.cc": "REPLAY_CORPUS(a_tar_fuzz);\n",
        "src/match/rpm_verdict.cc": "int x;\n", "fuzz/corpus/a_tar_fuzz/one": "x"}


def reached_files(tree, targets):
    """What the targets include, and so on, within their rooms; a header stands for the .cc that begin with it, all_formats() for the files of formats/."""
    sources = set(tree.sources())
    implementations = {}
    for path in sources:
        first = next((name for _, name, bracket in tree.includes(path) if not bracket), None)
        if path.suffix == ".cc" and not path.stem.endswith(("_test", "_fuzz")) and first:
            implementations.setdefault(pathlib.Path("src") / first, []).append(path)
    reached, ahead = set(), list(targets)
    while ahead:
        path = ahead.pop()
        if path in reached or path not in sources:
            continue
        reached.add(path)
        ahead += implementations.get(path, [])
        ahead += [pathlib.Path("src") / name for _, name, bracket in tree.includes(path) if not bracket and name.split("/")[0] == tree.room_of(path)]
        for kind, (_, function) in tree.kinds().items():
            if f"{function}()" in tree.text(path):
                ahead += [other for other in sources if other.parent == pathlib.Path("src", tree.room_of(path), kind)]
    return reached


def check(tree):
    targets = [path for path in tree.sources() if path.stem.endswith("_fuzz") and path.suffix == ".cc"]
    tests = {}
    for path in tree.sources():
        if path.stem.endswith("_test"):
            tests.setdefault(tree.room_of(path), []).append(tree.text(path))
    for path in targets:
        name = path.stem
        corpus = tree.root / "fuzz/corpus" / name
        if not corpus.is_dir() or not any(seed.is_file() and seed.stat().st_size for seed in corpus.iterdir()):
            yield path, 0, f"fuzz/corpus/{name}/ holds no input"
        if not any(f"REPLAY_CORPUS({name})" in text for text in tests.get(tree.room_of(path), [])):
            yield path, 0, f"no test of the room has REPLAY_CORPUS({name})"
        if not re.search(rf"^int {name}\(const std::uint8_t", tree.text(path), re.M):
            yield path, 0, f"does not define int {name}(const std::uint8_t*, std::size_t)"
    for corpus in sorted((tree.root / "fuzz/corpus").glob("*")):
        if corpus.name not in {path.stem for path in targets}:
            yield corpus.relative_to(tree.root), 0, "a corpus without a fuzz target"
    reached = reached_files(tree, targets)
    for path in tree.sources():
        if path.suffix != ".cc" or path.stem.endswith(("_test", "_fuzz", "_writer")) or {"sources", "formats", "commands"} & set(path.parts):
            continue
        if tree.room_of(path) in VALUE_ROOMS:
            continue
        for word in PARSED & set(path.stem.split("_")):
            if path not in reached:
                yield path, 0, f"reads outside bytes ({word}), but no fuzz target of its room reaches it"
