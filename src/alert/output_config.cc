// SPDX-License-Identifier: Apache-2.0
#include "alert/output_config.h"

#include <algorithm>
#include <ranges>

#include "alert/output.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::alert {
namespace {

constexpr std::size_t kMaxText = 16u << 10;
constexpr std::size_t kMaxOptions = 100;
constexpr std::int64_t kMaxDurationMs = std::int64_t{30} * 24 * 3600 * 1000;

Error wrong(std::string message) { return Error{Code::kInvalidArgument, std::move(message)}; }

// At commas without a backslash in front; backslashes before a comma or a backslash go.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == ',' || text[i + 1] == '\\')) {
      out.back() += text[++i];
    } else if (text[i] == ',') {
      out.emplace_back();
    } else {
      out.back() += text[i];
    }
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == ',' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::vector<std::string> known_options(const Output& output) {
  std::vector<std::string> out;
  for (std::string_view name : kCommonOptions) out.emplace_back(name);
  if (output.remote) {
    for (std::string_view name : kRemoteOptions) out.emplace_back(name);
  }
  for (std::string_view name : output.options) out.emplace_back(name);
  return out;
}

}  // namespace

std::string_view OutputConfig::option(std::string_view name, std::string_view fallback) const {
  for (const auto& one : std::views::reverse(options)) {
    if (one.first == name) return one.second;
  }
  return fallback;
}

bool OutputConfig::flag(std::string_view name) const {
  for (const auto& one : std::views::reverse(options)) {
    if (one.first == name) return one.second.empty() || one.second == "true" || one.second == "yes" || one.second == "1";
  }
  return false;
}

std::string OutputConfig::text() const {
  std::string out = kind;
  if (!target.empty()) out += "=" + escaped(target);
  for (const auto& [name, value] : options) out += "," + name + (value.empty() ? "" : "=" + escaped(value));
  return out;
}

Result<OutputConfig> split_output(std::string_view text) {
  if (text.size() > kMaxText) return wrong(format("an output has at most {} bytes", kMaxText));
  OutputConfig out;
  std::vector<std::string> parts = parts_of(text);
  if (parts.size() > kMaxOptions) return wrong(format("an output has at most {} options", kMaxOptions));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::size_t equals = parts[i].find('=');
    std::string name(base::trim(std::string_view(parts[i]).substr(0, equals)));
    std::string value = equals == std::string::npos ? "" : parts[i].substr(equals + 1);
    if (!is_word(name)) return wrong(format("'{}' is no output: KIND=TARGET,OPTION=VALUE,...", base::printable(text)));
    if (i == 0) {
      out.kind = std::move(name);
      out.target = std::move(value);
    } else {
      out.options.emplace_back(std::move(name), std::move(value));
    }
  }
  return out;
}

Result<OutputConfig> parse_output(std::string_view text) {
  OutputConfig out = TRY(split_output(text));
  const Output* output = find_output(out.kind);
  if (output == nullptr) {
    std::vector<std::string> names;
    for (const Output* one : all_outputs()) names.emplace_back(one->name);
    return wrong(format("there is no output '{}'; there are: {}", out.kind, base::join(names, ", ")));
  }
  out.kind = output->name;
  std::vector<std::string> known = known_options(*output);
  for (const auto& [name, value] : out.options) {
    if (std::ranges::find(known, name) == known.end())
      return wrong(format("{} has no option '{}'; it has: {}", out.kind, name, base::join(known, ", ")));
  }
  return out;
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  auto number = base::parse_unsigned(text.substr(0, digits));
  std::string_view unit = text.substr(digits);
  std::int64_t factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "m" ? 60'000 : unit == "h" ? 3'600'000 : 0;
  if (!number || factor == 0 || *number > static_cast<std::uint64_t>(kMaxDurationMs / factor))
    return wrong(format("'{}' is no duration: 250ms, 5s, 2m, 1h", base::printable(text)));
  return std::chrono::milliseconds(static_cast<std::int64_t>(*number) * factor);
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  auto number = base::parse_unsigned(text.substr(0, digits));
  std::string_view unit = text.substr(digits);
  int shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : -1;
  if (!number || shift < 0 || *number > (UINT64_MAX >> 1 >> shift))
    return wrong(format("'{}' is no size: 4096, 64K, 16M, 2G", base::printable(text)));
  return *number << shift;
}

Result<model::Priority> parse_priority(std::string_view text) {
  std::string wanted = base::lower(text);
  if (wanted == "info") return model::Priority::kInformational;
  for (int i = 0; i <= static_cast<int>(model::Priority::kDebug); ++i) {
    auto priority = static_cast<model::Priority>(i);
    if (base::lower(model::priority_name(priority)) == wanted) return priority;
  }
  return wrong(
      format("'{}' is no priority: emergency, alert, critical, error, warning, notice, informational, debug", base::printable(text)));
}

}  // namespace batten::alert
