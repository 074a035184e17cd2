#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The style rules as tests. One file in rules/ per rule:

    check(tree)   yields (path, line number or 0, what is wrong); raises tree.Skip
    BAD           {path: text}: a small tree in which the rule must find something
    GOOD          the same, in which it must find nothing

Every rule is first tried on both (BAD must be found, GOOD must not), then run over the checkout.
    tests/style/check.py [FILTER]
prints one line per rule and its violations; status 1 when there are any.
"""

import importlib
import pathlib
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from tree import Skip, Tree  # noqa: E402

# What every small tree has unless the rule's own sample says otherwise.  @ROOT@ stands for its path.
SKELETON = {
    "src/rooms.txt": "base:\nmodel: base\nscan: base model\n",
    "src/vendors.txt": "",
    "cmake/room.cmake": 'set(kind_formats "format.h;Format;all_formats")\n',
}


def rules():
    return [importlib.import_module(f"rules.{path.stem}") for path in sorted((HERE / "rules").glob("*.py"))]


def rule_name(rule):
    return rule.__name__.rpartition(".")[2]


def sample_tree(folder, files):
    for path, text in {**SKELETON, **files}.items():
        target = pathlib.Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("@ROOT@", str(folder)))
    return Tree(folder)


def try_samples(rule):
    """Problems of the rule itself."""
    for kind, wanted in (("BAD", True), ("GOOD", False)):
        samples = getattr(rule, kind)
        for files in samples if isinstance(samples, list) else [samples]:
            with tempfile.TemporaryDirectory(prefix="batten-style-") as folder:
                found = list(rule.check(sample_tree(folder, files)))
            if wanted and not found:
                yield "", 0, f"the rule does not find its own violation in {', '.join(files)}"
            if not wanted and found:
                yield "", 0, f"the rule complains of its own good sample: {found[0]}"


def run(filter_text="", root=ROOT):
    """Yields (rule name, "passed" | "failed" | "skipped", lines, seconds)."""
    tree = Tree(root)
    for rule in rules():
        if filter_text not in f"style.{rule_name(rule)}":
            continue
        begun = time.monotonic()
        try:
            found = list(try_samples(rule)) or list(rule.check(tree))
            state = "failed" if found else "passed"
            lines = [f"{path}:{line}: {what}" if line else f"{path}: {what}" if path else what for path, line, what in found]
        except Skip as why:
            state, lines = "skipped", [str(why)]
        yield rule_name(rule), state, lines, time.monotonic() - begun


def main():
    bad = 0
    for name, state, lines, seconds in run(sys.argv[1] if len(sys.argv) > 1 else ""):
        print(f"{state:7} style.{name} ({seconds:.1f} s)", flush=True)
        for line in lines:
            print(f"        {line}")
        bad += state == "failed"
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
