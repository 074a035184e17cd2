# SPDX-License-Identifier: Apache-2.0
"""Every room with code has tests; every TEST asserts something itself, or by a function of its file that does."""

import re

from tree import brace_body, without_comments_and_strings

ASSERTION = re.compile(r"\b(EXPECT_\w+|ASSERT_\w+|FAIL|ADD_FAILURE|REPLAY_CORPUS)\b")
BAD = [
    {"src/base/a_test.cc": "TEST(A, Nothing) {\n  parse(1);\n}\n"},
    {"src/base/a_test.cc": "TEST(A, InAComment) {\n  // EXPECT_TRUE(x);\n}\n"},
    {"src/base/a_test.cc": "int x;\n"},
    {"src/base/a.cc": "int x;\n"},
]
GOOD = {"src/base/a_test.cc": "void same(int a) {\n  EXPECT_EQ(a, 1);\n}\nvoid both() { same(1); }\nTEST(A, One) { both(); }\nTEST_P(B, Two) { EXPECT_TRUE(1); }\n"}

FUNCTION = re.compile(r"\b(\w+)\s*(?:=\s*\[[^\]]*\]\s*)?\([^;{}()]*(?:\([^;{}()]*\)[^;{}()]*)*\)\s*(?:const\s*)?(?:->\s*[\w:<>]+\s*)?\{")


def asserting_functions(text):
    bodies = {found[1]: brace_body(text, found.end() - 1) for found in FUNCTION.finditer(text)}
    known = {name for name, body in bodies.items() if ASSERTION.search(body)}
    while True:
        more = {name for name, body in bodies.items() if name not in known and any(re.search(rf"\b{other}\b", body) for other in known)}
        if not more:
            return known
        known |= more


def check(tree):
    rooms = {tree.room_of(path) for path in tree.sources() if path.suffix == ".cc"} - {None}
    tested = {tree.room_of(path) for path in tree.sources() if path.stem.endswith("_test")}
    for room in sorted(rooms - tested):
        yield f"src/{room}", 0, "a room without a test"
    headers = "\n".join(without_comments_and_strings(tree.text(path)) for path in tree.sources() if path.suffix == ".h" and ASSERTION.search(tree.text(path)))
    shared = asserting_functions(headers)
    for path in tree.sources():
        if not path.stem.endswith("_test"):
            continue
        text = without_comments_and_strings(tree.text(path))
        if not ASSERTION.search(text):
            # Data for the other tests of the room may live in a file of its own.
            if re.search(r"\bTEST(_F|_P)?\(", text) or not re.search(r"\bnamespace\b", text):
                yield path, 0, "asserts nothing"
            continue
        known = asserting_functions(text) | shared
        known -= {"TEST", "TEST_F", "TEST_P", "TYPED_TEST", "if", "for", "while", "switch"}
        for found in re.finditer(r"^(?:TYPED_)?TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", text, re.M):
            body = brace_body(text, found.end())
            if not ASSERTION.search(body) and not any(re.search(rf"\b{name}\b", body) for name in known):
                yield path, text.count("\n", 0, found.start()) + 1, f"{found[1]}.{found[2]} asserts nothing"
