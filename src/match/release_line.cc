// SPDX-License-Identifier: Apache-2.0
#include "match/release_line.h"

#include <algorithm>

#include "base/text.h"

namespace batten::match {
namespace {

constexpr std::uint64_t kMaxMinor = 99;

int leading_number(std::string_view text) {
  auto number = base::parse_unsigned(text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size())));
  return number && *number <= kMaxMinor ? static_cast<int>(*number) : kNoMinor;
}

}  // namespace

int rpm_minor(std::string_view evr) {
  std::size_t dash = evr.rfind('-');
  if (dash == std::string_view::npos) return kNoMinor;
  std::string_view release = evr.substr(dash + 1);
  // ".el9_4.1"; of modules "+el8.6.0+13733" (Red Hat, Rocky) and "_el8.6.0+2811" (AlmaLinux).
  bool module = release.find(".module") != std::string_view::npos;
  for (std::size_t at = release.find("el"); at != std::string_view::npos; at = release.find("el", at + 1)) {
    char before = at == 0 ? '\0' : release[at - 1];
    if (before != '.' && before != '+' && !(module && before == '_')) continue;
    std::string_view tag = release.substr(at + 2);
    std::size_t digits = tag.find_first_not_of("0123456789");
    if (digits == 0 || tag.empty()) continue;
    if (digits == std::string_view::npos) return kNoMinor;
    if (tag[digits] != (module ? '.' : '_')) return kNoMinor;
    return leading_number(tag.substr(digits + 1));
  }
  return kNoMinor;
}

int distro_minor(std::string_view version_id) {
  std::size_t dot = version_id.find('.');
  return dot == std::string_view::npos ? kNoMinor : leading_number(version_id.substr(dot + 1));
}

bool is_main_stream(const model::Advisory& row) {
  return row.cpes.empty() || std::any_of(row.cpes.begin(), row.cpes.end(), [](const std::string& cpe) {
           return cpe.find(":redhat:enterprise_linux:") != std::string::npos || cpe.ends_with(":redhat:enterprise_linux");
         });
}

}  // namespace batten::match
