#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/leaks/trigrams.cc: packaging/word_model/build.py WORDS...

WORDS are lists of words, one a line: /usr/share/dict/american-english-large and british-english of Debian's wamerican-large and wbritish
(SCOWL, free for any purpose). What is kept is no list of words, only how likely a letter is behind two others: -2 log2 of it, rounded, as
one letter from 'A' (certain) on.
"""
import collections
import math
import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "src/leaks/trigrams.cc"
LETTERS = "^abcdefghijklmnopqrstuvwxyz"  # ^ is the beginning and the end of a word
TERM_WEIGHT = 50
PER_LINE = 130

HEAD = """// SPDX-License-Identifier: Apache-2.0
//
// Made by packaging/word_model/build.py from Debian's lists of English words (SCOWL).
#include "leaks/trigrams.h"

namespace batten::leaks {

extern constinit const std::string_view kTrigrams;
constinit const std::string_view kTrigrams =
"""


def plain(word):
    word = unicodedata.normalize("NFKD", word.replace("ß", "ss"))
    return "".join(c for c in word.lower() if "a" <= c <= "z")


def counted():
    counts = collections.Counter()
    lists = [(pathlib.Path(name).read_text(encoding="utf-8").split("\n"), 1) for name in sys.argv[1:]]
    terms = [word for line in (HERE / "terms.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#") for word in line.split()]
    for words, weight in [*lists, (terms, TERM_WEIGHT)]:
        for word in words:
            text = "^^" + plain(word.removesuffix("'s")) + "^"
            for i in range(len(text) - 2):
                counts[text[i:i + 3]] += weight
    return counts


def table(counts):
    """Letter by letter: mixed from trigrams, pairs and single letters, so that nothing is impossible."""
    pairs, single, after_two, after_one = (collections.Counter() for _ in range(4))
    for three, count in counts.items():
        pairs[three[1:]] += count
        single[three[2]] += count
        after_two[three[:2]] += count
        after_one[three[1]] += count
    total = sum(single.values())
    for a in LETTERS:
        for b in LETTERS:
            for c in LETTERS:
                share = 0.05 * single[c] / total + 0.001
                share += 0.2 * pairs[b + c] / after_one[b] if after_one[b] else 0
                share += 0.749 * counts[a + b + c] / after_two[a + b] if after_two[a + b] else 0
                yield chr(ord("A") + min(25, round(-2 * math.log2(min(1.0, share)))))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    text = "".join(table(counted()))
    lines = [f'    "{text[i:i + PER_LINE]}"' for i in range(0, len(text), PER_LINE)]
    OUTPUT.write_text(HEAD + "\n".join(lines) + ";\n\n}  // namespace batten::leaks\n", encoding="utf-8")


main()
