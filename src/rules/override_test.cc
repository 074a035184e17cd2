// SPDX-License-Identifier: Apache-2.0
//
// Every form of append and override, for each kind of item and each key: what comes of it, or the code that it gives.
#include <gtest/gtest.h>

#include "rules/load_fixture.h"

namespace batten::rules {
namespace {

constexpr std::string_view kBase = R"(
- list: names
  items: [a, b]
- macro: is_open
  condition: evt.type = open
- rule: R
  desc: what it does
  condition: is_open and proc.name in (names)
  output: it was %proc.name
  priority: NOTICE
  tags: [one]
  exceptions:
    - name: by_exe
      fields: [proc.exe]
      values: [[x]]
)";

constexpr std::string_view kBaseCondition = "(evt.type = open and proc.name in (a, b)) and not proc.exe = x";

std::string shown(const Parsed& parsed) {
  std::string out;
  for (const Definition& one : parsed.definitions) {
    std::string tags;
    for (const std::string& tag : one.tags) tags += (tags.empty() ? "" : ",") + tag;
    out += format("{} | {} | {} | {} | {} | {}{}{}\n", one.name, to_text(one.condition), one.output, one.description,
                  model::priority_name(one.priority), tags, one.enabled ? "" : " | off", one.warn_evttypes ? "" : " | quiet");
  }
  return out;
}

struct Row {
  std::string_view update;
  std::string_view want;   // part of the rules shown, or of the diagnostics
  std::string_view codes;  // of all diagnostics, in order
};

void expect(const Row& row) {
  Parsed parsed = parse_texts({std::string(kBase), std::string(row.update)});
  std::string codes;
  for (const Diagnostic& one : parsed.diagnostics) codes += (codes.empty() ? "" : " ") + std::string(diagnostic_code_name(one.code));
  EXPECT_EQ(codes, row.codes) << row.update << all_messages(parsed);
  EXPECT_TRUE((shown(parsed) + all_messages(parsed)).contains(row.want)) << row.update << "\n" << shown(parsed) << all_messages(parsed);
}

TEST(Override, Lists) {
  const Row rows[] = {
      {"- {list: names, items: [c], override: {items: append}}", "proc.name in (a, b, c)", ""},
      {"- {list: names, items: [c], override: {items: replace}}", "proc.name in (c)", ""},
      {"- {list: names, items: [c], append: true}", "proc.name in (a, b, c)", "LOAD_DEPRECATED_ITEM"},
      {"- {list: names, items: [c], append: false}", "proc.name in (c)", ""},
      {"- {list: names, items: [c]}", "proc.name in (c)", ""},
      {"- {list: names, items: []}", "proc.name in ()", ""},
      {"- {list: names, items: [c], append: true, override: {items: append}}", "can't both be given",
       "LOAD_DEPRECATED_ITEM LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, items: [c], append: maybe}", "true or false", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, override: {items: append}}", "no 'items' is given", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, items: [c], override: {item: append}}", "'item' can't be overridden here", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, items: [c], override: {items: add}}", "write 'append' or 'replace'", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, items: [c], override: [items]}", "has to be a mapping", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: name, items: [c], override: {items: append}}", "did you mean 'names'?", "LOAD_ERR_VALIDATE"},
      {"- {list: other, items: [c], append: true}", "no list of this name", "LOAD_ERR_VALIDATE LOAD_DEPRECATED_ITEM"},
      {"- {list: other, items: [c], override: {items: replace}}", "no condition and no list uses it", "LOAD_UNUSED_LIST"},
      {"- {list: names, items: c}", "has to be a sequence", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, items: [[c]]}", "no text", "LOAD_ERR_YAML_VALIDATE"},
      {"- {list: names, items: [c], item: [d]}", "did you mean 'items'?", "LOAD_UNKNOWN_KEY"},
  };
  for (const Row& row : rows) expect(row);
}

