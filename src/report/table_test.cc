// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/format.h"
#include "base/text.h"
#include "report/columns.h"
#include "report/format.h"
#include "report/sample.h"
#include "report/style.h"
#include "report/summary.h"

namespace batten::report {
namespace {

// Enough for the sample's versions.
std::strong_ordering by_text(std::string_view, std::string_view left, std::string_view right) { return left <=> right; }

std::string table(const model::Report& report, const Options& options = {}) { return find_format("table")->write(report, options); }

std::string table(int width, bool all = false) {
  Options options;
  options.width = width;
  options.show_all = all;
  options.order = by_text;
  return table(sample_report(), options);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// The lines that contain a part, with single blanks.
std::vector<std::string> lines_with(const std::string& text, std::string_view part) {
  std::vector<std::string> out;
  base::each_line(text, [&](std::string_view line) {
    if (line.find(part) != std::string_view::npos) out.push_back(one_line(line));
  });
  return out;
}

TEST(Table, Whole) {
  EXPECT_EQ(table(120),
            "image.tar\n"
            "Debian GNU/Linux 12 (bookworm), 4 packages, 2 layers (docker-archive)\n"
            "advisories: debian of 2025-02-12, kev not used\n"
            "\n"
            "5 findings:\n"
            "  2 critical, 1 high, 1 medium, 1 negligible\n"
            "  3 fixed, 1 affected, 1 wont-fix\n"
            "  2 known to be exploited (KEV)\n"
            "\n"
            "SEVERITY  ID              PACKAGE           INSTALLED        FIXED             STATE     KEV  EPSS  LAYER\n"
            "-- Fixed by an update\n"
            "critical  CVE-2024-5535   libssl3, openssl  3.0.11-1         3.0.15-1~deb12u1  fixed     KEV    1%  2\n"
            "medium    CVE-2024-9143   libssl3           3.0.11-1         3.0.16-1~deb12u1  fixed            0%  2\n"
            "-- No fix yet\n"
            "high      CVE-2023-45853  zlib1g            1:1.2.13.dfsg-1  -                 affected          -  1\n"
            "\n"
            "Not listed: 1 negligible, 1 not affected, 1 hidden by ignore rules (--all lists them)\n"
            "\n"
            "What was not read (1):\n"
            "  - layer sha256:aaaa: var/lib/dpkg/status: stanza 14: no Package field\n"
            "\n"
            "3 of 5 findings are fixed by updates:\n"
            "  openssl 3.0.11-1 -> 3.0.16-1~deb12u1 removes 3 (2 critical, 1 medium), known to be exploited\n");
}

TEST(Table, NamesTheDatabaseThatWasPulled) {
  model::Report report = sample_report();
  report.database = {"r.example/db:1", "sha256:" + std::string(64, 'd'), "", {"debian"}};
  Options options;
  options.width = 120;
  options.order = by_text;
  EXPECT_TRUE(
      has(table(report, options), "advisories: debian of 2025-02-12, kev not used; database r.example/db:1 (sha256:dddddddddddd)\n"));
  report.database->signed_by = "sha256:" + std::string(64, 'e');
  EXPECT_TRUE(has(one_line(table(report, options)), "(sha256:dddddddddddd, signed by sha256:eeeeeeeeeeee)"));
}

TEST(Table, FitsEveryTerminal) {
  for (int width : {40, 50, 60, 72, 80, 100, 120, 200, 400}) {
    for (bool all : {false, true}) {
      std::string text = table(width, all);
      base::each_line(text, [&](std::string_view line) {
        EXPECT_LE(columns(line), static_cast<std::size_t>(width)) << line;
        EXPECT_FALSE(line.ends_with(' ')) << line;
      });
      EXPECT_TRUE(has(text, "CVE-2023-45853")) << width;
    }
  }
}

TEST(Table, NarrowTerminalsGetTwoLines) {
  std::string text = table(60);
  EXPECT_EQ(lines_with(text, "CVE-2024-5535"), std::vector<std::string>{"critical CVE-2024-5535 libssl3, openssl 3.0.11-1"}) << text;
  EXPECT_EQ(lines_with(text, "fixed in 3.0.15"), std::vector<std::string>{"fixed in 3.0.15-1~deb12u1, KEV, EPSS 1%"}) << text;
}

TEST(Table, WideTerminalsShowTitles) {
  EXPECT_FALSE(has(table(120), "buffer overread"));
  EXPECT_TRUE(has(table(200), "openssl: buffer overread"));
  EXPECT_TRUE(has(table(200), "GF(2^m) parameters ?[2J??\u4e2d\u6587"));
}

TEST(Table, ColoursOnlyWhenAsked) {
  Options options;
  EXPECT_FALSE(has(table(sample_report(), options), "\x1b["));
  options.color = true;
  std::string text = table(sample_report(), options);
  EXPECT_TRUE(has(text, "\x1b[1;31mcritical\x1b[0m"));
  EXPECT_TRUE(has(text, "\x1b[1;31mKEV\x1b[0m"));
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      plain.push_back(text[i]);
  }
  options.color = false;
  EXPECT_EQ(plain, table(sample_report(), options)) << "colours change nothing else";
}

TEST(Table, HidesWhatMattersLittleAndSaysSo) {
  std::string text = table(120), all = table(120, true);
  for (const char* id : {"CVE-2000-1", "CVE-2000-2", "CVE-2000-3"}) {
    EXPECT_FALSE(has(text, id)) << text;
    EXPECT_TRUE(has(all, id)) << all;
  }
  for (const char* title : {"-- Hidden by ignore rules", "-- Not affected", "-- No fix is coming soon"})
    EXPECT_TRUE(has(all, title)) << all;
  EXPECT_FALSE(has(all, "Not listed"));
}

TEST(Table, NegligibleButExploitedIsShown) {
  model::Report report = sample_report();
  report.findings.back().kev = model::KnownExploited{};
  EXPECT_TRUE(has(table(report), "CVE-2000-1"));
}

TEST(Table, NeverCleanOfWhatWasNotRead) {
  model::Report report = sample_report();
  report.findings.clear();
  constexpr std::string_view kClean = "No known vulnerabilities in 4 packages.", kDoubt = "No vulnerabilities found in what could be read";
  EXPECT_TRUE(has(table(report), std::string(kDoubt) + "; what was not read: 1.")) << table(report);
  report.notes.clear();
  EXPECT_TRUE(has(table(report), kClean)) << table(report);
  model::Report without_feed = report;
  without_feed.feeds = {{"kev", "2025-01-01", 1, ""}, {"epss", "2025-01-01", 1, ""}, {"repository", "2025-01-01", 1, ""}};
  EXPECT_TRUE(has(table(without_feed), std::string(kDoubt) + "; no vulnerability feed was used.")) << table(without_feed);
  without_feed.feeds = {{"debian", "", 0, "could not be fetched"}};
  EXPECT_TRUE(has(table(without_feed), kDoubt)) << table(without_feed);
  report.packages.clear();
  EXPECT_FALSE(has(table(report), "No known vulnerabilities")) << table(report);
  report = sample_report();
  report.notes.clear();
  for (model::Finding& finding : report.findings) finding.suppressed_by = "all of them";
  EXPECT_FALSE(has(table(report), "No known vulnerabilities")) << table(report);
  EXPECT_TRUE(has(table(report), "beside the 7 that ignore rules hide")) << table(report);
}

TEST(Table, ManyNotesAreCounted) {
  model::Report report = sample_report();
  for (int i = 0; i < 99; ++i) report.notes.push_back({base::Note::Kind::kSkipped, "layer", format("file {}", i), "look at it"});
  std::string text = table(report);
  EXPECT_TRUE(has(text, "What was not read (100):"));
  EXPECT_TRUE(has(text, "and 85 more (--all lists them)"));
  EXPECT_FALSE(has(text, "file 98"));
  Options options;
  options.show_all = true;
  EXPECT_TRUE(has(table(report, options), "file 98 (look at it)"));
}

TEST(Table, ManyFindings) {
  model::Report report = sample_report();
  model::Finding finding = report.findings[4];
  for (int i = 0; i < 1000; ++i) {
    model::Package package = report.packages[1];
    package.name = format("library{}", i), package.source_name = format("source{}", i);
    finding.package_index = report.packages.size();
    report.packages.push_back(package);
    report.findings.push_back(finding);
  }
  std::string text = table(report);
  EXPECT_TRUE(has(text, "1003 of 1005 findings are fixed by updates:"));
  EXPECT_TRUE(text.ends_with("  and 981 updates more (--all lists them)\n")) << text.substr(text.size() - 300);
}

TEST(Updates, NewestVersionRemovesAll) {
  std::vector<Update> known = updates(sample_report(), by_text);
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].package, "openssl");
  EXPECT_EQ(known[0].fixed, std::vector<std::string>{"3.0.16-1~deb12u1"});
  EXPECT_EQ(known[0].removes, 3u);
  EXPECT_EQ(known[0].exploited, 2u);
  EXPECT_EQ(known[0].worst(), model::Severity::kCritical);
  // Without an order nothing is claimed of the newest.
  EXPECT_EQ(updates(sample_report(), nullptr)[0].fixed, (std::vector<std::string>{"3.0.15-1~deb12u1", "3.0.16-1~deb12u1"}));
  Options options;
  EXPECT_TRUE(has(table(sample_report(), options), "-> the newest of 3.0.15-1~deb12u1, 3.0.16-1~deb12u1 removes 3"));
}

TEST(Updates, ExploitedThenWorstThenMost) {
  model::Report report = sample_report();
  const model::Finding pattern = report.findings[4];
  auto add = [&](const char* source, model::Severity severity, bool kev) {
    model::Package package = report.packages[1];
    package.source_name = source;
    model::Finding finding = pattern;
    finding.package_index = report.packages.size(), finding.severity = severity;
    if (kev) finding.kev = model::KnownExploited{};
    report.packages.push_back(package);
    report.findings.push_back(finding);
  };
  report.findings.erase(report.findings.begin(), report.findings.begin() + 2);
  add("low-but-exploited", model::Severity::kLow, true);
  add("critical", model::Severity::kCritical, false);
  add("a-critical-too", model::Severity::kCritical, false);
  std::vector<std::string> names;
  for (const Update& update : updates(report, by_text)) names.push_back(update.package);
  EXPECT_EQ(names, (std::vector<std::string>{"low-but-exploited", "a-critical-too", "critical", "openssl"}));
}

}  // namespace
}  // namespace batten::report
