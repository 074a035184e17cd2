// SPDX-License-Identifier: Apache-2.0
//
// The formats for programs: JSON and SARIF.
#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "report/format.h"
#include "report/sample.h"

namespace batten::report {
namespace {

std::string written(std::string_view name, const model::Report& report = sample_report(), const Options& options = {}) {
  return find_format(name)->write(report, options);
}

json::Document parsed(const std::string& text) {
  auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << document.error().message;
  return document ? std::move(*document) : json::Document();
}

TEST(Json, OnlySourceTellsTwoSourcesApart) {
  model::Report other = sample_report();
  other.source = {.kind = "registry",
                  .reference = "localhost:5000/app:1",
                  .name = "localhost:5000/app:1",
                  .manifest_digest = model::Digest::of_sha256_hex(std::string(64, 'd')),
                  .config_digest = {},
                  .repo_tags = {}};
  std::string a = written("json"), b = written("json", other);
  auto rest = [](const std::string& text) { return text.substr(text.find("\"image\":")); };
  EXPECT_NE(a, b);
  EXPECT_EQ(rest(a), rest(b));
}

TEST(Json, Summary) {
  json::Document report = parsed(written("json"));
  json::View summary = report["summary"];
  std::map<std::string, std::int64_t> expected = {{"packages", 4},        {"findings", 5},   {"vulnerabilities", 4}, {"fixable", 3},
                                                  {"known_exploited", 2}, {"suppressed", 1}, {"not_read", 1}};
  for (const auto& [name, count] : expected) EXPECT_EQ(summary[name].integer(), count) << name;
  EXPECT_EQ(summary["by_severity"]["critical"].integer(), 2);
  EXPECT_EQ(summary["by_severity"]["unknown"].integer(), 0);
  EXPECT_EQ(summary["by_state"]["fixed"].integer(), 3);
  EXPECT_EQ(summary["by_state"]["not-affected"].integer(), 1);
  EXPECT_EQ(summary["by_severity"].size(), 6u);
  EXPECT_EQ(summary["by_state"].size(), 7u);
}

TEST(Json, FindingsCarryTheirPackage) {
  json::Document report = parsed(written("json"));
  EXPECT_EQ(report["findings"].size(), 7u) << "suppressed ones too";
  json::View finding = report["findings"].elements().at(0), package = finding["package"];
  EXPECT_EQ(package["name"].string(), "libssl3");
  EXPECT_EQ(package["purl"].string(), "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl");
  EXPECT_EQ(package["path"].string(), "var/lib/dpkg/status");
  EXPECT_EQ(package["layer_diff_id"].string(), "sha256:" + std::string(64, 'b'));
  EXPECT_EQ(package["layer_created_by"].string(), "RUN apt-get install \x1b[31mopenssl") << "programs get it as it is";
  EXPECT_EQ(finding["kev"]["ransomware"].boolean(), true);
  EXPECT_EQ(finding["explanation"]["range"].string(), "< 3.0.15-1~deb12u1");
  EXPECT_EQ(report["findings"].elements().at(3)["suppressed_by"].string(), "not reachable (ignore:3)");
}

TEST(Json, FilesOnlyWhenAsked) {
  Options options;
  EXPECT_FALSE(parsed(written("json"))["packages"].elements().at(1)["files"]);
  options.with_files = true;
  EXPECT_EQ(parsed(written("json", sample_report(), options))["packages"].elements().at(1)["files"].strings(),
            std::vector<std::string>{"usr/lib/libssl.so.3"});
}

TEST(Json, ExplainKeepsOneVulnerability) {
  Options options;
  options.explain = "DSA-5764-1";
  EXPECT_EQ(parsed(written("json", sample_report(), options))["findings"].size(), 2u);
}

json::View run_of(const json::Document& sarif) { return sarif["runs"].elements().at(0); }

TEST(Sarif, RulesAndResults) {
  json::Document sarif = parsed(written("sarif"));
  json::View run = run_of(sarif), driver = run["tool"]["driver"];
  std::vector<json::View> rules = driver["rules"].elements(), results = run["results"].elements();
  ASSERT_EQ(rules.size(), 6u) << "one per vulnerability";
  ASSERT_EQ(results.size(), 7u) << "one per finding";
  for (json::View result : results) {
    auto index = static_cast<std::size_t>(result["ruleIndex"].integer().value_or(-1));
    ASSERT_LT(index, rules.size());
    EXPECT_EQ(result["ruleId"].string(), rules[index]["id"].string());
  }
  EXPECT_EQ(results[0]["message"]["text"].string(), "libssl3 3.0.11-1 has CVE-2024-5535 (critical, fixed): fixed in 3.0.15-1~deb12u1");
  EXPECT_EQ(results[0]["level"].string(), "error");
  EXPECT_EQ(results[5]["kind"].string(), "pass") << "not affected";
  EXPECT_EQ(results[5]["level"].string(), "none");
  EXPECT_EQ(results[3]["suppressions"].elements().at(0)["justification"].string(), "not reachable (ignore:3)");
  EXPECT_FALSE(results[0]["suppressions"]);
}

TEST(Sarif, ScoresStayInTheBandOfTheSeverity) {
  json::Document sarif = parsed(written("sarif"));
  std::map<std::string, std::string> scores;
  for (json::View rule : run_of(sarif)["tool"]["driver"]["rules"].elements())
    scores[std::string(rule["id"].string())] = std::string(rule["properties"]["security-severity"].string());
  EXPECT_EQ(scores["CVE-2024-5535"], "9.1");
  EXPECT_EQ(scores["CVE-2023-45853"], "8.9") << "a general 9.8, but the vendor says high";
  EXPECT_EQ(scores["CVE-2000-2"], "5.5") << "no score: the middle";
  EXPECT_EQ(scores["CVE-2000-1"], "0.5");
}

TEST(Sarif, AddressesAreAddresses) {
  json::Document sarif = parsed(written("sarif"));
  json::View run = run_of(sarif);
  EXPECT_EQ(run["tool"]["driver"]["rules"].elements().at(0)["helpUri"].string(),
            "https://security-tracker.debian.org/tracker/CVE-2024-5535");
  json::View artifact = run["results"].elements().at(3)["locations"].elements().at(0)["physicalLocation"]["artifactLocation"];
  EXPECT_EQ(artifact["uri"].string(), "var/lib/dpkg/status.d/a%20b%25%1B%5B2J");
  EXPECT_TRUE(run["originalUriBaseIds"][artifact["uriBaseId"].string()]);
}

TEST(Sarif, FingerprintsDifferAndLastAcrossVersions) {
  model::Report next = sample_report();
  for (model::Package& package : next.packages) package.version += "+1", package.purl += "+1";
  auto fingerprints = [](const model::Report& report) {
    json::Document sarif = parsed(written("sarif", report));
    std::vector<std::string> out;
    for (json::View result : run_of(sarif)["results"].elements())
      out.emplace_back(result["partialFingerprints"]["primaryLocationLineHash"].string());
    return out;
  };
  std::vector<std::string> first = fingerprints(sample_report());
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 7u);
  EXPECT_EQ(first, fingerprints(next));
  next = sample_report();
  next.packages.push_back(next.packages[1]);  // the same package twice, as kernels are
  next.findings.push_back(next.findings[0]);
  next.findings.back().package_index = 4;
  first = fingerprints(next);
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 8u);
}

TEST(Sarif, WhatWasNotReadIsANotification) {
  json::Document sarif = parsed(written("sarif"));
  json::View notification = run_of(sarif)["invocations"].elements().at(0)["toolExecutionNotifications"].elements().at(0);
  EXPECT_EQ(notification["level"].string(), "error");
  EXPECT_EQ(notification["message"]["text"].string(), "layer sha256:aaaa: var/lib/dpkg/status: stanza 14: no Package field");
}

TEST(Sarif, StaysWithinWhatServicesTake) {
  model::Report report = sample_report();
  model::Finding finding = report.findings[2];
  while (report.findings.size() < 25'010) report.findings.push_back(finding);
  json::Document sarif = parsed(written("sarif", report));
  json::View run = run_of(sarif);
  EXPECT_EQ(run["results"].size(), 25'000u);
  EXPECT_EQ(run["invocations"].elements().at(0)["toolExecutionNotifications"].elements().at(0)["message"]["text"].string(),
            "10 findings are left out: services refuse more than 25000");
}

}  // namespace
}  // namespace batten::report
