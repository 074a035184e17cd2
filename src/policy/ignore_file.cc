// SPDX-License-Identifier: Apache-2.0
#include "policy/ignore_file.h"

#include <algorithm>

#include "base/format.h"
#include "base/glob.h"
#include "base/text.h"
#include "base/time.h"
#include "policy/vex_match.h"

namespace batten::policy {
namespace {

// The next word of a line: blanks separate, double quotes keep them, # starts a comment. nullopt at the end; an error for an open quote.
Result<std::optional<std::string>> next_word(std::string_view& rest) {
  rest = base::trim(rest);
  if (rest.empty() || rest.front() == '#') return std::optional<std::string>();
  std::string out;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    char c = rest[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == ' ' || c == '\t')) {
      break;
    } else {
      out.push_back(c);
    }
  }
  if (quoted) return Error{Code::kInvalidArgument, "a quote that does not end"};
  rest.remove_prefix(i);
  return std::optional(std::move(out));
}

std::optional<model::State> parse_state(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(model::State::kEndOfLife); ++i) {
    if (model::state_name(static_cast<model::State>(i)) == name) return static_cast<model::State>(i);
  }
  return std::nullopt;
}

std::string not_a_part(std::string_view word) {
  return format("'{}': want package=, type=, purl=, path=, layer=, state=, until= or reason=", word);
}

// What somebody may take for a file of ours.
bool is_yaml(std::string_view line) {
  constexpr std::string_view kKeys[] = {"vulnerabilities:", "misconfigurations:", "secrets:", "licenses:"};
  return std::ranges::find(kKeys, base::trim(line)) != std::end(kKeys);
}

// Everything behind the id, from "KEY=VALUE", or "exp:VALUE" as .trivyignore has it.
Result<void> add_part(std::string_view word, IgnoreRule& rule) {
  std::size_t at = word.starts_with("exp:") ? 3 : word.find('=');
  if (at >= word.size() - 1) return Error{Code::kInvalidArgument, not_a_part(word)};
  std::string_view key = word.substr(0, at);
  std::string value(word.substr(at + 1));
  if (key == "package") {
    rule.package = value;
  } else if (key == "type") {
    rule.type = base::lower(value);
  } else if (key == "path") {
    rule.path = value.starts_with('/') ? value.substr(1) : value;
  } else if (key == "layer") {
    if (value != "base" && value != "own") return Error{Code::kInvalidArgument, format("{}: want base or own", word)};
    rule.layer = value == "base" ? model::LayerOwner::kBase : model::LayerOwner::kOwn;
  } else if (key == "purl") {
    rule.purl = TRY(model::parse_purl(value));
  } else if (key == "state") {
    rule.state = parse_state(value);
    if (!rule.state) return Error{Code::kInvalidArgument, format("{}: there is no such state", word)};
  } else if (key == "reason") {
    rule.reason = value;
  } else if (key == "until" || key == "exp") {
    rule.until = base::parse_time(value);
    if (!rule.until || value.size() != 10) return Error{Code::kInvalidArgument, format("{}: want YYYY-MM-DD", word)};
  } else {
    return Error{Code::kInvalidArgument, not_a_part(word)};
  }
  return {};
}

Result<std::optional<IgnoreRule>> parse_line(std::string_view line) {
  std::optional<std::string> id = TRY(next_word(line));
  if (!id) return std::optional<IgnoreRule>();
  if (is_yaml(*id))
    return Error{Code::kInvalidArgument,
                 format("'{}' begins a list in YAML, and this file has a line for each rule: ID until=... reason=...", *id)};
  IgnoreRule rule;
  rule.id = *id;
  while (std::optional<std::string> word = TRY(next_word(line))) TRY(add_part(*word, rule));
  bool narrow = !rule.package.empty() || !rule.type.empty() || !rule.path.empty() || rule.purl || rule.state || rule.layer;
  if (rule.id == "*" && !narrow) return Error{Code::kInvalidArgument, "'*' alone would hide everything"};
  return std::optional(std::move(rule));
}

bool matches(const IgnoreRule& rule, const model::Finding& finding, const model::Report& report) {
  const model::Package& package = report.packages[finding.package_index];
  bool id = rule.id == "*" || rule.id == finding.id ||
            std::find(finding.aliases.begin(), finding.aliases.end(), rule.id) != finding.aliases.end();
  if (!id) return false;
  if (!rule.package.empty() && rule.package != package.name && rule.package != package.source_name) return false;
  if (!rule.type.empty() && rule.type != package.type) return false;
  if (rule.layer && model::certain_owner_of(report, finding) != *rule.layer) return false;
  if (rule.state && *rule.state != finding.state) return false;
  if (rule.purl) {
    auto own = model::parse_purl(package.purl);
    if (!own || !is_package(*rule.purl, package, *own, report.distro)) return false;
  }
  return rule.path.empty() || base::glob_match(rule.path, package.location.path);
}

}  // namespace

Result<IgnoreRules> parse_ignore_file(std::string_view name, std::string_view text) {
  IgnoreRules out;
  out.name = name;
  int number = 0;
  std::optional<Error> wrong;
  base::each_line(text, [&](std::string_view line) {
    ++number;
    if (wrong) return;
    auto rule = parse_line(line);
    if (!rule) {
      wrong = base::in_context(format("{}:{}", name, number), rule.error());
    } else if (*rule) {
      (*rule)->line = number;
      out.rules.push_back(std::move(**rule));
    }
  });
  if (wrong) return *wrong;
  return out;
}

void apply_ignore_rules(const IgnoreRules& rules, std::int64_t date, model::Report& report) {
  using base::Note;
  for (const IgnoreRule& rule : rules.rules) {
    std::string where = format("{}:{}", rules.name, rule.line);
    if (rule.until && date >= *rule.until + 86400) {
      report.notes.push_back({Note::Kind::kDegraded, where,
                              format("the rule for {} has expired on {} and hides nothing", rule.id, base::format_date(*rule.until)),
                              "decide again"});
      continue;
    }
    std::size_t hidden = 0;
    for (model::Finding& finding : report.findings) {
      if (!matches(rule, finding, report)) continue;
      ++hidden;
      if (finding.suppressed_by.empty()) finding.suppressed_by = rule.reason.empty() ? where : format("{} ({})", rule.reason, where);
    }
    bool decided = !rule.layer || (report.base_image && report.base_image->certain());
    if (!decided) {
      report.notes.push_back({Note::Kind::kDegraded, where,
                              format("the rule for {} asks for the layer and hides nothing: the base image is {}", rule.id,
                                     report.base_image ? "a guess" : "not known"),
                              "--base names it"});
    } else if (hidden == 0) {
      report.notes.push_back({Note::Kind::kInfo, where, format("the rule for {} matches no finding", rule.id), "it can go"});
    } else if (rule.reason.empty()) {
      report.notes.push_back({Note::Kind::kInfo, where, format("the rule for {} has no reason", rule.id), "add reason=\"...\""});
    }
  }
}

}  // namespace batten::policy
