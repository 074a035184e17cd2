// SPDX-License-Identifier: Apache-2.0
//
// An SBOM that Batten wrote says, when it is read again, the same packages.
#include <gtest/gtest.h>

#include "image/sbom_parse.h"
#include "report/format.h"
#include "report/sample.h"

namespace batten::scan {
namespace {

model::Package package(std::string type, std::string name, std::string version, std::string purl) {
  model::Package out;
  out.type = std::move(type), out.name = std::move(name), out.version = std::move(version), out.purl = std::move(purl);
  out.source_name = out.name, out.source_version = out.version;
  return out;
}

model::Report written_report() {
  model::Report report = report::sample_report();
  model::Package& plain = report.packages[0];  // it has no package URL
  plain.name = plain.source_name = "evil", plain.source_version = plain.version, plain.location.path = "var/lib/dpkg/status.d/a b%";
  plain.origin = "Debian";
  for (model::Package& one : report.packages) one.files.clear(), one.file_count = 0;
  report.packages[1].licenses[0] = "Apache-2.0";  // as the SPDX list writes it
  model::Package perl = package("rpm", "perl-libs", "4:5.30.1-452.module+el8", "pkg:rpm/redhat/perl-libs@5.30.1-452.module%2Bel8");
  perl.purl += "?arch=x86_64&epoch=4&distro=rhel-8.9&rpmmod=perl:5.30:80:ab&upstream=perl-5.30.1-452.module%2Bel8.src.rpm";
  perl.arch = "x86_64", perl.modularity = "perl:5.30:80:ab", perl.source_name = "perl", perl.location.layer_index = 1;
  report.packages.push_back(package("maven", "org.slf4j:slf4j-api", "2.0.0", "pkg:maven/org.slf4j/slf4j-api@2.0.0"));
  report.packages.back().location.path = "opt/app.jar", report.packages.back().location.inner = "BOOT-INF/lib/slf4j-api-2.0.0.jar";
  report.packages.back().found_by = "pom.properties";
  report.packages.push_back(package("npm", "@babel/core", "7.0.0", "pkg:npm/%40babel/core@7.0.0"));
  report.packages.push_back(perl);
  return report;
}

TEST(SbomRoundTrip, SamePackagesFromEveryFormat) {
  model::Report report = written_report();
  std::size_t formats = 0;
  for (const report::Format* format : report::all_formats()) {
    if (!format->lists_packages || format->name == "json") continue;
    ++formats;
    auto inventory = image::parse_sbom(format->write(report, {}));
    ASSERT_TRUE(inventory) << format->name << ": " << inventory.error().message;
    EXPECT_EQ(inventory->distro.id, "debian") << format->name;
    EXPECT_EQ(inventory->distro.version_id, "12") << format->name;
    EXPECT_EQ(inventory->layers, report.config.diff_ids) << format->name;
    EXPECT_TRUE(inventory->notes.empty()) << format->name << ": " << inventory->notes[0].message;
    ASSERT_EQ(inventory->packages.size(), report.packages.size()) << format->name;
    for (std::size_t i = 0; i < report.packages.size(); ++i) {
      const model::Package &wanted = report.packages[i], &got = inventory->packages[i];
      EXPECT_EQ(got, wanted) << format->name << ": " << wanted.name << "\n  " << got.name << " " << got.version << " source "
                             << got.source_name << " " << got.source_version << " layer " << got.location.layer_index << " path "
                             << got.location.path << " maintainer " << got.maintainer << " origin " << got.origin << " purl " << got.purl;
    }
  }
  EXPECT_GE(formats, 6u);
}

}  // namespace
}  // namespace batten::scan
