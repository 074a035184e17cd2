// SPDX-License-Identifier: Apache-2.0
#include "rules/diagnostic_text.h"

#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "rules/load_fixture.h"

namespace batten::rules {
namespace {

TEST(DiagnosticText, ForPeople) {
  std::vector<RuleFile> files = {{.name = "r.yaml", .text = rule_text("evt.type = open and proc.name contain x")}};
  Parsed parsed = parse(files);
  EXPECT_EQ(diagnostics_text(parsed.diagnostics, files),
            "r.yaml:5:44: error: expected an operator (=, in, contains, exists ...), found 'contain' (did you mean 'contains'?) "
            "[LOAD_ERR_COMPILE_CONDITION]\n"
            "  in rule 'R'\n"
            "    condition: evt.type = open and proc.name contain x\n"
            "                                             ^~~~~~~\n"
            "1 error, 0 warnings\n");
  EXPECT_EQ(diagnostics_text({}, files), "");
  // Without its file, without a place.
  EXPECT_EQ(diagnostic_text(parsed.diagnostics[0], {}).find("condition: evt"), std::string::npos);
  EXPECT_EQ(diagnostic_text({.code = DiagnosticCode::kUnusedList, .file = {}, .place = {}, .item = {}, .message = "m"}, files),
            "rules: warning: m [LOAD_UNUSED_LIST]\n");
}

TEST(DiagnosticText, LongLinesAndOddBytes) {
  std::string line = "- rule: " + std::string(500, 'x') + "\x1b[31m\n";
  std::vector<RuleFile> files = {{.name = "r\n.yaml", .text = line}};
  Diagnostic one{.code = DiagnosticCode::kErrValidate,
                 .file = "r\n.yaml",
                 .place = {.line = 1, .column = 509, .offset = 508, .length = 3},
                 .item = "rule '\x1b'",
                 .message = "bad \x1b"};
  std::string text = diagnostic_text(one, files);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_TRUE(text.contains("  ...xxxxx"));
  EXPECT_LT(text.size(), 500u);
  one.place.offset = 100'000;
  EXPECT_TRUE(diagnostic_text(one, files).contains("bad"));
  one.place = {.line = 1, .column = 3, .offset = 2, .length = 4};
  EXPECT_TRUE(diagnostic_text(one, files).contains("xxx...\n    ^~~~\n")) << diagnostic_text(one, files);
}

TEST(DiagnosticText, AsJson) {
  std::vector<RuleFile> files = {{.name = "a.yaml", .text = rule_text("evt.type = open and proc.nam = x", "  what: x\n")},
                                 {.name = "b.yaml", .text = ""}};
  Diagnostics all = parse(files).diagnostics;
  all.push_back({.code = DiagnosticCode::kErrFileRead, .file = {}, .place = {}, .item = {}, .message = "not there"});
  auto document = json::Document::parse(diagnostics_json(all, files));
  ASSERT_TRUE(document);
  std::vector<json::View> results = document->root()["falco_load_results"].elements();
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0]["name"].string(), "a.yaml");
  EXPECT_FALSE(results[0]["successful"].boolean(true));
  EXPECT_TRUE(results[1]["successful"].boolean());
  EXPECT_EQ(results[2]["errors"].size(), 1u);
  std::vector<json::View> errors = results[0]["errors"].elements();
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0]["code"].string(), "LOAD_ERR_COMPILE_CONDITION");
  json::View location = errors[0]["context"]["locations"].elements().at(0);
  EXPECT_EQ(location["item_type"].string(), "rule");
  EXPECT_EQ(location["item_name"].string(), "R");
  EXPECT_EQ(location["position"]["line"].integer(), 5);
  EXPECT_EQ(location["position"]["column"].integer(), 34);
  EXPECT_TRUE(errors[0]["context"]["snippet"].string().ends_with("^~~~~~~~"));
  EXPECT_EQ(results[0]["warnings"].elements().at(0)["code"].string(), "LOAD_UNKNOWN_KEY");
}

TEST(DiagnosticText, EveryCodeHasAName) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(DiagnosticCode::kUnknownKey); ++i) {
    std::string_view name = diagnostic_code_name(static_cast<DiagnosticCode>(i));
    EXPECT_TRUE(name.starts_with("LOAD_"));
    EXPECT_EQ(name.starts_with("LOAD_ERR_"), is_error(static_cast<DiagnosticCode>(i)));
    names.insert(name);
  }
  EXPECT_EQ(names.size(), 22u);
}

}  // namespace
}  // namespace batten::rules
