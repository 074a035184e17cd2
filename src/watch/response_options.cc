// SPDX-License-Identifier: Apache-2.0
#include "watch/response_options.h"

#include <optional>

#include "alert/output_config.h"
#include "base/format.h"

namespace batten::watch {
namespace {

constexpr const char* kForm =
    "SELECTOR=ACTION is expected: 'tag:shell=kill', 'Reverse shell=kill-container'; actions are kill, kill-container, stop, "
    "pause, deny-network";

std::string_view cut(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return out;
}

// The first '=' behind which an action stands; a rule's name may have others.
std::optional<std::size_t> find_action(std::string_view text) {
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    std::string_view rest = text.substr(at + 1);
    if (monitor::parse_response_action(cut(rest, ','))) return at;
  }
  return std::nullopt;
}

Result<void> add_selector(std::string_view selector, monitor::ResponseRule& out) {
  const auto value = [&](std::string_view prefix) { return std::string(selector.substr(prefix.size())); };
  std::string* where = &out.rule;
  std::string what(selector);
  if (selector.starts_with("priority:")) {
    out.least = TRY(alert::parse_priority(value("priority:")));
    return {};
  }
  if (selector.starts_with("tag:")) {
    where = &out.tag;
    what = value("tag:");
  } else if (selector.starts_with("container:")) {
    where = &out.container;
    what = value("container:");
  }
  if (what.empty()) return Error{Code::kInvalidArgument, "a selector is empty; '*' is every rule"};
  if (!where->empty()) return Error{Code::kInvalidArgument, format("{}: the second selector of its kind", selector)};
  *where = std::move(what);
  return {};
}

Result<void> add_option(std::string_view option, monitor::ResponseRule& out) {
  using enum monitor::ResponseAction;
  if (option == "host") {
    if (out.action != kKill) return Error{Code::kInvalidArgument, "host goes with kill alone"};
    out.host = true;
    return {};
  }
  if (!option.starts_with("for=")) return Error{Code::kInvalidArgument, format("{}: options are host and for=TIME", option)};
  if (out.action != kPause && out.action != kDenyNetwork)
    return Error{Code::kInvalidArgument, "for=TIME goes with pause and deny-network alone"};
  out.undo_after = TRY(alert::parse_duration(option.substr(4)));
  if (out.undo_after.count() <= 0) return Error{Code::kInvalidArgument, format("{}: a time above zero is expected", option)};
  return {};
}

}  // namespace

Result<monitor::ResponseRule> parse_response(std::string_view text) {
  const std::optional<std::size_t> at = find_action(text);
  if (!at) return Error{Code::kInvalidArgument, format("{}: {}", text, kForm)};
  monitor::ResponseRule out;
  std::string_view selectors = text.substr(0, *at), rest = text.substr(*at + 1);
  do {
    TRY_IN(std::string(text), add_selector(cut(selectors, '&'), out));
  } while (!selectors.empty());
  out.action = *monitor::parse_response_action(cut(rest, ','));
  while (!rest.empty()) TRY_IN(std::string(text), add_option(cut(rest, ','), out));
  return out;
}

}  // namespace batten::watch
