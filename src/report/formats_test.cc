// SPDX-License-Identifier: Apache-2.0
//
// What holds for every format.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "report/format.h"
#include "report/json_report.h"
#include "report/program.h"
#include "report/sample.h"

namespace batten::report {
namespace {

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
    for (const char* id : {"", "CVE-2024-5535", "CVE-2024-9143", "CVE-2000-2", "\x1b[2J"}) {
      Options options;
      options.show_all = true;
      options.explain = id;
      std::string text = format->write(sample_report(), options);
      EXPECT_EQ(text.find('\x1b'), std::string::npos) << format->name;
      EXPECT_EQ(text.find('\x07'), std::string::npos) << format->name;
      EXPECT_EQ(text, base::to_utf8(text)) << format->name << ": valid UTF-8";
    }
  }
}

TEST(Formats, EmptyReport) {
  model::Report empty;
  for (const Format* format : all_formats()) {
    std::string text = format->write(empty, {});
    EXPECT_FALSE(text.empty()) << format->name;
    if (format->media_type.ends_with("json")) {
      EXPECT_TRUE(json::Document::parse(text)) << format->name;
    }
  }
}

TEST(Formats, JsonFormatsAreJson) {
  for (const char* name : {"json", "sarif", "cyclonedx", "cyclonedx-1.4", "cyclonedx-1.5", "spdx"}) {
    const Format* format = find_format(name);
    ASSERT_NE(format, nullptr) << name;
    EXPECT_TRUE(json::Document::parse(format->write(sample_report(), {}))) << name;
  }
  EXPECT_EQ(find_format("xml"), nullptr);
}

// Many findings are written by two threads; those that somebody asks about by one.
TEST(Formats, JsonOfManyFindingsIsThatOfOneThread) {
  model::Report report = sample_report();
  model::Finding one = report.findings[0];
  report.findings.assign(1001, one);
  for (std::size_t i = 0; i < report.findings.size(); ++i) report.findings[i].title = format("number {}", i);
  for (int indent : {0, 2}) {
    Options all, asked;
    asked.explain = one.id;
    std::string text = json_report(report, all, indent);
    EXPECT_EQ(text, json_report(report, asked, indent));
    auto document = json::Document::parse(text);
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ((*document)["findings"].size(), 1001u);
    EXPECT_EQ((*document)["findings"].elements()[1000]["title"].string(), "number 1000");
  }
}

TEST(Formats, NamesAreListed) {
  EXPECT_NE(format_names().find("sarif"), std::string::npos);
  EXPECT_NE(format_names(true).find("cyclonedx-1.4"), std::string::npos);
  EXPECT_EQ(format_names(true).find("sarif"), std::string::npos) << "it says findings, not packages";
}

TEST(Program, VersionIsTheOneOfTheBuild) {
  std::ifstream file(std::string(BATTEN_SOURCE_DIR) + "/CMakeLists.txt");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find("VERSION " + std::string(kProgramVersion) + " LANGUAGES"), std::string::npos);
}

}  // namespace
}  // namespace batten::report
