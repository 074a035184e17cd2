// SPDX-License-Identifier: Apache-2.0
//
// pacman's database of installed packages (Arch Linux): var/lib/pacman/local/NAME-VERSION/desc, one file per package. Blocks of lines
// "%FIELD%", then one value a line; a blank line ends a block.
#include "base/text.h"
#include "packages/cataloger.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_desc(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes&) {
  model::Package package;
  std::string_view field;
  base::each_line(content, [&](std::string_view line) {
    if (line.empty()) field = {};
    if (line.starts_with('%') && line.ends_with('%')) {
      field = line;
    } else if (field == "%NAME%") {
      package.name = line;
    } else if (field == "%VERSION%") {
      package.version = line;
    } else if (field == "%ARCH%") {
      package.arch = line;
    } else if (field == "%BASE%") {
      package.source_name = line;
    } else if (field == "%LICENSE%" && package.licenses.size() < 100) {
      package.licenses.emplace_back(line);
    }
  });
  if (package.name.empty() || package.version.empty()) return Error{Code::kCorrupt, "no %NAME% or no %VERSION%"};
  package.type = "alpm";
  if (package.source_name.empty()) package.source_name = package.name;
  package.source_version = package.version;
  package.location.path = path;
  facts.packages.push_back(std::move(package));
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/pacman/local/*/desc"};
constexpr std::string_view kMatches[] = {"var/lib/pacman/local/zlib-1:1.3.1-2/desc"};
constexpr std::string_view kMatchesNot[] = {"var/lib/pacman/local/zlib-1:1.3.1-2/files", "var/lib/pacman/sync/desc"};
constexpr CatalogerExample kExamples[] = {
    {kMatches[0], "%NAME%\nzlib\n\n%VERSION%\n1:1.3.1-2\n\n%LICENSE%\nZlib\n", "zlib 1:1.3.1-2"},
};

}  // namespace

extern constinit const Cataloger pacman;
constinit const Cataloger pacman = {
    .name = "pacman",
    .summary = "installed packages of Arch Linux",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 1u << 20,
    .parse = parse_desc,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
