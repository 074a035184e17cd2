// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "report/format.h"
#include "report/sample.h"
#include "report/spdx_license.h"
#include "report/style.h"

namespace batten::report {
namespace {

std::string written(std::string_view name, const model::Report& report, const Options& options = {}) {
  const Format* format = find_format(name);
  EXPECT_NE(format, nullptr) << name;
  return format == nullptr ? "" : format->write(report, options);
}

TEST(Formats, Examples) {
  ASSERT_GE(all_formats().size(), 4u);
  model::Report report = sample_report();
  for (const Format* format : all_formats()) {
    EXPECT_FALSE(format->examples.empty()) << format->name << " has no examples";
    std::string text = format->write(report, {});
    for (const FormatExample& example : format->examples)
      EXPECT_NE(text.find(example.contains), std::string::npos) << format->name << ": " << example.contains << "\n" << text;
    EXPECT_EQ(text, format->write(report, {})) << format->name << ": the same report gives the same text";
  }
}

TEST(Formats, NothingFromAnImageReachesTheTerminalRaw) {
  for (const Format* format : all_formats()) {
    Options options;
    options.show_all = true;
    std::string text = format->write(sample_report(), options);
    EXPECT_EQ(text.find('\x1b'), std::string::npos) << format->name;
    EXPECT_EQ(text.find('\x07'), std::string::npos) << format->name;
    EXPECT_EQ(text, base::to_utf8(text)) << format->name << ": valid UTF-8";
  }
}

TEST(Formats, JsonFormatsAreJson) {
  for (const char* name : {"json", "sarif", "cyclonedx"}) EXPECT_TRUE(json::Document::parse(written(name, sample_report()))) << name;
}

TEST(Json, OnlySourceTellsTwoSourcesApart) {
  model::Report other = sample_report();
  other.source.kind = "registry";
  other.source.name = "localhost:5000/app:1";
  std::string a = written("json", sample_report()), b = written("json", other);
  auto rest = [](const std::string& text) { return text.substr(text.find("\"image\":")); };
  EXPECT_NE(a, b);
  EXPECT_EQ(rest(a), rest(b));
}

TEST(Table, FitsTheTerminal) {
  for (int width : {40, 60, 80, 120, 200}) {
    Options options;
    options.width = width;
    options.show_all = true;
    std::string text = written("table", sample_report(), options);
    for (std::string_view line : base::split(text, '\n')) {
      EXPECT_LE(base::display_width(line), static_cast<std::size_t>(width)) << line;
    }
  }
}

TEST(Table, ColoursOnlyWhenAsked) {
  Options options;
  EXPECT_EQ(written("table", sample_report(), options).find("\x1b["), std::string::npos);
  options.color = true;
  EXPECT_NE(written("table", sample_report(), options).find("\x1b[1;31m"), std::string::npos);
}

TEST(Table, HidesWhatMattersLittleAndSaysSo) {
  std::string text = written("table", sample_report());
  EXPECT_EQ(text.find("CVE-2000-1"), std::string::npos);
  EXPECT_NE(text.find("2 not listed"), std::string::npos) << text;
  Options options;
  options.show_all = true;
  EXPECT_NE(written("table", sample_report(), options).find("CVE-2000-1"), std::string::npos);
}

TEST(Table, NeverCleanOfWhatWasNotRead) {
  model::Report report = sample_report();
  report.findings.clear();
  EXPECT_EQ(written("table", report).find("no known vulnerabilities"), std::string::npos) << "a note says that something was skipped";
  report.notes.clear();
  EXPECT_NE(written("table", report).find("no known vulnerabilities"), std::string::npos);
  report.feeds.clear();
  EXPECT_EQ(written("table", report).find("no known vulnerabilities"), std::string::npos) << "no feed was asked";
}

TEST(Table, ExplainsOneFinding) {
  Options options;
  options.explain = "DSA-5764-1";
  options.width = 200;
  std::string text = written("table", sample_report(), options);
  for (const char* part : {"CVE-2024-5535", "< 3.0.15-1~deb12u1", "by the rules of dpkg", "record CVE-2024-5535 of feed debian",
                           "RUN apt-get install", "KEV", "var/lib/dpkg/status"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
  options.explain = "CVE-1";
  EXPECT_NE(written("table", sample_report(), options).find("is no finding"), std::string::npos);
}

TEST(SpdxLicense, IdsAndExpressions) {
  EXPECT_TRUE(is_spdx_id("MIT"));
  EXPECT_FALSE(is_spdx_id("GPL"));
  EXPECT_TRUE(is_spdx_expression("GPL-2.0-only OR (MIT AND Zlib)"));
  EXPECT_TRUE(is_spdx_expression("GPL-3.0-or-later WITH GCC-exception-3.1"));
  for (const char* text : {"", "MIT OR", "MIT Zlib", "(MIT", "GPL-2.0-only OR Custom"}) EXPECT_FALSE(is_spdx_expression(text)) << text;
}

TEST(Style, FitsByColumns) {
  EXPECT_EQ(fit("abcdef", 4), "abc…");
  EXPECT_EQ(fit("Žluť", 4), "Žluť");
  EXPECT_EQ(pad("a", 3), "a  ");
  EXPECT_EQ(wrap("aa bb cc", 5), (std::vector<std::string>{"aa bb", "cc"}));
}

}  // namespace
}  // namespace batten::report
