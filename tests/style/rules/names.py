# SPDX-License-Identifier: Apache-2.0
"""File and folder names are snake_case and say what is in them; the namespace is the room. (Names inside the code: the tidy rule.)"""

import re

BANNED = {"util", "utils", "common", "core", "manager", "helper", "helpers", "misc"}
BAD = [
    {"src/base/MyFile.cc": "namespace batten::base {\n}\n"},
    {"src/base/string_utils.cc": "namespace batten::base {\n}\n"},
    {"src/base/a.cc": "namespace batten::model {\n}\n"},
    {"src/base/a.h": "namespace batten::base {\nclass CacheManager {};\n}\n"},
]
GOOD = {"src/monitor/bpf/a.h": "struct sock_common {};\n", "tests/scan/a-case/cmd": "true\n", "tests/scan/a-case/make.py": "x = 1\n", "src/base/text_reader.cc": "namespace batten::base {\nclass Reader {};\n}\n"}


def words(name):
    return re.findall(r"[a-z]+|[A-Z][a-z]*|[0-9]+", name)


def check(tree):
    kinds = tree.kinds()
    for path in tree.files(".cc", ".h", ".py", ".sh", ".cmake"):
        for part in (*path.parts[:-1], path.stem):
            plain = part.lstrip(".")
            case = path.parts[0] == "tests" and part in path.parts[1:-1] and (tree.root / path.parent / "cmd").exists()
            if not re.fullmatch(r"[a-z0-9_]+", plain.replace("-", "_") if case else plain):
                yield path, 0, f"{part}: names are snake_case"
            elif BANNED & set(plain.split("_")):
                yield path, 0, f"{part}: says nothing about what is in it"
    for path in tree.sources():
        room = tree.room_of(path)
        for number, line in enumerate(tree.lines(path), 1):
            found = re.match(r"namespace batten::(\w+)(::(\w+))? \{", line)
            # fields.h: functions that are found by the namespace of their argument.
            if found and room and found[1] not in (room, "json", "yaml", "toml", "xml", "fuzz") and path.stem != "fields":
                yield path, number, f"namespace {found[1]} in the room {room}"
            if found and found[3] and found[3] not in kinds and found[3] not in path.parts and not path.stem.startswith(found[3].rstrip("s")):
                yield path, number, f"namespace {found[3]} is no kind folder and not the file's name"
            found = re.match(r"\s*(?:class|struct|enum class|namespace)\s+(\w+)", line)
            # Kernel programs find the kernel's structures by the names that it gave them.
            if found and path.parts[:3] != ("src", "monitor", "bpf") and BANNED & {word.lower() for word in words(found[1])}:
                yield path, number, f"{found[1]}: says nothing about what it is"