TEST(Override, Macros) {
  const Row rows[] = {
      {"- {macro: is_open, condition: or evt.type = openat, override: {condition: append}}", "(evt.type = open or evt.type = openat) and",
       ""},
      {"- {macro: is_open, condition: evt.type = openat, override: {condition: replace}}", "(evt.type = openat and", ""},
      {"- {macro: is_open, condition: or evt.type = openat, append: true}", "(evt.type = open or evt.type = openat) and",
       "LOAD_DEPRECATED_ITEM"},
      {"- {macro: is_open, condition: evt.type = openat}", "(evt.type = openat and", ""},
      {"- {macro: is_open, override: {condition: append}}", "no 'condition' is given", "LOAD_ERR_YAML_VALIDATE"},
      {"- {macro: is_open, condition: a, override: {items: append}}", "can't be overridden here", "LOAD_ERR_YAML_VALIDATE"},
      {"- {macro: is_open, condition: a, append: true, override: {condition: append}}", "can't both be given",
       "LOAD_DEPRECATED_ITEM LOAD_ERR_YAML_VALIDATE"},
      {"- {macro: is_opn, condition: or b, override: {condition: append}}", "did you mean 'is_open'?", "LOAD_ERR_VALIDATE"},
      {"- {macro: unused, condition: evt.type = open}", "no rule and no macro uses it", "LOAD_UNUSED_MACRO"},
      {"- {macro: is_open, condition: }", "'condition' is empty", "LOAD_ERR_YAML_VALIDATE"},
      {"- {macro: is_open, condition: ''}", "'condition' is empty", "LOAD_ERR_YAML_VALIDATE"},
      {"- {macro: is_open, condition: [a]}", "has to be a text", "LOAD_ERR_YAML_VALIDATE"},
  };
  for (const Row& row : rows) expect(row);
}

TEST(Override, AppendToRules) {
  const Row rows[] = {
      {"- {rule: R, condition: and proc.pid > 1, override: {condition: append}}", "proc.name in (a, b) and proc.pid > 1) and not", ""},
      {"- {rule: R, output: by %user.name, override: {output: append}}", "| it was %proc.name by %user.name |", ""},
      {"- {rule: R, desc: and more, override: {desc: append}}", "| what it does and more |", ""},
      {"- {rule: R, tags: [two, one], override: {tags: append}}", "| one,two\n", ""},
      {"- {rule: R, exceptions: [{name: by_exe, values: [[y]]}], override: {exceptions: append}}", "not (proc.exe = x or proc.exe = y)",
       ""},
      {"- {rule: R, exceptions: [{name: new, fields: user.name, values: [u]}], override: {exceptions: append}}",
       "not proc.exe = x and not user.name in (u)", ""},
      {"- {rule: R, exceptions: [{name: by_exe}], override: {exceptions: append}}", kBaseCondition, "LOAD_APPEND_NO_VALUES"},
      {"- {rule: R, exceptions: [{name: by_exe, fields: [proc.exe], values: [[y]]}], override: {exceptions: append}}",
       "only 'values' can be appended", "LOAD_ERR_VALIDATE"},
      {"- {rule: R, exceptions: [{name: by_exe, comps: [=], values: [[y]]}], override: {exceptions: append}}",
       "only 'values' can be appended", "LOAD_ERR_VALIDATE"},
      {"- {rule: R, exceptions: [{name: new, values: [[y]]}], override: {exceptions: append}}", "a new one needs 'fields'",
       "LOAD_ERR_VALIDATE"},
      {"- {rule: R, exceptions: [{name: new, fields: [proc.exe]}], override: {exceptions: append}}", "a new one needs 'values'",
       "LOAD_APPEND_NO_VALUES LOAD_ERR_VALIDATE"},
      {"- {rule: R, priority: ERROR, override: {priority: append}}", "'priority' can't be appended to", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, enabled: false, override: {enabled: append}}", "can't be appended to", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, warn_evttypes: false, override: {warn_evttypes: append}}", "can't be appended to", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, skip-if-unknown-filter: true, override: {skip-if-unknown-filter: append}}", "can't be appended to",
       "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, capture: true, override: {capture: append}}", "can't be appended to", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, count: 2, override: {count: append}}", "can't be appended to", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, source: syscall, override: {source: replace}}", "'source' can't be overridden", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, append: true, condition: and proc.pid > 1}", "and proc.pid > 1) and not", "LOAD_DEPRECATED_ITEM"},
      {"- {rule: R, append: true, exceptions: [{name: by_exe, values: [[y]]}]}", "or proc.exe = y", "LOAD_DEPRECATED_ITEM"},
      {"- {rule: R, append: true}", "needs a 'condition' or 'exceptions'", "LOAD_ERR_YAML_VALIDATE LOAD_DEPRECATED_ITEM"},
      {"- {rule: R, append: true, condition: and a, override: {condition: append}}", "can't both be given",
       "LOAD_DEPRECATED_ITEM LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: Q, condition: and a, override: {condition: append}}", "no rule of this name is defined before", "LOAD_ERR_VALIDATE"},
      {"- {rule: Q, condition: and a, append: true}", "no rule of this name is defined before", "LOAD_ERR_VALIDATE LOAD_DEPRECATED_ITEM"},
  };
  for (const Row& row : rows) expect(row);
}

