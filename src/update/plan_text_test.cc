// SPDX-License-Identifier: Apache-2.0
//
// What a plan looks like for people and for programs, and what is remembered on disk.
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "image/temporary_directory.h"
#include "update/facts_memory.h"
#include "update/plan_json.h"
#include "update/plan_table.h"
#include "update/registry_memory.h"

namespace batten::update {
namespace {

model::Digest digest(char c) { return *model::Digest::parse("sha256:" + std::string(64, c)); }

Vulnerability one(std::string id, model::Severity severity) { return {std::move(id), "openssl", severity, "3.0.15", false}; }

Plan sample() {
  Plan out;
  out.id = "3fa2b1c0d9e8";
  out.made = 1'795'000'000;
  Proposal update;
  update.subject.id = "compose/shop/web";
  update.subject.name = "shop/web";
  update.subject.kind = SubjectKind::kComposeService;
  update.subject.image = "registry.example/shop/web:1.2.3";
  update.subject.dependents = {"compose/shop/proxy"};
  update.running = ImageFacts{};
  update.running->vulnerabilities = {one("CVE-2099-0001", model::Severity::kCritical), one("CVE-2099-0002", model::Severity::kHigh)};
  update.decision = Decision::kUpdate;
  update.why = "1.2.5 removes CVE-2099-0001 (critical, openssl) and 1 more";
  Candidate young, chosen;
  young.tag = "1.2.4";
  young.unusable = "worse than what runs: it brings CVE-2099-0009 (critical, zlib)";
  chosen.tag = "1.2.5";
  chosen.reference = "registry.example/shop/web:1.2.5";
  chosen.digest = digest('a');
  chosen.manifest = digest('b');
  chosen.size = 47'185'920;
  chosen.created = out.made - 5 * 86'400;
  chosen.facts = ImageFacts{};
  chosen.removes = update.running->vulnerabilities;
  update.candidates = {young, chosen};
  update.chosen = 1;
  Proposal current;
  current.subject.id = "container/db";
  current.subject.name = "db";
  current.subject.image = "postgres:16.1";
  current.decision = Decision::kCurrent;
  current.why = "nothing of severity high or worse that has a fix";
  Proposal unknown;
  unknown.subject.id = "container/\x1b[31mred";
  unknown.subject.name = "\x1b[31mred";
  unknown.subject.image = "private.example/app:1";
  unknown.why = "tag 1: the registry refuses, and does not say how to log in";
  out.proposals = {update, current, unknown};
  return out;
}

TEST(PlanTable, EightyColumns) {
  EXPECT_EQ(plan_table(sample(), {.width = 80, .color = false, .all = false}), R"(plan 3fa2b1c0d9e8: 1 to update, 1 not known, 1 current

update    shop/web  registry.example/shop/web:1.2.3 -> 1.2.5
          1.2.5 removes CVE-2099-0001 (critical, openssl) and 1 more
          removes 1 critical, 1 high; brings none; made 5 days ago; 45 MiB;
          signature not verified
          passed over 1.2.4: worse than what runs: it brings CVE-2099-0009
          (critical, zlib)
          depend on it: compose/shop/proxy

unknown   ?[31mred  private.example/app:1
          tag 1: the registry refuses, and does not say how to log in

current   db                    postgres:16.1: nothing of severity high or wors…
)");
}

TEST(PlanTable, NoLineIsTooLong) {
  for (int width : {50, 80, 120}) {
    std::string text = plan_table(sample(), {.width = width, .color = false, .all = true});
    base::each_line(text, [&](std::string_view line) { EXPECT_LE(base::display_width(line), static_cast<std::size_t>(width)) << line; });
    EXPECT_NE(text.find("candidate 1.2.4"), std::string::npos);
  }
  EXPECT_EQ(plan_table({}, {}), "plan : nothing runs here\n");
}

TEST(PlanJson, HasWhatTheTableHasAndMore) {
  auto document = json::Document::parse(plan_json(sample()));
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)["plan"].string(), "3fa2b1c0d9e8");
  json::View first = (*document)["proposals"].elements().at(0);
  EXPECT_EQ(first["decision"].string(), "update");
  EXPECT_EQ(first["kind"].string(), "compose-service");
  EXPECT_EQ(first["chosen"].integer(), 1);
  json::View chosen = first["candidates"].elements().at(1);
  EXPECT_EQ(chosen["digest"].string(), digest('a').text());
  EXPECT_EQ(chosen["signature"].string(), "not-checked");
  EXPECT_EQ(chosen["removes"].elements().at(0)["id"].string(), "CVE-2099-0001");
  EXPECT_EQ(first["candidates"].elements().at(0)["unusable"].string().substr(0, 5), "worse");
  EXPECT_EQ((*document)["proposals"].elements().at(2)["decision"].string(), "unknown");
}

TEST(FactsMemory, ComesBackAsItWas) {
  image::TemporaryDirectory directory;
  FactsMemory memory(directory.path() + "/facts");
  ImageFacts facts;
  facts.vulnerabilities = {one("CVE-2099-0001", model::Severity::kCritical), {"B", "zlib", model::Severity::kLow, "", true}};
  facts.packages = 12;
  facts.created = 5;
  facts.base_name = "debian:12";
  facts.advisories = "2026-11-01";
  memory.keep("key", facts);
  auto found = memory.find("key");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->vulnerabilities, facts.vulnerabilities);
  EXPECT_EQ(found->base_name, "debian:12");
  EXPECT_EQ(found->packages, 12u);
  EXPECT_TRUE(found->complete);
  EXPECT_FALSE(memory.find("other"));
  EXPECT_FALSE(FactsMemory("").find("key"));
  // A list that is cut must not look like fewer vulnerabilities.
  for (const char* text : {"", "{}", R"({"form":2})", R"({"form":2,"vulnerabilities":[{"id":"A"}]})", R"({"form":1,"vulnerabilities":[]})"})
    EXPECT_FALSE(parse_facts(text)) << text;
}

TEST(RegistryMemory, ComesBackAsItWas) {
  RegistryMemory memory;
  memory.repository = "docker.io/library/nginx";
  memory.tags = {"1.25", "1.26"};
  memory.tags_known = true;
  memory.targets["1.25"] = {digest('a'), "\"etag\""};
  memory.manifests[digest('a')].platforms["linux/amd64"] = digest('b');
  memory.manifests[digest('b')] = {.platforms = {}, .config = digest('c'), .platform = "linux/amd64", .size = 5, .created = 7};
  auto read = parse_memory(write_memory(memory));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, memory);
  EXPECT_FALSE(parse_memory("{}"));
  auto odd = parse_memory(R"({"form":1,"targets":{"../x":{"digest":"sha256:1"},"1":{"digest":"../../etc"}},"manifests":{"../x":{}}})");
  ASSERT_TRUE(odd);
  EXPECT_TRUE(odd->targets.empty() && odd->manifests.empty());
}

}  // namespace
}  // namespace batten::update
