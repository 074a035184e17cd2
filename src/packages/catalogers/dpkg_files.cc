// SPDX-License-Identifier: Apache-2.0
//
// Which files a Debian package owns: var/lib/dpkg/info/NAME.list or NAME:ARCH.list, one absolute path per line, directories
// too ("/." is the root). Directories are left out (packages/owned_files).
#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/owned_files.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_list(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes&) {
  std::string_view name = base::base_name(path);
  name.remove_suffix(std::string_view(".list").size());
  std::size_t colon = name.find(':');
  std::vector<std::string_view> files;
  base::each_line(content, [&](std::string_view line) {
    if (!line.empty()) files.push_back(line);
  });
  model::PackageDetail& detail = facts.details.emplace_back();
  detail.type = "deb";
  detail.name = name.substr(0, colon);
  if (colon != std::string_view::npos) detail.arch = name.substr(colon + 1);
  detail.files = owned_files(std::move(files));
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/dpkg/info/*.list"};
constexpr std::string_view kMatches[] = {"var/lib/dpkg/info/bash.list", "var/lib/dpkg/info/libc6:amd64.list"};
constexpr std::string_view kMatchesNot[] = {"var/lib/dpkg/info/bash.postinst", "var/lib/dpkg/info/a/b.list"};
constexpr CatalogerExample kExamples[] = {
    {"var/lib/dpkg/info/libc6:amd64.list", "/.\n/lib\n/lib/libc.so.6\n", "libc6: lib/libc.so.6"},
};

}  // namespace

extern constinit const Cataloger dpkg_files;
constinit const Cataloger dpkg_files = {
    .name = "dpkg_files",
    .summary = "files that Debian packages own",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_list,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