TEST(Override, ReplaceInRules) {
  const Row rows[] = {
      {"- {rule: R, condition: is_open and proc.name in (names), override: {condition: replace}}", kBaseCondition, ""},
      {"- {rule: R, output: other, override: {output: replace}}", "| other |", ""},
      {"- {rule: R, desc: other, override: {desc: replace}}", "| other | Notice", ""},
      {"- {rule: R, tags: [two], override: {tags: replace}}", "| two\n", ""},
      {"- {rule: R, priority: crITical, override: {priority: replace}}", "| Critical |", ""},
      {"- {rule: R, priority: high, override: {priority: replace}}", "'high' is no priority", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, enabled: false, override: {enabled: replace}}", "| off", ""},
      {"- {rule: R, warn_evttypes: false, override: {warn_evttypes: replace}}", "| quiet", ""},
      {"- {rule: R, skip-if-unknown-filter: true, override: {skip-if-unknown-filter: replace}}", kBaseCondition, ""},
      {"- {rule: R, capture: true, override: {capture: replace}}", "nothing is captured", "LOAD_WARNING_EXTENSION"},
      {"- {rule: R, capture_duration: 100, override: {capture_duration: replace}}", kBaseCondition, ""},
      {"- {rule: R, exceptions: [{name: e, fields: [proc.exe], values: [[z]]}], override: {exceptions: replace}}", "and not proc.exe = z |",
       ""},
      {"- {rule: R, exceptions: [], override: {exceptions: replace}}", "R | evt.type = open and proc.name in (a, b) |", ""},
      {"- {rule: R, exceptions: [{name: e, values: [[z]]}], override: {exceptions: replace}}", "has no 'fields'", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, condition: and proc.pid > 1, output: other, override: {condition: append, output: replace}}",
       "proc.pid > 1) and not proc.exe = x | other |", ""},
      {"- {rule: R, override: {output: replace}}", "the item has no 'output'", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, output: a, desc: b, override: {output: replace}}", "does not say what to do with 'desc'", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, output: a, override: {outputs: replace}}", "did you mean 'output'?", "LOAD_ERR_YAML_VALIDATE LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, output: a, override: {output: remove}}", "'remove' is no override", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: Q, output: a, override: {output: replace}}", "no rule of this name is defined before", "LOAD_ERR_VALIDATE"},
      {"- {rule: R, enabled: false}", "| off", "LOAD_DEPRECATED_ITEM"},
      {"- {rule: Q, enabled: false}", "nothing to switch", "LOAD_ERR_VALIDATE LOAD_DEPRECATED_ITEM"},
      {"- {rule: R, tags: [x]}", "a rule needs 'condition'", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, desc: d, condition: is_open and proc.name in (names), output: o, priority: info}",
       "R | evt.type = open and proc.name in (a, b) | o | d | Informational | \n", ""},
      {"- {rule: R, desc: d, condition: is_open, output: o}", "no 'priority' is given", "LOAD_ERR_YAML_VALIDATE"},
      {"- {rule: R, desc: d, condition: is_open, output: o, priority: info, source: other}", "defined before with another source",
       "LOAD_ERR_VALIDATE"},
      {"- {rule: R, count: 3, within: 10s, by: container.id, override: {count: replace, within: replace, by: replace}}", kBaseCondition,
       ""},
  };
  for (const Row& row : rows) expect(row);
}

TEST(Override, PlacesOfFaults) {
  Parsed parsed = parse_texts({std::string(kBase), "- rule: R\n  priority: ERROR\n  override:\n    priority: append\n"});
  EXPECT_EQ(in_short(parsed), std::vector<std::string>{"b.yaml:4:15 LOAD_ERR_YAML_VALIDATE"});
  EXPECT_EQ(parsed.diagnostics.at(0).item, "rule 'R'");
  parsed = parse_texts({std::string(kBase), "- list: nams\n  items: [x]\n  override: {items: append}\n"});
  EXPECT_EQ(in_short(parsed), std::vector<std::string>{"b.yaml:1:9 LOAD_ERR_VALIDATE"});
}

}  // namespace
}  // namespace batten::rules
