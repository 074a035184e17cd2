// SPDX-License-Identifier: Apache-2.0
//
// Texts as an attacker would put them into a package, an advisory or a note, through every format: what comes out is still the format.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "base/xml.h"
#include "report/format.h"
#include "report/sample.h"

namespace batten::report {
namespace {

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "</script><script>alert(1)</script><!--<script>",
      "]]><x a='b' c=\"d\">&amp;&#0;</failure></testsuites>",
      "a\r\n::error title=x::y%0A::stop-commands::z,file=w",
      "=cmd|' /C calc'!A0",
      "@everyone #1 www.example.org https://example.org ||`` ` ```\n\n# head\n| a | b |\n![x](http://example.org)",
      "{{ source.name }}{% for %}{{",
      std::string("nul\0\x01\x02\x7f\x1b]0;title\x07\x1b[2J", 26),
      "\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80 \u202e\u2028\u2029\ufeff\ufffe",
      std::string(8000, 'A') + "\",\n",
      std::string(500, '`'),
      std::string(500, '#'),
      std::string(500, '|'),
      "",
  };
  return texts;
}

// The sample with that text wherever an image or feed could have put it.
model::Report with_text(const std::string& text) {
  model::Report out = sample_report();
  out.source.name = out.source.reference = text;
  out.source.repo_tags = {text};
  out.config.user = out.config.created = text;
  out.config.exposed_ports = {text};
  out.distro.pretty_name = out.distro.codename = text;
  for (model::LayerInfo& layer : out.layers) layer.created_by = text;
  for (model::Package& package : out.packages) {
    package.name = package.version = package.source_name = package.arch = package.maintainer = package.origin = package.purl = text;
    package.location.path = text;
    package.licenses = {text};
  }
  for (model::Finding& finding : out.findings) {
    finding.id = finding.title = finding.description = finding.severity_source = finding.published = text;
    finding.aliases = finding.references = {text};
    if (finding.state == model::State::kFixed) finding.fixed_version = text;
    for (model::Cvss& cvss : finding.cvss) cvss.vector = cvss.version = cvss.source = text;
    if (finding.kev) finding.kev = model::KnownExploited{text, text, text, false};
    finding.explanation = {text, text, text, text, text, text, text, text, text, text, text};
  }
  for (model::FeedInfo& feed : out.feeds) feed.data_date = text;
  out.feeds[1].problem = text;
  out.notes = {{base::Note::Kind::kSkipped, text, text, text}, {base::Note::Kind::kDegraded, text, text, ""}};
  return out;
}

std::vector<std::string> lines_of(const std::string& text, const std::string& end) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t next = std::min(text.find(end, at), text.size());
    out.push_back(text.substr(at, next - at));
    at = next + end.size();
  }
  return out;
}

std::string written(const char* name, const model::Report& report) {
  Options options;
  options.show_all = true;
  return find_format(name)->write(report, options);
}

TEST(HostileText, EveryFormatStaysValidText) {
  for (const std::string& text : hostile_texts()) {
    model::Report report = with_text(text);
    for (const Format* format : all_formats()) {
      Options options;
      options.show_all = true;
      std::string out = format->write(report, options);
      EXPECT_FALSE(out.empty()) << format->name;
      EXPECT_EQ(out, base::to_utf8(out)) << format->name << " is no UTF-8";
      bool raw = std::any_of(out.begin(), out.end(), [](char c) {
        auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
      });
      EXPECT_FALSE(raw) << format->name << " holds a control character of " << text.substr(0, 80);
    }
  }
}

TEST(HostileText, JsonAndXmlStayWellFormed) {
  for (const std::string& text : hostile_texts()) {
    model::Report report = with_text(text);
    for (const Format* format : all_formats()) {
      std::string out = format->write(report, {});
      if (format->media_type.ends_with("json") && format->name != "ndjson") {
        EXPECT_TRUE(json::Document::parse(out)) << format->name << ": " << text.substr(0, 80);
      }
      if (format->media_type.ends_with("xml")) {
        EXPECT_TRUE(xml::Document::parse(out)) << format->name << ": " << text.substr(0, 80);
      }
    }
  }
}

TEST(HostileText, EachLineOfNdjsonIsAnObjectOfAKnownKind) {
  for (const std::string& text : hostile_texts()) {
    model::Report report = with_text(text);
    std::vector<std::string> lines = lines_of(written("ndjson", report), "\n");
    ASSERT_EQ(lines.size(), 1 + report.findings.size() + report.notes.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      auto line = json::Document::parse(lines[i]);
      ASSERT_TRUE(line) << lines[i].substr(0, 200);
      EXPECT_EQ((*line)["kind"].string(), i == 0 ? "header" : i <= report.findings.size() ? "finding" : "note");
    }
  }
}

TEST(HostileText, GithubLinesAreItsOwnCommands) {
  for (const std::string& text : hostile_texts()) {
    for (const std::string& line : lines_of(written("github", with_text(text)), "\n")) {
      EXPECT_TRUE(line.starts_with("::error title=") || line.starts_with("::warning title=") || line.starts_with("::notice title="))
          << line.substr(0, 200);
      EXPECT_EQ(line.find('\r'), std::string::npos);
      EXPECT_LT(line.size(), 8000u);
      // What stands before the message: one property, whose colons and commas are escaped.
      std::string property = line.substr(line.find("title="), line.find("::", 2) - line.find("title="));
      EXPECT_EQ(property.find_first_of(":,"), std::string::npos) << property;
    }
  }
}

TEST(HostileText, CsvHasOneShapeAndNoFormula) {
  for (const std::string& text : hostile_texts()) {
    model::Report report = with_text(text);
    std::vector<std::string> lines = lines_of(written("csv", report), "\r\n");
    ASSERT_EQ(lines.size(), 1 + report.findings.size() + report.notes.size()) << text.substr(0, 80);
    auto cells = static_cast<std::size_t>(std::count(lines[0].begin(), lines[0].end(), ',')) + 1;
    for (const std::string& line : lines) {
      std::size_t count = 1;
      bool quoted = false, begins = true;
      for (char c : line) {
        if (begins && !quoted) {
          EXPECT_EQ(std::string("=+-@").find(c), std::string::npos) << line.substr(0, 200);
        }
        begins = (c == ',' && !quoted) || (c == '"' && begins);
        quoted = quoted != (c == '"');
        if (c == ',' && !quoted) ++count;
      }
      EXPECT_FALSE(quoted);
      EXPECT_EQ(count, cells) << line.substr(0, 200);
    }
  }
}

TEST(HostileText, MarkdownFitsIntoAComment) {
  for (const std::string& text : hostile_texts()) {
    model::Report report = with_text(text);
    for (int i = 0; i < 8; ++i) {
      std::vector<model::Finding> again = report.findings;
      report.findings.insert(report.findings.end(), again.begin(), again.end());
    }
    for (std::size_t i = 0; i < report.findings.size(); ++i) report.findings[i].id += std::to_string(i);
    for (int i = 0; i < 30; ++i) {
      report.notes.insert(report.notes.end(), {report.notes[0], report.notes[1]});
      report.packages.push_back(report.packages[1]);
      report.packages.back().source_name += std::to_string(i);
      report.findings.push_back(report.findings[0]);
      report.findings.back().package_index = report.packages.size() - 1;
    }
    std::string out = written("markdown", report);
    EXPECT_LE(out.size(), 65'536u);
    EXPECT_NE(out.find("rows are left out: a comment holds 65536 characters"), std::string::npos);
    EXPECT_NE(out.find("<sub>Batten "), std::string::npos) << "the end is there";
  }
}

}  // namespace
}  // namespace batten::report
