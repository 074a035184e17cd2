# SPDX-License-Identifier: Apache-2.0
"""Links between documents lead somewhere; docs/DEPENDENCIES.md names every wrapper file and every package of the lists."""

import pathlib
import re

BAD = [
    {"README.md": "see [this](docs/GONE.md)\n"},
    {"src/vendors.txt": "fmt/ base/format.h\n", "docs/DEPENDENCIES.md": "none\n"},
    {"packaging/debian-build-packages.txt": "g++\n", "docs/DEPENDENCIES.md": "`g++`\n"},
    {"packaging/python-test-packages.txt": "lxml  # reads XML\n", "docs/DEPENDENCIES.md": "`lxml`\n"},
    {"packaging/python-test-packages.txt": "lxml==6.1.3  # reads XML\n", "docs/DEPENDENCIES.md": "none\n"},
]
GOOD = {"README.md": "see [this](docs/DEPENDENCIES.md#x) and [that](https://example.org/x)\n", "src/vendors.txt": "fmt/ base/format.h\n",
        "docs/DEPENDENCIES.md": "`base/format.h` and `libfmt-dev`, `lxml`\n", "packaging/debian-build-packages.txt": "libfmt-dev  # text\n",
        "packaging/python-test-packages.txt": "lxml[html]==6.1.3  # reads XML\n"}

# The lists and how their lines look.
LISTS = [("debian-*-packages.txt", r"\??([a-z0-9.+-]+) +# .+", "package  # why"),
         ("python-*-packages.txt", r"([a-z0-9-]+)(?:\[[a-z,]+\])?==[0-9.]+ +# .+", "package==version  # why")]


def check(tree):
    documents = [path.relative_to(tree.root) for path in sorted(tree.root.glob("*.md"))] + tree.files(".md")
    for path in documents:
        for number, line in enumerate(tree.lines(path), 1):
            for target in re.findall(r"\]\(([^)\s]+)\)", line):
                if re.match(r"[a-z]+:|#", target):
                    continue
                if not (tree.root / path.parent / target.split("#")[0]).exists():
                    yield path, number, f"{target} is not there"
    listing = pathlib.Path("docs/DEPENDENCIES.md")
    if not (tree.root / listing).is_file():
        return
    text = tree.text(listing)
    for _, owner in tree.vendors():
        if f"`{owner}`" not in text:
            yield listing, 0, f"does not name the wrapper file {owner}"
    for pattern, form, words in LISTS:
        for path in sorted(tree.root.glob(f"packaging/{pattern}")):
            yield from check_list(tree, path.relative_to(tree.root), form, words, text)


def check_list(tree, name, form, words, text):
    for number, line in enumerate(tree.lines(name), 1):
        if not line or line.startswith("#"):
            continue
        found = re.fullmatch(form, line)
        if not found:
            yield name, number, f"a line is '{words}'"
        elif f"`{found[1]}`" not in text:
            yield pathlib.Path("docs/DEPENDENCIES.md"), 0, f"does not name the package {found[1]}"
