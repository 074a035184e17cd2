// SPDX-License-Identifier: Apache-2.0
#include "policy/openvex_document.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "policy/vex_format.h"

namespace batten::policy {
namespace {

VexDecision decision() {
  VexDecision out;
  out.products = {"pkg:oci/app?tag=1"};
  out.subcomponents = {"pkg:deb/debian/zlib1g"};
  out.id = "CVE-2099-0001";
  out.status = VexStatus::kNotAffected;
  out.justification = "vulnerable_code_not_present";
  out.author = "A";
  out.time = 1767225600;
  return out;
}

TEST(OpenVexDocument, ComesBackAsItWasDecided) {
  std::string text = new_openvex(decision());
  EXPECT_EQ(text, new_openvex(decision()));
  base::Notes notes;
  auto statements = read_vex("f", text, notes);
  ASSERT_TRUE(statements && statements->size() == 1) << text;
  const VexStatement& statement = statements->front();
  EXPECT_EQ(statement.ids, std::vector<std::string>{"CVE-2099-0001"});
  EXPECT_EQ(statement.status, VexStatus::kNotAffected);
  EXPECT_EQ(statement.justification, "vulnerable_code_not_present");
  EXPECT_EQ(statement.timestamp, 1767225600);
  EXPECT_EQ(statement.author, "A");
  ASSERT_EQ(statement.products.size(), 1u);
  EXPECT_EQ(statement.products[0].component.purls[0].text(), "pkg:oci/app?tag=1");
  EXPECT_EQ(statement.products[0].subcomponents[0].purls[0].name, "zlib1g");
}

TEST(OpenVexDocument, AddingKeepsWhatIsThere) {
  VexDecision later = decision();
  later.id = "CVE-2099-0002";
  later.time += 86400;
  std::string begun =
      R"({"@context":"https://openvex.dev/ns/v0.2.0","@id":"x","version":4,"timestamp":"2025-01-01T00:00:00Z","role":"r","own":[1.5,null,true],
"statements":[{"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:deb/a"}],"status":"fixed","mine":{"a":"b"}}]})";
  auto added = add_to_openvex(begun, later);
  ASSERT_TRUE(added) << added.error().message;
  auto document = json::Document::parse(*added);
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)["version"].integer(), 5);
  EXPECT_EQ((*document)["@id"].string(), "x");
  EXPECT_EQ((*document)["role"].string(), "r");
  EXPECT_EQ((*document)["own"].elements()[0].number(), 1.5);
  EXPECT_EQ((*document)["last_updated"].string(), "2026-01-02T00:00:00Z");
  EXPECT_EQ((*document)["statements"].elements()[0]["mine"]["a"].string(), "b");
  base::Notes notes;
  auto statements = read_vex("f", *added, notes);
  ASSERT_TRUE(statements && statements->size() == 2);
  EXPECT_EQ((*statements)[0].timestamp, 1735689600) << "the document's, as before";
  EXPECT_EQ((*statements)[1].timestamp, later.time);
}

TEST(OpenVexDocument, OnlyItsOwnVersionIsAddedTo) {
  for (const char* text :
       {R"({"@context":"https://openvex.dev/ns","statements":[]})", R"({"@context":"https://openvex.dev/ns/v0.2.0"})", "[]"})
    EXPECT_EQ(add_to_openvex(text, decision()).error().code, Code::kUnsupported) << text;
  EXPECT_EQ(add_to_openvex("{", decision()).error().code, Code::kCorrupt);
  EXPECT_EQ(add_to_openvex(std::string(1000, '[') + std::string(1000, ']'), decision()).error().code, Code::kLimit);
}

TEST(OpenVexDocument, CombinationsAreChecked) {
  EXPECT_TRUE(check_decision(decision()));
  auto refused = [](auto change) {
    VexDecision out = decision();
    change(out);
    return !check_decision(out);
  };
  EXPECT_TRUE(refused([](VexDecision& d) { d.justification.clear(); }));
  EXPECT_FALSE(refused([](VexDecision& d) { d.justification.clear(), d.impact = "it is not built"; }));
  EXPECT_TRUE(refused([](VexDecision& d) { d.justification = "because"; }));
  EXPECT_TRUE(refused([](VexDecision& d) { d.status = VexStatus::kFixed; }));
  EXPECT_FALSE(refused([](VexDecision& d) { d.status = VexStatus::kFixed, d.justification.clear(); }));
  EXPECT_TRUE(refused([](VexDecision& d) { d.status = VexStatus::kAffected, d.justification.clear(); }));
  EXPECT_FALSE(refused([](VexDecision& d) { d.status = VexStatus::kAffected, d.justification.clear(), d.action = "update"; }));
  EXPECT_TRUE(refused([](VexDecision& d) { d.action = "update"; }));
  EXPECT_TRUE(refused([](VexDecision& d) { d.id.clear(); }));
  EXPECT_TRUE(refused([](VexDecision& d) { d.products.clear(); }));
}

TEST(OpenVexDocument, ImagesAreNamedByPackageUrl) {
  EXPECT_EQ(product_purl("pkg:deb/debian/a@1?x=y").value_or(""), "pkg:deb/debian/a@1?x=y");
  EXPECT_EQ(product_purl("nginx").value_or(""), "pkg:oci/nginx?repository_url=docker.io/library/nginx");
  EXPECT_EQ(product_purl("localhost:5000/team/app:1.4").value_or(""), "pkg:oci/app?repository_url=localhost:5000/team/app&tag=1.4");
  std::string digest = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(product_purl("app@" + digest).value_or(""), "pkg:oci/app@" + digest + "?repository_url=docker.io/library/app");
  EXPECT_EQ(product_purl("pkg:none").error().code, Code::kInvalidArgument);
  EXPECT_EQ(product_purl("No Image").error().code, Code::kInvalidArgument);
}

}  // namespace
}  // namespace batten::policy
