// SPDX-License-Identifier: Apache-2.0
#include "alert/message_text.h"

#include <optional>

#include "base/format.h"
#include "base/text.h"
#include "model/alert_json.h"

namespace batten::alert {
namespace {

constexpr std::string_view kField = "field:";

// None: there is no such word.
std::optional<std::string> value_of(std::string_view word, const model::Alert& alert) {
  auto or_none = [](const std::string& text) { return text.empty() ? std::string("<NA>") : text; };
  if (word == "rule") return alert.rule;
  if (word == "priority") return std::string(model::priority_name(alert.priority));
  if (word == "output") return alert.output;
  if (word == "message") return alert.message.empty() ? alert.output : alert.message;
  if (word == "hostname") return or_none(alert.hostname);
  if (word == "source") return alert.source;
  if (word == "time") return model::alert_time(alert.time_ns);
  if (word == "tags") return or_none(base::join(alert.tags, ", "));
  if (word == "container") return or_none(alert.container_name.empty() ? alert.container_id : alert.container_name);
  if (word == "image") return or_none(alert.image);
  if (word == "namespace") return or_none(alert.pod_namespace);
  if (word == "pod") return or_none(alert.pod_name);
  if (!word.starts_with(kField)) return std::nullopt;
  for (const auto& [name, value] : alert.fields) {
    if (name == word.substr(kField.size())) return model::alert_value_text(value);
  }
  return "<NA>";
}

// Calls with each piece of text and each word in braces; false: a brace is not closed.
template <typename Text, typename Word>
bool walk(std::string_view text, Text&& on_text, Word&& on_word) {
  while (!text.empty()) {
    std::size_t brace = std::min(text.find('{'), text.size());
    on_text(text.substr(0, brace));
    text.remove_prefix(brace);
    if (text.starts_with("{{")) {
      on_text("{");
      text.remove_prefix(2);
    } else if (!text.empty()) {
      std::size_t close = text.find('}');
      if (close == std::string_view::npos) return false;
      on_word(text.substr(1, close - 1));
      text.remove_prefix(close + 1);
    }
  }
  return true;
}

}  // namespace

Result<void> check_message_text(std::string_view text) {
  std::optional<std::string> unknown;
  bool closed = walk(
      text, [](std::string_view) {},
      [&](std::string_view word) {
        if (!value_of(word, {})) unknown = std::string(word);
      });
  if (!closed) return Error{Code::kInvalidArgument, "a brace is not closed"};
  if (unknown) return Error{Code::kInvalidArgument, format("there is no {{{}}}", base::printable(*unknown))};
  return {};
}

std::string message_text(std::string_view text, const model::Alert& alert, const std::function<std::string(std::string_view)>& escape) {
  std::string out;
  walk(
      text, [&](std::string_view piece) { out += piece; },
      [&](std::string_view word) { out += escape(value_of(word, alert).value_or("")); });
  return out;
}

}  // namespace batten::alert
