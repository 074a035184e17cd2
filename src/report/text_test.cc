// SPDX-License-Identifier: Apache-2.0
//
// Columns, styles and licence names.
#include <gtest/gtest.h>

#include "report/columns.h"
#include "report/spdx_license.h"
#include "report/style.h"

namespace batten::report {
namespace {

TEST(Columns, WideAndCombining) {
  EXPECT_EQ(columns("abc"), 3u);
  EXPECT_EQ(columns("\u017dlu\u0165"), 4u);
  EXPECT_EQ(columns("\u4e2d\u6587"), 4u);
  EXPECT_EQ(columns("e\u0301"), 1u) << "a combining accent";
  EXPECT_EQ(columns("\U0001f600"), 2u);
  EXPECT_EQ(first_columns("\u4e2d\u6587", 3), "\u4e2d");
  EXPECT_EQ(first_columns("e\u0301x", 1), "e\u0301");
  EXPECT_EQ(first_columns("", 3), "");
}

TEST(Columns, WhatDeceivesIsNotShown) {
  EXPECT_EQ(on_terminal("a\x1b[31mb\x07"), "a?[31mb?");
  EXPECT_EQ(on_terminal("cve\u202egpj.exe"), "cve?gpj.exe");
  EXPECT_EQ(on_terminal("lib\u200bssl\u2028\ufeff"), "lib?ssl??");
  EXPECT_EQ(on_terminal("\xff\xc3"), "\ufffd\ufffd");
  EXPECT_EQ(on_terminal("\u017dlu\u0165 \u4e2d"), "\u017dlu\u0165 \u4e2d");
}

TEST(Style, FitsByColumns) {
  EXPECT_EQ(fit("abcdef", 4), "abc…");
  EXPECT_EQ(fit("abcdef", 6), "abcdef");
  EXPECT_EQ(fit("abc", 0), "");
  EXPECT_EQ(fit("\u017dlu\u0165", 4), "\u017dlu\u0165");
  EXPECT_EQ(fit("\u4e2d\u6587\u4e2d", 4), "\u4e2d…") << "the second would end in column 5 with its mark";
  EXPECT_EQ(pad("a", 3), "a  ");
  EXPECT_EQ(pad("\u4e2d", 3), "\u4e2d ");
  EXPECT_EQ(wrap("aa bb\ncc", 5), (std::vector<std::string>{"aa bb", "cc"}));
  EXPECT_EQ(wrap("", 5), std::vector<std::string>{});
  EXPECT_EQ(one_line(" a\n\tb  c\r\n"), "a b c");
}

TEST(Style, BeginningEndsBetweenCharacters) {
  EXPECT_EQ(beginning("abc", 3), "abc");
  EXPECT_EQ(beginning("abcd", 3), "abc…");
  EXPECT_EQ(beginning("a\u4e2d\u6587", 5), "a\u4e2d…");
  EXPECT_EQ(beginning("\x80\x80\x80", 2), "…") << "bytes that are no UTF-8";
}

TEST(Style, PaintsWhenAsked) {
  EXPECT_EQ(Style(true).paint(Colour::kRed, "x"), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(Style(true).paint(Colour::kPlain, "x"), "x");
  EXPECT_EQ(Style(false).paint(Colour::kRed, "x"), "x");
}

TEST(SpdxLicense, Ids) {
  EXPECT_EQ(spdx_id("MIT"), "MIT");
  EXPECT_EQ(spdx_id("bsd-3-clause"), "BSD-3-Clause") << "identifiers are compared without case";
  EXPECT_EQ(spdx_id("GPL-2.0+"), "GPL-2.0+");
  for (const char* text : {"", "GPL", "Expat", "MIT ", "GCC-exception-3.1", "MIT OR Zlib"}) EXPECT_EQ(spdx_id(text), "") << text;
}

TEST(SpdxLicense, Expressions) {
  for (const char* text : {"MIT", "GPL-2.0-only OR (MIT AND Zlib)", "GPL-3.0-or-later WITH GCC-exception-3.1",
                           "(MIT OR GPL-2.0-or-later WITH Classpath-exception-2.0) AND LicenseRef-Fedora-Public-Domain"}) {
    EXPECT_TRUE(is_spdx_expression(text)) << text;
  }
  for (const char* text :
       {"", "MIT OR", "MIT Zlib", "(MIT", "MIT)", "GPL-2.0-only OR Custom", "MIT WITH Zlib", "(MIT) WITH GCC-exception-3.1",
        "WITH GCC-exception-3.1", "MIT WITH (GCC-exception-3.1)", "()", "LicenseRef-", "LicenseRef-a/b"}) {
    EXPECT_FALSE(is_spdx_expression(text)) << text;
  }
}

}  // namespace
}  // namespace batten::report
