# SPDX-License-Identifier: Apache-2.0
"""Every file of a kind folder defines the descriptor of its name, with examples; a test of the room runs the examples of all. A detector
has them at each of its kinds: what matches, and what does not."""

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
GOOD = [{"src/scan/formats/table.cc": FORMAT, "src/scan/formats_test.cc": TEST}]

KINDS = {"cmake/room.cmake": 'set(kind_detectors "detector.h;Detector;all_detectors")\n'}
DETECTOR = """constexpr LeakExample kToken[] = {{"x"}};
constexpr LeakCounterexample kTokenNot[] = {{"y"}};
constexpr LeakKind kKinds[] = {
    {.id = "token", .matches = kToken, .matches_not = kTokenNot},
};
extern constinit const Detector acme;
constinit const Detector acme = {.name = "acme", .kinds = kKinds};
"""
DETECTOR_TEST = "TEST(Kinds, Examples) {\n  for (auto* d : all_detectors()) for (auto& k : d->kinds) EXPECT_TRUE(k.matches, k.matches_not);\n}\n"
GOOD.append({**KINDS, "src/scan/detectors/acme.cc": DETECTOR, "src/scan/detectors_test.cc": DETECTOR_TEST})
BAD += [{**KINDS, "src/scan/detectors/acme.cc": text, "src/scan/detectors_test.cc": test} for text, test in [
    (DETECTOR.replace(", .matches_not = kTokenNot", ""), DETECTOR_TEST),
    (DETECTOR.replace(", .matches = kToken", ""), DETECTOR_TEST),
    (DETECTOR.replace('{{"y"}}', "{}"), DETECTOR_TEST),
    (re.sub(r"    \{\.id.*\n", "", DETECTOR), DETECTOR_TEST),
    (DETECTOR, "TEST(Kinds, Examples) {\n  EXPECT_TRUE(all_detectors().size());\n}\n"),
]]
# Members that hold examples, of a descriptor or of each of its kinds (.id).
EXAMPLES = {"Detector": ("matches", "matches_not")}


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
    members = EXAMPLES.get(struct)
    owners = re.split(r'(?=\.id = ")', text[:found.start()])[1:] if members else [descriptor]
    if not owners:
        yield path, 0, "the descriptor has no kinds"
    for owner in owners:
        what = re.match(r'\.id = "([^"]*)"', owner)
        what = what[1] if what else "the descriptor"
        for member in members or ("examples",):
            examples = re.search(rf"\.{member} = (\w+)", owner)
            if not examples:
                yield path, 0, f"{what} has no {member}"
                continue
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
            if not any(all(word in tree.text(path) for word in (f"{function}()", *EXAMPLES.get(struct, ("examples",)))) for path in tests):
                yield pathlib.Path(place), 0, f"no test of the room runs the examples of {function}()"
