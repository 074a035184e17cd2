// SPDX-License-Identifier: Apache-2.0
#include "rules/engine_version.h"

#include <array>
#include <optional>

#include "base/format.h"
#include "base/text.h"
#include "rules/field.h"

namespace batten::rules {
namespace {

using Version = std::array<std::uint64_t, 3>;

// Build and pre-release parts are let be.
std::optional<Version> parse_version(std::string_view text) {
  text = text.substr(0, text.find_first_of("-+"));
  std::vector<std::string_view> parts = base::split(text, '.');
  if (parts.size() != 3) return std::nullopt;
  Version out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::optional<std::uint64_t> number = base::parse_unsigned(parts[i]);
    if (!number) return std::nullopt;
    out[i] = *number;
  }
  return out;
}

struct BuiltIn {
  std::string_view plugin;
  std::string_view field;  // one of those that it gives
};
constexpr BuiltIn kBuiltIn[] = {{"container", "container.id"}, {"k8smeta", "k8smeta.pod.name"}, {"json", "json.value"}};

bool is_built_in(std::string_view name) {
  for (const BuiltIn& one : kBuiltIn) {
    if (one.plugin == name) return find_field(one.field) != nullptr;
  }
  return false;
}

}  // namespace

Result<void> check_engine_version(std::string_view required) {
  std::optional<Version> wanted;
  if (auto number = base::parse_unsigned(required)) {
    wanted = Version{0, *number, 0};
  } else {
    wanted = parse_version(required);
  }
  if (!wanted) {
    return Error{Code::kInvalidArgument,
                 format("'{}' is no version of the rule engine; write it as \"0.57.0\"", base::printable(required))};
  }
  Version ours = *parse_version(kEngineVersion);
  if ((*wanted)[0] == ours[0] && *wanted <= ours) return {};
  return Error{Code::kUnsupported,
               format("the file needs version {} of Falco's rule engine, this program speaks {}; a newer Batten may read it",
                      base::printable(required), kEngineVersion)};
}

Result<void> check_plugins(const std::vector<PluginRequirement>& alternatives) {
  std::vector<std::string> names;
  for (const PluginRequirement& one : alternatives) {
    if (!parse_version(one.version)) {
      return Error{Code::kInvalidArgument, format("'{}' is no version of the plugin '{}'; write it as \"0.4.0\"",
                                                  base::printable(one.version), base::printable(one.name))};
    }
    if (is_built_in(one.name)) return {};
    names.push_back(format("'{}'", base::printable(one.name)));
  }
  return Error{Code::kUnsupported,
               format("the file needs the plugin {}, which Batten does not have: it reads the events of this system's kernel "
                      "alone; do not load this file",
                      base::join(names, " or "))};
}

}  // namespace batten::rules
