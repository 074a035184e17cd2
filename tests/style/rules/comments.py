# SPDX-License-Identifier: Apache-2.0
"""Comments hold no to-do notes, banners, or parts of code switched off."""

import re

BAD = [
    {"src/base/a.cc": "// TO" "DO: later\n"},
    {"src/base/a.cc": "// ==========\n"},
    {"src/base/a.cc": "#if 0\n#endif\n"},
    {"src/base/a.cc": "#endif\n// int x = old(1);\n// return x;\n"},
]
GOOD = {"src/base/a.cc": "// What is read first; see RFC 1952.\nint x = 1;  // why it is so\n"}

NOTE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
BANNER = re.compile(r"^\s*(//|#)\s*([=*#~-]{6,})")
OLD_CODE = re.compile(r"^\s*//.*[;{]\s*$")


def check(tree):
    for path in tree.files(".cc", ".h", ".py", ".sh", ".cmake"):
        lines = tree.lines(path)
        for number, line in enumerate(lines, 1):
            if NOTE.search(line):
                yield path, number, "a note of work to be done: do it, or write it where work is planned"
            if BANNER.match(line):
                yield path, number, "a banner"
            if re.match(r"\s*#\s*if\s+0\b", line):
                yield path, number, "code that is switched off"
            if path.suffix in (".cc", ".h") and number < len(lines) and OLD_CODE.match(line) and OLD_CODE.match(lines[number]):
                yield path, number, "code in a comment"
