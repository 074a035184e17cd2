// SPDX-License-Identifier: Apache-2.0
//
// Which files a Debian package owns, for images that keep no .list files (distroless, slimmed ones): lines "MD5  path" with
// paths relative to the root, without directories, links and configuration files.
#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/file_notes.h"
#include "packages/owned_files.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kDigestLength = 32;

Result<void> parse_md5sums(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  FileNotes trouble(path, notes);
  std::string_view name = base::base_name(path);
  name.remove_suffix(std::string_view(".md5sums").size());
  std::size_t colon = name.find(':');
  std::vector<std::string_view> files;
  std::size_t line_number = 0;
  base::each_line(content, [&](std::string_view line) {
    ++line_number;
    if (line.empty()) return;
    // Between digest and name are two blanks, or a blank and '*' (binary mode).
    if (line.size() > kDigestLength + 2 && line[kDigestLength] == ' ') {
      files.push_back(line.substr(kDigestLength + 2));
    } else {
      trouble.skipped(format("line {}: no digest and file name", line_number));
    }
  });
  model::PackageDetail& detail = facts.details.emplace_back();
  detail.type = "deb";
  detail.name = name.substr(0, colon);
  if (colon != std::string_view::npos) detail.arch = name.substr(colon + 1);
  detail.files = owned_files(std::move(files));
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/dpkg/info/*.md5sums", "var/lib/dpkg/status.d/*.md5sums"};
constexpr std::string_view kMatches[] = {"var/lib/dpkg/info/bash.md5sums", "var/lib/dpkg/status.d/tzdata.md5sums"};
constexpr std::string_view kMatchesNot[] = {"var/lib/dpkg/info/bash.list", "var/lib/dpkg/md5sums"};
constexpr CatalogerExample kExamples[] = {
    {"var/lib/dpkg/status.d/tzdata.md5sums",
     "0123456789abcdef0123456789abcdef  usr/share/zoneinfo/UTC\n0123456789abcdef0123456789abcdef  usr/share/zoneinfo/Asia/Aden\n",
     "tzdata: usr/share/zoneinfo/Asia/Aden usr/share/zoneinfo/UTC"},
};

}  // namespace

extern constinit const Cataloger dpkg_md5sums;
constinit const Cataloger dpkg_md5sums = {
    .name = "dpkg_md5sums",
    .summary = "files that Debian packages own, from their checksum lists",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_md5sums,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
