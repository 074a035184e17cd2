// SPDX-License-Identifier: Apache-2.0
//
// Any text as a rule file, alone and on top of one that it can append to: all places are inside of the text, and a condition that was
// accepted is the same when it is written out and read again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition_printer.h"
#include "rules/condition_text.h"
#include "rules/diagnostic_text.h"
#include "rules/event_types_of.h"
#include "rules/parse.h"

int rules_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

using namespace batten::rules;

constexpr std::string_view kBase =
    "- list: l\n  items: [a, b]\n- macro: m\n  condition: evt.type = open\n"
    "- rule: R\n  desc: d\n  condition: m and proc.name in (l)\n  output: o %proc.name\n  priority: info\n"
    "  exceptions: [{name: e, fields: [proc.exe], values: [[x]]}]\n";

void look_at(const Parsed& parsed, const std::vector<RuleFile>& files) {
  for (const Diagnostic& one : parsed.diagnostics) {
    if (one.message.empty()) __builtin_trap();
    for (const RuleFile& file : files) {
      if (file.name == one.file && one.place.offset > file.text.size()) __builtin_trap();
    }
  }
  (void)diagnostics_text(parsed.diagnostics, files);
  (void)diagnostics_json(parsed.diagnostics, files);
  for (const Definition& rule : parsed.definitions) {
    (void)event_types_of(rule.condition);
    std::string text = to_text(rule.condition);
    PlacedText placed;
    placed.append(text, 0);
    ConditionTree again = parse_condition(placed);
    if (again.fault || to_text(again.condition) != text) __builtin_trap();
  }
}

}  // namespace

int rules_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<RuleFile> files = {{.name = "base", .text = std::string(kBase)}, {.name = "file", .text = text}};
  look_at(parse(std::span(files).subspan(1)), files);
  look_at(parse(files), files);
  PlacedText placed;
  placed.append(text, 0);
  (void)parse_condition(placed);
  return 0;
}
