// SPDX-License-Identifier: Apache-2.0
#include "policy/attestation.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/format.h"
#include "policy/attached_vex.h"
#include "policy/vex_format.h"

namespace batten::policy {
namespace {

const std::string kDigest = "sha256:" + std::string(64, 'a');

std::string openvex(const std::string& product = "pkg:oci/app@sha256:" + std::string(64, 'a')) {
  return format(R"({{"@context":"https://openvex.dev/ns/v0.2.0","@id":"x","author":"A","timestamp":"2026-01-01T00:00:00Z","version":1,
"statements":[{{"vulnerability":{{"name":"CVE-2099-0001"}},"products":[{{"@id":"{}"}}],"status":"not_affected",
"justification":"component_not_present"}}]}})",
                product);
}

std::string statement(const std::string& predicate, const std::string& type = "https://openvex.dev/ns/v0.2.0") {
  return format(R"({{"_type":"https://in-toto.io/Statement/v1","subject":[{{"name":"app","digest":{{"sha256":"{}"}}}}],"predicateType":"{}",
"predicate":{}}})",
                std::string(64, 'a'), type, predicate);
}

std::string envelope(const std::string& payload, const std::string& type = "application/vnd.in-toto+json") {
  return format(R"({{"payloadType":"{}","payload":"{}","signatures":[{{"sig":"eA=="}}]}})", type, base::base64(payload));
}

std::string bundle(const std::string& payload) {
  return format(R"({{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{{}},"dsseEnvelope":{}}})",
                envelope(payload));
}

TEST(Attestation, IsReadInEveryWrapping) {
  for (const std::string& text : {statement(openvex()), envelope(statement(openvex())), bundle(statement(openvex()))}) {
    auto read = read_attestation(text);
    ASSERT_TRUE(read) << read.error().message;
    ASSERT_TRUE(*read);
    EXPECT_EQ((*read)->predicate_type, "https://openvex.dev/ns/v0.2.0");
    EXPECT_EQ((*read)->subjects, std::vector<std::string>{kDigest});
    base::Notes notes;
    auto statements = read_vex("file", text, notes);
    ASSERT_TRUE(statements) << statements.error().message;
    ASSERT_EQ(statements->size(), 1u);
    EXPECT_EQ((*statements)[0].source, "OpenVEX file");
  }
  // As cosign writes a predicate of its own type.
  auto custom = read_attestation(statement(R"({"Data":"{}","Timestamp":"2026-01-01T00:00:00Z"})"));
  ASSERT_TRUE(custom && *custom);
  EXPECT_EQ((*custom)->predicate, "{}");
}

TEST(Attestation, WhatIsNoneAndWhatIsBroken) {
  EXPECT_FALSE(*read_attestation(openvex()));
  EXPECT_FALSE(*read_attestation("[1,2]"));
  EXPECT_EQ(read_attestation("{").error().code, Code::kCorrupt);
  EXPECT_EQ(read_attestation(envelope("x", "text/plain")).error().code, Code::kUnsupported);
  EXPECT_EQ(read_attestation(envelope("not JSON")).error().code, Code::kCorrupt);
  EXPECT_EQ(read_attestation(envelope("{}")).error().code, Code::kUnsupported);
  EXPECT_EQ(read_attestation(R"({"payloadType":"application/vnd.in-toto+json","payload":"*"})").error().code, Code::kCorrupt);
  base::Notes notes;
  EXPECT_EQ(read_vex("file", statement(statement(openvex())), notes).error().code, Code::kUnsupported) << "one in another";
}

model::Report scanned() {
  model::Report out;
  out.source.kind = "registry";
  out.source.manifest_digest = *model::Digest::parse(kDigest);
  return out;
}

TEST(AttachedVex, SaysThatNoSignatureWasChecked) {
  model::Report report = scanned();
  auto statements = read_attached({{kDigest, openvex()}, {"sha256-x.att", envelope(statement(openvex()))}}, report);
  ASSERT_EQ(statements.size(), 2u);
  EXPECT_EQ(statements[0].source, "OpenVEX attached by sha256:aaaaaaaaaaaa, signature not checked");
  EXPECT_EQ(statements[1].source, "OpenVEX attached by sha256-x.att, signature not checked");
  ASSERT_EQ(report.notes.size(), 1u);
  EXPECT_EQ(report.notes[0].kind, base::Note::Kind::kDegraded);
  EXPECT_EQ(report.notes[0].message, "statements from the registry: 2, documents: 2; signature not checked");
}

TEST(AttachedVex, AnAttestationMustBeAboutTheImage) {
  std::string text = envelope(statement(openvex()));
  model::Report report = scanned();
  report.source.manifest_digest = *model::Digest::parse("sha256:" + std::string(64, 'b'));
  EXPECT_TRUE(read_attached({{"t", text}}, report).empty());
  ASSERT_EQ(report.notes.size(), 2u);
  EXPECT_EQ(report.notes[0].message, "the attestation is not about this image");
  EXPECT_EQ(report.notes[0].kind, base::Note::Kind::kSkipped);
  EXPECT_EQ(report.notes[1].message, "no VEX statement is attached to the image");
  report = scanned();
  report.source.index_digest = report.source.manifest_digest;
  report.source.manifest_digest = {};
  EXPECT_EQ(read_attached({{"t", text}}, report).size(), 1u) << "by the index";
}

TEST(AttachedVex, OtherPredicatesAreLeftAsideAndBrokenDocumentsSaid) {
  model::Report report = scanned();
  EXPECT_TRUE(read_attached({{"a", statement("{}", "https://slsa.dev/provenance/v1")}}, report).empty());
  ASSERT_EQ(report.notes.size(), 1u) << report.notes[0].message;
  report.notes.clear();
  EXPECT_TRUE(read_attached({{"a", R"({"bomFormat":"CycloneDX","specVersion":"1.6","components":[]})"}}, report).empty());
  ASSERT_EQ(report.notes.size(), 1u) << "an SBOM is no broken document";
  EXPECT_TRUE(read_attached({{"a", "{"}, {"b", "{}"}}, report).empty());
  EXPECT_EQ(report.notes[1].where, "attached by a");
  EXPECT_EQ(report.notes[2].where, "attached by b");
  EXPECT_EQ(report.notes[2].kind, base::Note::Kind::kSkipped);
}

}  // namespace
}  // namespace batten::policy
