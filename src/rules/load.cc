// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/assets.h"
#include "rules/parse.h"
#include "rules/program.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

constexpr std::string_view kOwnFiles = "batten:";

}  // namespace

std::optional<Ruleset> build(std::vector<Definition> definitions, const LoadOptions& options, Diagnostics& diagnostics) {
  std::erase_if(definitions, [](const Definition& one) { return !one.enabled; });
  std::unique_ptr<Program> program = compile(definitions, options, diagnostics);
  for (const Diagnostic& one : diagnostics) {
    if (is_error(one.code)) return std::nullopt;
  }
  return Ruleset(std::move(definitions), options, std::move(program));
}

LoadResult load(std::span<const RuleFile> files, const LoadOptions& options) {
  Parsed parsed = parse(files, options);
  LoadResult out{.rules = std::nullopt, .diagnostics = std::move(parsed.diagnostics)};
  // Batten's own files have words that wait for the rules of users.
  std::erase_if(out.diagnostics, [](const Diagnostic& one) {
    return one.file.starts_with(kOwnFiles) && (one.code == DiagnosticCode::kUnusedMacro || one.code == DiagnosticCode::kUnusedList);
  });
  for (const Diagnostic& one : out.diagnostics) {
    if (is_error(one.code)) return out;
  }
  Diagnostics found;
  out.rules = build(std::move(parsed.definitions), options, found);
  out.diagnostics.insert(out.diagnostics.end(), found.begin(), found.end());
  return out;
}

std::span<const RuleFile> own_rules() {
  static const std::vector<RuleFile> kFiles = [] {
    std::vector<RuleFile> out;
    for (std::string_view name : asset_names())
      out.push_back({.name = std::string(kOwnFiles) + std::string(name), .text = std::string(asset(name))});
    return out;
  }();
  return kFiles;
}

}  // namespace batten::rules
