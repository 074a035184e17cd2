// SPDX-License-Identifier: Apache-2.0
#include "rules/exceptions.h"

#include <gtest/gtest.h>

#include "rules/load_fixture.h"

namespace batten::rules {
namespace {

Parsed with(std::string_view exceptions) {
  return parse_one("- {list: files, items: [/bin/ls, /bin/rm]}\n" +
                   rule_text("evt.type = open or evt.type = openat", format("  exceptions: {}\n", exceptions)) +
                   "- {macro: u, condition: proc.name in (files)}\n" + "- {macro: v, condition: u}\n");
}

TEST(Exceptions, BecomePartOfTheCondition) {
  struct Row {
    std::string_view exceptions, added;
  };
  const Row rows[] = {
      {"[]", ""},
      {"", ""},
      {"[{name: e, fields: [proc.name, fd.directory]}]", ""},
      {"[{name: e, fields: [proc.name, fd.directory], values: []}]", ""},
      {"[{name: e, fields: [proc.name, fd.directory], values: [[a, /x], [b, /y]]}]",
       " and not (proc.name = a and fd.directory = /x or proc.name = b and fd.directory = /y)"},
      {"[{name: e, fields: [proc.name, fd.name], comps: [=, in], values: [[a, [/x, /y z]]]}]",
       " and not (proc.name = a and fd.name in (/x, \"/y z\"))"},
      {"[{name: e, fields: [proc.name, fd.name], comps: [=, in], values: [[a, [files]]]}]",
       " and not (proc.name = a and fd.name in (/bin/ls, /bin/rm))"},
      {"[{name: e, fields: [proc.name, fd.name], comps: [=, in], values: [[a, files]]}]",
       " and not (proc.name = a and fd.name in (/bin/ls, /bin/rm))"},
      {"[{name: e, fields: [proc.name, fd.name], comps: [=, in], values: [[a, '(x, y)']]}]",
       " and not (proc.name = a and fd.name in (x, y))"},
      {"[{name: e, fields: fd.filename, values: [a, b c]}]", " and not fd.filename in (a, \"b c\")"},
      {"[{name: e, fields: fd.filename, comps: in, values: [a]}]", " and not fd.filename in (a)"},
      {"[{name: e, fields: fd.name, comps: pmatch, values: [/a, files]}]", " and not fd.name pmatch (/a, /bin/ls, /bin/rm)"},
      {"[{name: e, fields: proc.aname, comps: intersects, values: [a]}]", " and not proc.aname intersects (a)"},
      {"[{name: e, fields: proc.name, comps: startswith oneof, values: [a, b]}]", " and not proc.name startswith oneof (a, b)"},
      {"[{name: e, fields: [proc.name], comps: [endswith anyof], values: [[[a, b]], [c]]}]",
       " and not (proc.name endswith anyof (a, b) or proc.name endswith anyof (c))"},
      {"[{name: e, fields: [proc.cmdline], comps: [startswith], values: [[a b]]}]", " and not proc.cmdline startswith \"a b\""},
      {"[{name: e, fields: ['tolower(proc.name)'], values: [[a]]}]", " and not tolower(proc.name) = a"},
      {"[{name: e, fields: ['proc.aname[2]'], values: [[a]]}]", " and not proc.aname[2] = a"},
      {"[{name: e, fields: [proc.pid], comps: ['>='], values: [[5]]}]", " and not proc.pid >= 5"},
      {"[{name: e, fields: [proc.name], values: [[a]]}, {name: f, fields: [proc.name], values: [[b]]}]",
       " and not proc.name = a and not proc.name = b"},
  };
  for (const Row& row : rows) {
    Parsed parsed = with(row.exceptions);
    EXPECT_FALSE(parsed.has_errors()) << row.exceptions << all_messages(parsed);
    std::string base = "evt.type = open or evt.type = openat";
    EXPECT_EQ(condition_of(parsed), row.added.empty() ? base : format("({}){}", base, row.added)) << row.exceptions;
  }
}

TEST(Exceptions, WhatMakesNoSense) {
  struct Row {
    std::string_view exceptions, message;
  };
  const Row rows[] = {
      {"{name: e}", "has to be a sequence"},
      {"[e]", "an exception is a mapping"},
      {"[{fields: [proc.name]}]", "no 'name' is given"},
      {"[{name: e}]", "has no 'fields'"},
      {"[{name: e, fields: []}]", "'fields' is empty"},
      {"[{name: e, fields: [proc.name, fd.name], comps: [=], values: [[a, b]]}]", "2 fields, but 1 comps"},
      {"[{name: e, fields: [proc.name], comps: =, values: [[a]]}]", "'comps' has to be one of the same length"},
      {"[{name: e, fields: proc.name, comps: [in], values: [a]}]", "'comps' has to be a single operator"},
      {"[{name: e, fields: proc.name, comps: =, values: [a]}]", "'=' does not go with a single field"},
      {"[{name: e, fields: proc.name, comps: startswith, values: [a]}]", "does not go with a single field"},
      {"[{name: e, fields: [proc.name], comps: [is], values: [[a]]}]", "'is' is no operator that compares"},
      {"[{name: e, fields: [proc.name], comps: [exists], values: [[a]]}]", "'exists' is no operator that compares"},
      {"[{name: e, fields: [proc.name], comps: [in oneof], values: [[a]]}]", "'in oneof' is no operator"},
      {"[{name: e, fields: [proc.name, fd.name], values: [[a]]}]", "1 values for 2 fields"},
      {"[{name: e, fields: [proc.name, fd.name], values: [[a, b, c]]}]", "3 values for 2 fields"},
      {"[{name: e, fields: [proc.name, fd.name], values: [a]}]", "1 values for 2 fields"},
      {"[{name: e, fields: [proc.name], values: [[[a, b]]]}]", "'=' compares with one value"},
      {"[{name: e, fields: proc.name, values: [[a]]}]", "not of sequences"},
      {"[{name: e, fields: proc.name, values: a}]", "'values' of an exception has to be a sequence"},
      {"[{name: e, fields: proc.name, values: [{a: b}]}]", "a text that is not empty"},
      {"[{name: e, fields: [name], values: [[a]]}]", "expected a field"},
      {"[{name: e, fields: [proc.nam], values: [[a]]}]", "no field is called 'proc.nam'; did you mean 'proc.name'?"},
      {"[{name: e, fields: [proc.pid], values: [[many]]}]", "a number is expected"},
  };
  for (const Row& row : rows) {
    Parsed parsed = with(row.exceptions);
    EXPECT_TRUE(parsed.has_errors()) << row.exceptions;
    EXPECT_TRUE(all_messages(parsed).contains(row.message)) << row.exceptions << "\n" << all_messages(parsed);
    EXPECT_TRUE(parsed.definitions.empty()) << row.exceptions;
  }
}

TEST(Exceptions, DoubleNamesAndPlaces) {
  Parsed parsed = with("[{name: e, fields: [proc.name], values: [[a]]}, {name: e, fields: [proc.exe], values: [[b]]}]");
  EXPECT_TRUE(has(parsed, DiagnosticCode::kExceptionNameNotUnique, "called 'e' too"));
  EXPECT_FALSE(parsed.has_errors());
  parsed =
      parse_one(rule_text("evt.type = open", "  exceptions:\n    - name: e\n      fields: [proc.pid]\n      values:\n        - [many]\n"));
  EXPECT_EQ(in_short(parsed), std::vector<std::string>{"a.yaml:10:12 LOAD_ERR_COMPILE_CONDITION"});
}

}  // namespace
}  // namespace batten::rules
