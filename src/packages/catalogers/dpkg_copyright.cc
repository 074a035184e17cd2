// SPDX-License-Identifier: Apache-2.0
//
// Licences of Debian packages: usr/share/doc/NAME/copyright. In the machine-readable format (DEP-5, "copyright-format/1.0") these are
// the short names of its License fields. Free text says only one thing that needs no guessing: which of the texts in
// /usr/share/common-licenses it refers to.
#include <algorithm>

#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/deb822.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kMaxLicences = 200;
constexpr std::size_t kMaxNameLength = 200;

void add_once(std::vector<std::string>& list, std::string_view name) {
  if (name.empty() || name.size() > kMaxNameLength || list.size() >= kMaxLicences) return;
  if (std::ranges::find(list, name) == list.end()) list.emplace_back(name);
}

bool is_machine_readable(std::string_view content) {
  Stanza stanza;
  if (!StanzaReader(content, {}).next(stanza)) return false;
  std::string_view format = stanza["Format"];
  if (format.empty()) format = stanza["Format-Specification"];
  return format.contains("copyright-format") || format.contains("dep5") || format.contains("DEP5");
}

// The text of the licence follows on continuation lines; the name is the first line.
void short_names(std::string_view content, std::vector<std::string>& licences) {
  StanzaReader reader(content, {});
  Stanza stanza;
  while (reader.next(stanza)) {
    for (const Field& field : stanza.fields) {
      if (same_name(field.name, "License")) add_once(licences, base::trim(field.value.substr(0, field.value.find('\n'))));
    }
  }
}

void common_licences(std::string_view content, std::vector<std::string>& licences) {
  constexpr std::string_view kDirectory = "/usr/share/common-licenses/";
  for (std::size_t at = content.find(kDirectory); at != std::string_view::npos; at = content.find(kDirectory, at)) {
    at += kDirectory.size();
    std::size_t end = at;
    auto in_name = [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+';
    };
    while (end < content.size() && end - at <= kMaxNameLength && in_name(content[end])) ++end;
    std::string_view name = content.substr(at, end - at);
    // A full stop ends the sentence, not the name.
    while (name.ends_with('.') || name.ends_with('-')) name.remove_suffix(1);
    add_once(licences, name);
  }
}

Result<void> parse_copyright(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes&) {
  model::PackageDetail detail;
  detail.type = "deb";
  detail.name = base::base_name(base::parent_path(path));
  is_machine_readable(content) ? short_names(content, detail.licenses) : common_licences(content, detail.licenses);
  if (!detail.licenses.empty()) facts.details.push_back(std::move(detail));
  return {};
}

constexpr std::string_view kClaims[] = {"usr/share/doc/*/copyright"};
constexpr std::string_view kMatches[] = {"usr/share/doc/bash/copyright"};
constexpr std::string_view kMatchesNot[] = {"usr/share/doc/bash/copyright.gz", "usr/share/doc/a/b/copyright", "usr/share/doc/copyright"};
constexpr CatalogerExample kExamples[] = {
    {"usr/share/doc/zlib1g/copyright",
     "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: someone\nLicense: Zlib\n\n"
     "Files: debian/*\nLicense: GPL-2+ or MIT\n\nLicense: Zlib\n This software is provided 'as-is'\n",
     "zlib1g licence Zlib, zlib1g licence GPL-2+ or MIT"},
    {"usr/share/doc/bash/copyright",
     "The full text is in `/usr/share/common-licenses/GPL-3'.\nOr see /usr/share/common-licenses/GFDL-1.3.\n",
     "bash licence GPL-3, bash licence GFDL-1.3"},
    {"usr/share/doc/x/copyright", "This is MIT or so.\n", ""},
};

}  // namespace

extern constinit const Cataloger dpkg_copyright;
constinit const Cataloger dpkg_copyright = {
    .name = "dpkg_copyright",
    .summary = "licences of Debian packages",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 4u << 20,
    .parse = parse_copyright,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
