// SPDX-License-Identifier: Apache-2.0
//
// Distroless images of Azure Linux (CBL-Mariner) have no rpm database but a list, var/lib/rpmmanifest/container-manifest-2: one line per
// package, made by rpm -qa with ten tab-separated fields: name, version-release, install time, build time, vendor, "(none)", size,
// architecture, epoch, source package's file.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/rpm_package.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_manifest(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  FileNotes trouble(path, notes);
  std::size_t number = 0;
  base::each_line(content, [&](std::string_view line) {
    ++number;
    if (base::trim(line).empty()) return;
    std::vector<std::string_view> fields = base::split(line, '\t');
    if (fields.size() < 10 || fields[0].empty() || !fields[1].contains('-'))
      return trouble.skipped(format("line {}: not ten fields of a package", number));
    auto present = [](std::string_view field) { return field == "(none)" ? std::string_view() : field; };
    std::uint64_t epoch = base::parse_unsigned(fields[8]).value_or(0);
    std::size_t dash = fields[1].rfind('-');
    model::Package& package = facts.packages.emplace_back();
    package.type = "rpm";
    package.name = fields[0];
    package.version = evr(epoch, fields[1].substr(0, dash), fields[1].substr(dash + 1));
    package.arch = present(fields[7]);
    package.origin = present(fields[4]);
    package.location.path = path;
    set_source_rpm(fields[9], package);
  });
  return {};
}

constexpr std::string_view kClaims[] = {"var/lib/rpmmanifest/container-manifest-2"};
constexpr std::string_view kMatches[] = {"var/lib/rpmmanifest/container-manifest-2"};
constexpr std::string_view kMatchesNot[] = {"var/lib/rpmmanifest/container-manifest-1"};
constexpr CatalogerExample kExamples[] = {
    {"var/lib/rpmmanifest/container-manifest-2",
     "openssl-libs\t1.1.1k-7.cm2\t1653816591\t1653628955\tMicrosoft Corporation\t(none)\t4365048\tx86_64\t0\topenssl-1.1.1k-7.cm2.src.rpm\n"
     "x\t1-2\t1\t1\tV\t(none)\t1\tnoarch\t3\tx-1-2.src.rpm\n",
     "openssl-libs 1.1.1k-7.cm2, x 3:1-2"},
    {"var/lib/rpmmanifest/container-manifest-2", "\n", ""},
};

}  // namespace

extern constinit const Cataloger rpm_manifest;
constinit const Cataloger rpm_manifest = {
    .name = "rpm_manifest",
    .summary = "package list of distroless Azure Linux images",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_manifest,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
