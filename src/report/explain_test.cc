// SPDX-License-Identifier: Apache-2.0
#include "report/explain.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "report/columns.h"
#include "report/sample.h"

namespace batten::report {
namespace {

std::string explained(std::string id, int width = 100, const model::Report& report = sample_report()) {
  Options options;
  options.explain = std::move(id);
  options.width = width;
  return explain(report, options);
}

TEST(Explain, SaysEverything) {
  EXPECT_EQ(explained("CVE-2024-5535"),
            "CVE-2024-5535: openssl: buffer overread\n"
            "also known as   DSA-5764-1\n"
            "published       2024-06-27T11:15:24Z\n"
            "CVSS 3.1        9.1 CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H (nvd)\n"
            "EPSS            1.23% probability of exploitation within 30 days, higher than 85% of all\n"
            "exploited       known (KEV) since 2024-07-01, used by ransomware, due 2024-07-22: Apply updates.\n"
            "\n"
            "libssl3 3.0.11-1 (amd64)\n"
            "source          openssl 3.0.11-1\n"
            "state           fixed in 3.0.15-1~deb12u1\n"
            "severity        critical (says cvss:nvd)\n"
            "compared        source package openssl 3.0.11-1\n"
            "with range      < 3.0.15-1~deb12u1 (dpkg order)\n"
            "record          DEBIAN-CVE-2024-5535 of feed debian of 2025-02-12, for debian:12\n"
            "found in        var/lib/dpkg/status\n"
            "layer           sha256:bbbbbbbbbbbb RUN apt-get install ?[31mopenssl\n"
            "\n"
            "openssl 3.0.11-1 (amd64)\n"
            "state           fixed in 3.0.15-1~deb12u1\n"
            "severity        critical (says cvss:nvd)\n"
            "compared        source package openssl 3.0.11-1\n"
            "with range      < 3.0.15-1~deb12u1 (dpkg order)\n"
            "record          DEBIAN-CVE-2024-5535 of feed debian of 2025-02-12, for debian:12\n"
            "found in        var/lib/dpkg/status\n"
            "layer           sha256:bbbbbbbbbbbb RUN apt-get install ?[31mopenssl\n"
            "\n"
            "Calling SSL_select_next_proto with an empty buffer may crash.\n"
            "\n"
            "https://security-tracker.debian.org/tracker/CVE-2024-5535\n"
            "javascript:alert(1)\n");
}

TEST(Explain, ByAliasAndWhateverTheCase) {
  EXPECT_EQ(explained("dsa-5764-1"), explained("CVE-2024-5535"));
  EXPECT_EQ(explained("cve-2024-5535"), explained("CVE-2024-5535"));
}

TEST(Explain, SuppressedAndNotes) {
  EXPECT_NE(explained("CVE-2000-2").find("hidden by       not reachable (ignore:3)"), std::string::npos);
  EXPECT_NE(explained("CVE-2023-45853").find("vendor's note   contrib/minizip not built"), std::string::npos);
}

TEST(Explain, FitsTheTerminal) {
  for (int width : {40, 60, 80}) {
    base::each_line(explained("CVE-2024-9143", width),
                    [&](std::string_view line) { EXPECT_LE(columns(line), static_cast<std::size_t>(width)) << line; });
  }
}

TEST(Explain, NotFoundClaimsNoMoreThanIsKnown) {
  model::Report report = sample_report();
  EXPECT_NE(explained("CVE-1", 200, report).find("is not among the findings of image.tar (4 packages). Not everything could be read"),
            std::string::npos);
  report.notes.clear();
  EXPECT_NE(explained("CVE-1", 200, report).find("no installed version is in the range"), std::string::npos);
  report.feeds.clear();
  EXPECT_NE(explained("CVE-1", 200, report).find("No vulnerability feed was used"), std::string::npos);
}

}  // namespace
}  // namespace batten::report
