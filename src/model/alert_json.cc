// SPDX-License-Identifier: Apache-2.0
#include "model/alert_json.h"

#include <algorithm>
#include <ctime>
#include <type_traits>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::model {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

// "09:39:00.123456789"
std::string local_clock(std::uint64_t time_ns) {
  auto seconds = static_cast<std::time_t>(time_ns / kSecond);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  return format("{:02}:{:02}:{:02}.{:09}", parts.tm_hour, parts.tm_min, parts.tm_sec, time_ns % kSecond);
}

}  // namespace

std::string alert_time(std::uint64_t time_ns) {
  std::string out = base::format_time(static_cast<std::int64_t>(time_ns / kSecond));
  out.pop_back();
  return out + format(".{:09}Z", time_ns % kSecond);
}

std::string alert_line(const Alert& alert) {
  return format("{}: {} {}", local_clock(alert.time_ns), priority_name(alert.priority), alert.output);
}

void write_alert_value(json::Writer& writer, const AlertValue& value) {
  std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          writer.null();
        } else if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
          writer.strings(held);
        } else {
          writer.value(held);
        }
      },
      value);
}

std::string alert_value_text(const AlertValue& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return "<NA>";
        } else if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
          return "(" + base::join(held, ",") + ")";
        } else {
          return format("{}", held);
        }
      },
      value);
}

void write_alert(json::Writer& writer, const Alert& alert) {
  std::vector<const std::pair<std::string, AlertValue>*> fields;
  for (const auto& field : alert.fields) fields.push_back(&field);
  std::ranges::stable_sort(fields, {}, [](const auto* field) -> const std::string& { return field->first; });
  std::vector<std::string> tags = alert.tags;
  std::ranges::sort(tags);
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());

  writer.begin_object().member("hostname", alert.hostname).member_if("message", alert.message);
  writer.member("output", alert_line(alert)).key("output_fields").begin_object();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0 && fields[i]->first == fields[i - 1]->first) continue;  // named twice by the output
    writer.key(fields[i]->first);
    write_alert_value(writer, fields[i]->second);
  }
  writer.end_object().member("priority", priority_name(alert.priority)).member("rule", alert.rule).member("source", alert.source);
  writer.key("tags").strings(tags).member("time", alert_time(alert.time_ns)).end_object();
}

std::string alert_json(const Alert& alert) {
  json::Writer writer(0);
  writer.reserve(512 + 2 * alert.output.size());
  write_alert(writer, alert);
  return writer.take();
}

}  // namespace batten::model
