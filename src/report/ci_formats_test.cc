// SPDX-License-Identifier: Apache-2.0
//
// What the formats for CI services promise beyond their examples.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "base/json.h"
#include "base/xml.h"
#include "report/cvss_vector.h"
#include "report/format.h"
#include "report/markdown_text.h"
#include "report/sample.h"

namespace batten::report {
namespace {

std::string written(const char* name, const model::Report& report, const Options& options = {}) {
  return find_format(name)->write(report, options);
}

std::size_t occurrences(const std::string& text, std::string_view what) {
  std::size_t out = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++out;
  return out;
}

TEST(Junit, CountsAreThoseOfTheCases) {
  std::string text = written("junit", sample_report());
  // Failures: CVE-2024-5535 twice, CVE-2023-45853, CVE-2024-9143; skipped: suppressed, not affected, negligible; one note.
  EXPECT_NE(text.find("tests=\"8\" failures=\"4\" errors=\"1\" skipped=\"3\""), std::string::npos) << text.substr(0, 400);
  EXPECT_EQ(occurrences(text, "<failure "), 4u);
  EXPECT_EQ(occurrences(text, "<skipped "), 3u);
  EXPECT_EQ(occurrences(text, "<error "), 1u);
  Options all;
  all.show_all = true;
  EXPECT_NE(written("junit", sample_report(), all).find("failures=\"5\" errors=\"1\" skipped=\"2\""), std::string::npos);
}

TEST(Junit, NothingComparedIsNoPass) {
  model::Report report;
  EXPECT_NE(written("junit", report).find("no vulnerability feed was used"), std::string::npos);
  report.feeds = {{"debian", "2025-01-01", 3, ""}};
  EXPECT_NE(written("junit", report).find("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""), std::string::npos);
}

TEST(Gitlab, IdsAreStableAndUnique) {
  model::Report report = sample_report();
  report.packages.push_back(report.packages[1]);
  report.packages.back().version = "3.0.12-1";  // the same package twice, as kernels are
  report.findings.push_back(report.findings[0]);
  report.findings.back().package_index = report.packages.size() - 1;
  auto ids = [](const model::Report& of) {
    std::vector<std::string> out;
    std::string text = written("gitlab", of);
    auto document = json::Document::parse(text);
    (*document)["vulnerabilities"].each([&](json::View one) { out.emplace_back(one["id"].string()); });
    return out;
  };
  std::vector<std::string> before = ids(report);
  EXPECT_EQ(before.size(), 6u) << "suppressed and not affected are left out";
  EXPECT_EQ(std::set<std::string>(before.begin(), before.end()).size(), before.size());
  for (model::Package& package : report.packages) package.version += "+rebuilt";
  for (model::LayerInfo& layer : report.layers) layer.diff_id = model::Digest::of_sha256_hex(std::string(64, '9'));
  EXPECT_EQ(ids(report), before) << "no version and no digest is in them";
}

TEST(Gitlab, NamesTheDayItIsGiven) {
  Options options;
  options.date = 1'700'000'000;
  EXPECT_NE(written("gitlab", sample_report(), options).find("\"start_time\": \"2023-11-14T22:13:20\""), std::string::npos);
}

TEST(CvssVector, OnlyWholeOnes) {
  EXPECT_TRUE(is_cvss3_vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H"));
  EXPECT_TRUE(is_cvss3_vector("CVSS:3.0/AC:L/AV:N/PR:N/UI:N/S:U/C:H/I:N/A:H/E:P/MAV:X"));
  for (const char* bad : {"", "AV:N/AC:L/Au:N/C:P/I:P/A:P", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "CVSS:3.1/",
                          "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:Q",
                          "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H/", "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H",
                          "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:"}) {
    EXPECT_FALSE(is_cvss3_vector(bad)) << bad;
  }
}

TEST(Github, WhatIsLostThereIsCounted) {
  model::Report report = sample_report();
  for (int i = 0; i < 30; ++i) {
    report.findings.push_back(report.findings[0]);
    report.findings.back().id = "CVE-2099-" + std::to_string(i);
    report.findings.push_back(report.findings[4]);
    report.findings.back().id = "CVE-2098-" + std::to_string(i);
  }
  std::string text = written("github", report);
  EXPECT_EQ(occurrences(text, "::error "), 10u);
  EXPECT_EQ(occurrences(text, "::warning "), 10u) << "nine findings and what was not read";
  EXPECT_EQ(occurrences(text, "::notice "), 2u);
  // 32 errors and 31 warnings in rows.
  EXPECT_NE(text.find("::notice title=44 more findings::"), std::string::npos) << text;
  EXPECT_NE(text.find("What was not read%3A 1"), std::string::npos);
}

TEST(Github, FilesOfADirectoryAreNamed) {
  model::Report report = sample_report();
  report.source.kind = "dir";
  report.source.name = "./services/api/";
  report.packages[1].location.path = "package-lock.json";
  EXPECT_NE(written("github", report).find("::error file=services/api/package-lock.json,title=CVE-2024-5535"), std::string::npos);
}

TEST(Github, NothingFoundSaysOfWhat) {
  model::Report report;
  report.source.name = "app:1";
  EXPECT_EQ(written("github", report),
            "::notice title=app%3A1::No vulnerabilities found in what could be read; no vulnerability feed was used.\n");
}

TEST(Markdown, TextIsOnlyText) {
  EXPECT_EQ(markdown_text("a|b *c* <d> & `e`"), "a\\|b \\*c\\* &lt;d&gt; &amp; \\`e\\`");
  EXPECT_EQ(markdown_text("hey @user see #12"), "hey @<!-- -->user see \\#<!-- -->12");
  EXPECT_EQ(markdown_text("www.example.org https://x"), "www.<!-- -->example.org https:<!-- -->//x");
  EXPECT_EQ(markdown_text("two\nlines"), "two lines");
  EXPECT_EQ(markdown_code("a|b"), "`a\\|b`");
  EXPECT_EQ(markdown_code("a``b"), "```a``b```");
  EXPECT_EQ(markdown_code("`a"), "`` `a ``");
  EXPECT_EQ(markdown_code(""), "");
}

TEST(Markdown, NothingFoundSaysOfWhat) {
  model::Report report;
  EXPECT_NE(written("markdown", report).find("**No vulnerabilities found in what could be read; no vulnerability feed was used.**"),
            std::string::npos);
}

TEST(Ndjson, ExplainKeepsItsFindingsOnly) {
  Options options;
  options.explain = "DSA-5764-1";
  std::string text = written("ndjson", sample_report(), options);
  EXPECT_EQ(occurrences(text, "{\"kind\":\"finding\""), 2u);
  EXPECT_EQ(occurrences(text, "{\"kind\":\"header\""), 1u);
}

}  // namespace
}  // namespace batten::report
