// SPDX-License-Identifier: Apache-2.0
#include "update/journal_text.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"

namespace batten::update {
namespace {

constexpr json::Limits kLimits{.max_bytes = kMaxJournalBytes, .max_depth = 10};
constexpr std::int64_t kVersion = 1;

void write_map(json::Writer& out, std::string_view key, const std::map<std::string, std::string>& values) {
  out.key(key).begin_object();
  for (const auto& [name, value] : values) out.member(name, value);
  out.end_object();
}

std::map<std::string, std::string> map_of(json::View object) {
  std::map<std::string, std::string> out;
  object.each_member([&](std::string_view key, json::View value) { out.emplace(key, value.string()); });
  return out;
}

Result<Operation> operation_of(std::string_view line) {
  json::Document document = TRY(json::Document::parse(line, kLimits));
  if (document["version"].integer() != kVersion)
    return Error{Code::kUnsupported, "it was written by another version of this program, which can resume it"};
  Operation out;
  out.id = document["id"].string();
  out.subject = document["subject"].string();
  out.target = document["target"].string();
  out.order = map_of(document["order"]);
  if (out.id.empty() || out.subject.empty() || out.target.empty()) return Error{Code::kCorrupt, "no id, subject or target"};
  return out;
}

Result<JournalStep> step_of(std::string_view line) {
  json::Document document = TRY(json::Document::parse(line, kLimits));
  JournalStep out;
  out.name = document["step"].string();
  out.values = map_of(document["values"]);
  out.at_ms = document["at_ms"].integer().value_or(0);
  if (out.name.empty()) return Error{Code::kCorrupt, "no step"};
  return out;
}

}  // namespace

std::string begin_line(const Operation& operation) {
  json::Writer out(0);
  out.begin_object().member("version", kVersion).member("id", operation.id);
  out.member("subject", operation.subject).member("target", operation.target);
  write_map(out, "order", operation.order);
  out.end_object();
  return out.take() + "\n";
}

std::string step_line(const JournalStep& step) {
  json::Writer out(0);
  out.begin_object().member("step", step.name).member("at_ms", step.at_ms);
  write_map(out, "values", step.values);
  out.end_object();
  return out.take() + "\n";
}

Result<ReadOperation> read_operation(std::string_view text) {
  std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return Error{Code::kCorrupt, "its first line is not whole"};
  ReadOperation out;
  out.operation = TRY_IN("line 1", operation_of(text.substr(0, end)));
  out.whole_bytes = end + 1;
  for (std::size_t number = 2; (end = text.find('\n', out.whole_bytes)) != std::string_view::npos; ++number) {
    Result<JournalStep> step = step_of(text.substr(out.whole_bytes, end - out.whole_bytes));
    if (!step) {
      // A disk may have kept the end of the last line and lost its beginning.
      if (end + 1 == text.size()) break;
      return base::in_context(format("line {}", number), step.error());
    }
    out.operation.steps.push_back(*std::move(step));
    out.whole_bytes = end + 1;
  }
  return out;
}

}  // namespace batten::update
