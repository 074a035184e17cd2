// SPDX-License-Identifier: Apache-2.0
//
// For tests of loading: rule files from texts, and what came of them in few words.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/format.h"
#include "rules/condition_printer.h"
#include "rules/parse.h"

namespace batten::rules {

inline Parsed parse_texts(const std::vector<std::string>& texts, const LoadOptions& options = {}) {
  std::vector<RuleFile> files;
  for (std::size_t i = 0; i < texts.size(); ++i) files.push_back({.name = format("{}.yaml", static_cast<char>('a' + i)), .text = texts[i]});
  return parse(files, options);
}

inline Parsed parse_one(std::string text, const LoadOptions& options = {}) { return parse_texts({std::move(text)}, options); }

// "a.yaml:3:5 LOAD_ERR_VALIDATE"
inline std::string in_short(const Diagnostic& one) {
  return format("{}:{}:{} {}", one.file, one.place.line, one.place.column, diagnostic_code_name(one.code));
}

inline std::vector<std::string> in_short(const Parsed& parsed) {
  std::vector<std::string> out;
  for (const Diagnostic& one : parsed.diagnostics) out.push_back(in_short(one));
  return out;
}

inline bool has(const Parsed& parsed, DiagnosticCode code, std::string_view part_of_message = {}) {
  for (const Diagnostic& one : parsed.diagnostics) {
    if (one.code == code && one.message.contains(part_of_message)) return true;
  }
  return false;
}

inline std::string all_messages(const Parsed& parsed) {
  std::string out;
  for (const Diagnostic& one : parsed.diagnostics) out += in_short(one) + ": " + one.item + ": " + one.message + "\n";
  return out;
}

// A rule of that condition, with what every rule needs.
inline std::string rule_text(std::string_view condition, std::string_view more = {}) {
  return format("- rule: R\n  desc: d\n  output: o\n  priority: info\n  condition: {}\n{}", condition, more);
}

// The only rule's condition, written out.
inline std::string condition_of(const Parsed& parsed) {
  if (parsed.definitions.size() != 1) return format("{} rules\n{}", parsed.definitions.size(), all_messages(parsed));
  return to_text(parsed.definitions[0].condition);
}

}  // namespace batten::rules
