// SPDX-License-Identifier: Apache-2.0
#include "report/base_text.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "report/explain.h"
#include "report/finding_rows.h"
#include "report/format.h"
#include "report/sample.h"

namespace batten::report {
namespace {

// The sample's second layer brought openssl; what else there is, is the base's.
model::Report based(model::BaseEvidence evidence = model::BaseEvidence::kEngine) {
  model::Report out = sample_report();
  out.base_image = model::BaseImage{"debian:12", {}, 1, evidence, {}};
  return out;
}

model::BaseCandidate candidate() {
  model::BaseCandidate out;
  out.name = "debian:13";
  out.removes = {6};
  out.stays = {2};
  out.adds = {{"CVE-2000-9", "bash", "5.2", "", model::Severity::kLow, model::State::kAffected}};
  return out;
}

std::string written(const model::Report& report, const char* format) {
  return find_format(format)->write(report, {.width = 200, .explain = {}});
}

TEST(BaseText, SaysWhoseLayerItIs) {
  model::Report report = based();
  EXPECT_EQ(base_line(report), "base image: debian:12, layer 1 of 2 (the local engine has it; its layers are the lowest of the image)");
  EXPECT_EQ(from_text(report, report.packages[3]), "base image debian:12 (layer 1)");
  EXPECT_EQ(from_text(report, report.packages[1]), "own layer 2: RUN apt-get install ?[31mopenssl");
  report.packages[1].location.layer_index = -1;
  EXPECT_EQ(from_text(report, report.packages[1]), "");
  report = based(model::BaseEvidence::kHistory);
  report.base_image->name.clear();
  EXPECT_EQ(base_line(report), "base image: layer 1 of 2 (a guess by the history)");
  EXPECT_EQ(from_text(report, report.packages[3]), "base image (layer 1), a guess by the history");
  EXPECT_EQ(base_line(sample_report()), "");
}

TEST(BaseText, ConcludesWithWhatARebuiltBaseCouldRemove) {
  EXPECT_EQ(base_conclusion(based()),
            std::vector<std::string>{"2 of 5 findings come from the base image debian:12; there is no fix for any of them yet."});
  model::Report report = based();
  report.findings[2].state = model::State::kFixed;
  EXPECT_EQ(base_conclusion(report),
            std::vector<std::string>{"2 of 5 findings come from the base image debian:12: 1 has a fix, so a rebuilt "
                                     "base can do without, 1 has none."});
  report.base_image->layers = 0;
  EXPECT_EQ(base_conclusion(report), std::vector<std::string>{"No finding of 5 comes from the base image debian:12."});
  EXPECT_TRUE(base_conclusion(sample_report()).empty());
}

TEST(BaseText, ConcludesWithWhatTheCandidateDoes) {
  model::Report report = based();
  report.base_image->candidate = candidate();
  EXPECT_EQ(base_conclusion(report)[1], "debian:13 in its place removes 1 of 2, 1 stays, adds 1 (1 low).");
  report.base_image->candidate->whole = false;
  EXPECT_TRUE(base_conclusion(report)[1].ends_with("it may remove fewer and add more.")) << base_conclusion(report)[1];
}

TEST(BaseText, TheTableHasAColumnOfOwners) {
  model::Report report = based();
  std::string table = written(report, "table");
  EXPECT_NE(table.find("FROM"), std::string::npos) << table;
  EXPECT_NE(table.find("own 2"), std::string::npos) << table;
  EXPECT_NE(table.find("base "), std::string::npos) << table;
  EXPECT_EQ(table.find("LAYER"), std::string::npos);
  EXPECT_EQ(written(sample_report(), "table").find("FROM"), std::string::npos);
  std::vector<FindingRow> rows = finding_rows(report, true);
  report.packages[2].location.layer_index = 0;
  EXPECT_EQ(layer_owners(report, rows.front()), "base, own 2") << "two packages of one source";
  std::string why = explain(report, {.width = 100, .explain = "CVE-2023-45853"});
  EXPECT_NE(why.find("base image debian:12 (layer 1)"), std::string::npos) << why;
}

TEST(BaseText, JsonAndSarifTellIt) {
  model::Report report = based();
  report.base_image->candidate = candidate();
  std::string text = written(report, "json");
  auto document = json::Document::parse(text);
  ASSERT_TRUE(document);
  json::View base = (*document)["base_image"];
  EXPECT_EQ(base["name"].string(), "debian:12");
  EXPECT_EQ(base["layers"].integer(), 1);
  EXPECT_EQ(base["how_known"].string(), "engine");
  EXPECT_TRUE(base["certain"].boolean());
  EXPECT_EQ(base["findings"].integer(), 2);
  EXPECT_EQ(base["own_findings"].integer(), 3);
  EXPECT_EQ(base["candidate"]["adds"].elements()[0]["id"].string(), "CVE-2000-9");
  std::vector<json::View> findings = (*document)["findings"].elements();
  EXPECT_EQ(findings[0]["from"].string(), "own");
  EXPECT_FALSE(findings[0]["candidate"]);
  EXPECT_EQ(findings[2]["from"].string(), "base");
  EXPECT_EQ(findings[2]["candidate"].string(), "stays");
  EXPECT_EQ(findings[6]["candidate"].string(), "removes");
  EXPECT_FALSE((*json::Document::parse(written(sample_report(), "json")))["base_image"]);
  EXPECT_NE(written(report, "sarif").find("\"from\": \"base image debian:12 (layer 1)\""), std::string::npos);
}

}  // namespace
}  // namespace batten::report
