// SPDX-License-Identifier: Apache-2.0
#include "packages/java_manifest.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace batten::packages {
namespace {

constexpr std::size_t kMaxValue = 500;

struct Attribute {
  std::string_view name;  // lower case
  std::string JarManifest::* member;
};

constexpr Attribute kAttributes[] = {
    {"implementation-title", &JarManifest::implementation_title},
    {"implementation-version", &JarManifest::implementation_version},
    {"implementation-vendor-id", &JarManifest::implementation_vendor_id},
    {"specification-title", &JarManifest::specification_title},
    {"specification-version", &JarManifest::specification_version},
    {"bundle-symbolicname", &JarManifest::bundle_symbolic_name},
    {"bundle-version", &JarManifest::bundle_version},
    {"bundle-license", &JarManifest::bundle_license},
    {"automatic-module-name", &JarManifest::automatic_module_name},
};

void set(JarManifest& out, std::string_view line) {
  std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon > 70) return;
  std::string name = base::lower(base::trim(line.substr(0, colon)));
  const Attribute* at = std::ranges::find(kAttributes, name, &Attribute::name);
  if (at == std::end(kAttributes)) return;
  std::string_view value = line.substr(colon + 1);
  if (name == "bundle-symbolicname") value = value.substr(0, value.find(';'));
  value = base::trim(value);
  if (value.size() <= kMaxValue) out.*(at->member) = value;
}

// Lines end with \r\n, \n or \r.
std::string_view take_line(std::string_view& text) {
  std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + (text.substr(end).starts_with("\r\n") ? 2 : 1), text.size()));
  return line;
}

// A property file's escapes: "\:" is ":"; "\uXXXX" does not occur in coordinates and stays.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] != 'u') ++i;
    out.push_back(text[i]);
  }
  return out;
}

}  // namespace

JarManifest parse_jar_manifest(std::string_view content) {
  JarManifest out;
  if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
  std::string logical;
  while (!content.empty()) {
    std::string_view line = take_line(content);
    if (line.starts_with(' ')) {
      if (logical.size() < 10 * kMaxValue) logical += line.substr(1);
      continue;
    }
    set(out, logical);
    logical = line;
    if (line.empty()) break;
  }
  set(out, logical);
  return out;
}

PomProperties parse_pom_properties(std::string_view content) {
  PomProperties out;
  base::each_line(content, [&](std::string_view line) {
    line = base::trim(line);
    if (line.empty() || line.starts_with('#') || line.starts_with('!')) return;
    std::size_t end = line.find_first_of("=: \t");
    if (end == std::string_view::npos) return;
    std::string_view value = base::trim(line.substr(end));
    if (value.starts_with('=') || value.starts_with(':')) value = base::trim(value.substr(1));
    std::string_view name = line.substr(0, end);
    std::string* member = name == "groupId"      ? &out.group
                          : name == "artifactId" ? &out.artifact
                          : name == "version"    ? &out.version
                                                 : nullptr;
    if (member != nullptr && value.size() <= kMaxValue) *member = unescaped(value);
  });
  return out;
}

}  // namespace batten::packages
