// SPDX-License-Identifier: Apache-2.0
#include "update/vulnerabilities.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"

namespace batten::update {

bool has(const std::vector<Vulnerability>& all, const Vulnerability& one) {
  return std::ranges::any_of(all, [&](const Vulnerability& other) { return other.id == one.id && other.package == one.package; });
}

std::vector<Vulnerability> without(const std::vector<Vulnerability>& left, const std::vector<Vulnerability>& right) {
  std::vector<std::pair<std::string_view, std::string_view>> there;
  for (const Vulnerability& one : right) there.emplace_back(one.id, one.package);
  std::ranges::sort(there);
  std::vector<Vulnerability> out;
  for (const Vulnerability& one : left) {
    if (!std::ranges::binary_search(there, std::pair<std::string_view, std::string_view>(one.id, one.package))) out.push_back(one);
  }
  return out;
}

std::vector<Vulnerability> at_least(const std::vector<Vulnerability>& all, model::Severity severity) {
  std::vector<Vulnerability> out;
  std::ranges::copy_if(all, std::back_inserter(out), [&](const Vulnerability& one) { return one.severity >= severity; });
  return out;
}

std::vector<Vulnerability> wanted_gone(const ImageFacts& running, const Settings& settings) {
  std::vector<Vulnerability> out = at_least(running.vulnerabilities, settings.cares_about);
  if (settings.fixable_only) std::erase_if(out, [](const Vulnerability& one) { return one.fixed_version.empty(); });
  return out;
}

std::string named(const std::vector<Vulnerability>& all) {
  if (all.empty()) return "none";
  const Vulnerability& worst = *std::ranges::max_element(all, {}, &Vulnerability::severity);
  std::string out = format("{} ({}, {})", base::printable(worst.id), model::severity_name(worst.severity), base::printable(worst.package));
  return all.size() == 1 ? out : format("{} and {} more", out, all.size() - 1);
}

std::vector<std::string> names_of(const std::vector<Vulnerability>& all) {
  std::vector<std::string> out;
  for (const Vulnerability& one : all) out.push_back(format("{} {}", one.id, one.package));
  return out;
}

std::string counted(const std::vector<Vulnerability>& all) {
  std::array<std::size_t, 6> counts{};
  for (const Vulnerability& one : all) ++counts[static_cast<std::size_t>(one.severity)];
  std::string out;
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts[i] > 0) out += format("{}{} {}", out.empty() ? "" : ", ", counts[i], model::severity_name(static_cast<model::Severity>(i)));
  }
  return out.empty() ? "none" : out;
}

}  // namespace batten::update
