# SPDX-License-Identifier: Apache-2.0
"""The source tree as the style rules see it: its files, the rooms and their lines of rooms.txt and vendors.txt."""

import pathlib
import re
import subprocess

SOURCE_FOLDERS = ("src", "fuzz", "bench", "tests", "cmake", "packaging", "docs", "examples", "web", ".ci")


class Skip(Exception):
    """A rule that can't be checked here; says why."""


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.texts = {}

    def files(self, *suffixes, under=SOURCE_FOLDERS):
        """Paths relative to the root, sorted; testdata and corpora are data, not source."""
        found = []
        for folder in under:
            for path in sorted((self.root / folder).rglob("*")):
                name = path.relative_to(self.root)
                if path.is_file() and path.suffix in suffixes and not {"testdata", "corpus", "__pycache__"} & set(name.parts):
                    found.append(name)
        return found

    def sources(self, under=("src",)):
        """C++ alone. The parts of the kernel programs are C for another machine, with the kernel's own names and libbpf's headers for it."""
        return [path for path in self.files(".cc", ".h", under=under) if path.parts[1:3] != ("monitor", "bpf") or path.stem == "shared"]

    def text(self, path):
        if path not in self.texts:
            self.texts[path] = (self.root / path).read_text(encoding="utf-8", errors="replace")
        return self.texts[path]

    def lines(self, path):
        return self.text(path).splitlines()

    def room_of(self, path):
        """src/ROOM/... -> ROOM"""
        return path.parts[1] if len(path.parts) > 2 and path.parts[0] == "src" else None

    def rooms(self):
        """room -> the rooms that it may include, from rooms.txt."""
        out = {}
        for line in self.lines(pathlib.Path("src/rooms.txt")):
            found = re.match(r"([a-z]+):([^|]*)", line)
            if found:
                out[found[1]] = found[2].split()
        return out

    def vendors(self):
        """[(header prefix, the one file under src/ that may include it)], from vendors.txt."""
        rows = [line.split() for line in self.lines(pathlib.Path("src/vendors.txt")) if line and not line.startswith("#")]
        return [(row[0], row[1]) for row in rows if len(row) == 2]

    def kinds(self):
        """kind folder -> (struct, table function), from cmake/room.cmake."""
        text = self.text(pathlib.Path("cmake/room.cmake"))
        return {m[1]: (m[2], m[3]) for m in re.finditer(r'set\(kind_(\w+) "[\w.]+;(\w+);(\w+)"\)', text)}

    def includes(self, path):
        """(line number, text between the quotes or brackets, is it in brackets?)"""
        for number, line in enumerate(self.lines(path), 1):
            found = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
            if found:
                yield number, found[1] or found[2], found[2] is not None


def without_comments_and_strings(text):
    """The same text with comments and the content of literals blanked; line numbers stay."""
    pattern = re.compile(
        r'R"(?P<tag>[^\s()\\]{0,16})\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.S)
    # An apostrophe between digits is a separator (1'000), no literal.
    text = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "0", text)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def brace_body(text, start):
    """The text between the first { after start and its closing brace."""
    begin = text.find("{", start)
    if begin < 0:
        return ""
    depth = 0
    for at in range(begin, len(text)):
        if text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return text[begin + 1:at]
    return text[begin + 1:]


def tool(*names):
    """The first of these programs that runs, or Skip."""
    for name in names:
        try:
            subprocess.run([name, "--version"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            return name
        except (OSError, subprocess.CalledProcessError):
            continue
    raise Skip(f"{names[0]} is not installed")
