# SPDX-License-Identifier: Apache-2.0
"""Every file of a kind folder defines the descriptor of its name, with examples; a test of the room runs the examples of all."""

import pathlib
import re

FORMAT = """constexpr FormatExample kExamples[] = {{"x"}};
extern constinit const Format table;
constinit const Format table = {.name = "table", .examples = kExamples};
"""
TEST = "TEST(Formats, Examples) {\n  for (auto* f : all_formats()) for (auto& e : f->examples) EXPECT_TRUE(e);\n}\n"
BAD = [
    {"src/scan/formats/json.cc": FORMAT, "src/scan/formats_test.cc": TEST},
    {"src/scan/formats/table.cc": FORMAT.replace(".examples = kExamples", ""), "src/scan/formats_test.cc": TEST},
    {"src/scan/formats/table.cc": FORMAT.replace('{{"x"}}', "{}"), "src/scan/formats_test.cc": TEST},
    {"src/scan/formats/table.cc": FORMAT.replace('.name = "table"', '.name = "tabel"'), "src/scan/formats_test.cc": TEST},
    {"src/scan/formats/table.cc": FORMAT},
    {"src/scan/formats/table.cc": FORMAT, "src/scan/formats_test.cc": TEST, "src/scan/formats/table.h": ""},
]
GOOD = {"src/scan/formats/table.cc": FORMAT, "src/scan/formats_test.cc": TEST}


def check_file(tree, path, struct):
    text = tree.text(path)
    found = re.search(rf"^constinit const {struct} {path.stem}\b", text, re.M)
    if not found:
        yield path, 0, f"no 'constinit const {struct} {path.stem}'"
        return
    descriptor = text[found.start():]
    name = re.search(r'\.(?:name|id) = "([^"]*)"', descriptor)
    if not name or re.sub("[-.]", "_", name[1]) != path.stem:
        yield path, 0, f"the descriptor's name is not {path.stem}"
    examples = re.search(r"\.examples = (\w+)", descriptor)
    if not examples:
        yield path, 0, "the descriptor has no examples"
        return
    array = re.search(rf"\b{examples[1]}\[\]\s*=\s*\{{(\s*\}})?", text)
    if not array or array[1]:
        yield path, 0, f"{examples[1]} holds no example"


def check(tree):
    for kind, (struct, function) in tree.kinds().items():
        for folder in sorted(tree.root.glob(f"src/*/{kind}")):
            place = folder.relative_to(tree.root)
            for path in tree.files(".cc", ".h", under=(str(place),)):
                if path.suffix == ".h":
                    yield path, 0, "a kind folder holds no headers"
                elif not path.stem.endswith(("_test", "_fuzz")):
                    yield from check_file(tree, path, struct)
            tests = [path for path in tree.sources(under=(str(place.parent),)) if path.stem.endswith("_test")]
            if not any(f"{function}()" in tree.text(path) and "examples" in tree.text(path) for path in tests):
                yield pathlib.Path(place), 0, f"no test of the room runs the examples of {function}()"
