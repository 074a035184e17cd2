// SPDX-License-Identifier: Apache-2.0
//
// The forms by their own examples, matching by purl, and what becomes of findings.
#include "policy/vex.h"

#include <gtest/gtest.h>

#include <set>

#include "base/format.h"
#include "base/text.h"
#include "fuzz/replay.h"
#include "policy/vex_format.h"
#include "policy/vex_match.h"

int vex_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::policy {
namespace {

std::string component_text(const VexComponent& component) {
  std::vector<std::string> out;
  for (const model::Purl& purl : component.purls) out.push_back(purl.text());
  out.insert(out.end(), component.digests.begin(), component.digests.end());
  return base::join(out, " or ");
}

std::string text_of(const VexStatement& statement) {
  std::string out = base::join(statement.ids, ",") + " " + std::string(vex_status_name(statement.status));
  if (!statement.justification.empty()) out += " " + statement.justification;
  for (const VexProduct& product : statement.products) {
    out += " " + component_text(product.component);
    for (const VexComponent& part : product.subcomponents) out += " > " + component_text(part);
  }
  return out;
}

TEST(VexFormats, Examples) {
  ASSERT_EQ(all_vex_formats().size(), 3u);
  std::set<std::string_view> names;
  for (const VexFormat* form : all_vex_formats()) {
    SCOPED_TRACE(form->name);
    EXPECT_TRUE(names.insert(form->name).second);
    EXPECT_FALSE(form->summary.empty());
    EXPECT_FALSE(form->examples.empty());
    for (const VexExample& example : form->examples) {
      base::Notes notes;
      auto statements = read_vex("x.json", example.document, notes);
      ASSERT_TRUE(statements) << statements.error().message;
      ASSERT_FALSE(statements->empty());
      EXPECT_EQ(text_of(statements->front()), example.says);
      EXPECT_EQ(statements->front().source, std::string(form->title) + " x.json");
      EXPECT_TRUE(notes.empty());
      auto document = json::Document::parse(example.document);
      for (const VexFormat* other : all_vex_formats()) EXPECT_EQ(other->recognises(document->root()), other == form) << other->name;
    }
  }
}

TEST(VexFormats, WhatIsNoneSaysSo) {
  base::Notes notes;
  EXPECT_EQ(read_vex("f", "{", notes).error().code, Code::kCorrupt);
  EXPECT_EQ(read_vex("f", "{}", notes).error().code, Code::kUnsupported);
  EXPECT_EQ(read_vex("f", "[1]", notes).error().code, Code::kUnsupported);
  EXPECT_EQ(read_vex("f", std::string(1000, '[') + std::string(1000, ']'), notes).error().code, Code::kLimit);
  EXPECT_TRUE(notes.empty());
}

std::string openvex(std::string_view statements) {
  return format(R"({{"@context":"https://openvex.dev/ns/v0.2.0","author":"A","timestamp":"2026-01-01T00:00:00Z","statements":[{}]}})",
                statements);
}

TEST(VexFormats, BrokenStatementsAreSkippedAndSaid) {
  std::string good = R"({"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:deb/debian/a"}],"status":"fixed"})";
  for (std::string_view broken : {
           R"(7)",
           R"({"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:deb/debian/a"}],"status":"fine"})",
           R"({"vulnerability":{},"products":[{"@id":"pkg:deb/debian/a"}],"status":"fixed"})",
           R"({"vulnerability":{"name":"CVE-1"},"products":[],"status":"fixed"})",
           R"({"vulnerability":{"name":"CVE-1"},"products":[{"@id":"pkg:deb/debian/a"}],"status":"not_affected"})",
       }) {
    base::Notes notes;
    auto statements = read_vex("f", openvex(std::string(broken) + "," + good), notes);
    ASSERT_TRUE(statements);
    EXPECT_EQ(statements->size(), 1u) << broken;
    ASSERT_EQ(notes.size(), 1u) << broken;
    EXPECT_EQ(notes[0].kind, base::Note::Kind::kSkipped);
    EXPECT_TRUE(notes[0].message.starts_with("statements[0]: ")) << notes[0].message;
  }
  // A subcomponent that nobody knows does not make it a statement about the whole image.
  base::Notes notes;
  auto statements = read_vex(
      "f", openvex(R"({"vulnerability":"CVE-1","products":[{"@id":"pkg:oci/a","subcomponents":[{"@id":"zlib"}]}],"status":"fixed"})"),
      notes);
  EXPECT_TRUE(statements && statements->empty());
  EXPECT_EQ(notes.size(), 2u);
}

TEST(VexFormats, ManyBrokenStatementsAreAFewNotes) {
  std::string many = "1";
  for (int i = 0; i < 1000; ++i) many += ",1";
  base::Notes notes;
  ASSERT_TRUE(read_vex("f", openvex(many), notes));
  ASSERT_EQ(notes.size(), 6u);
  EXPECT_EQ(notes.back().message, "996 more statements or products were not read");
}

TEST(VexFormats, ReferencesThatMultiplyAreBounded) {
  // A group of many ids, named by many flags: quadratic, were it not for the limit.
  std::string ids = "\"P\"", flags = R"({"label":"component_not_present","group_ids":["G"]})", flag = "," + flags;
  for (int i = 0; i < 5000; ++i) ids += ",\"P\"", flags += flag;
  std::string document = R"({"document":{"csaf_version":"2.0"},"product_tree":{"product_groups":[{"group_id":"G","product_ids":[)" + ids +
                         R"(]}]},"vulnerabilities":[{"cve":"CVE-1","flags":[)" + flags +
                         R"(],"product_status":{"known_not_affected":["P"]}}]})";
  base::Notes notes;
  auto statements = read_vex("f", document, notes);
  ASSERT_TRUE(statements);
  EXPECT_TRUE(statements->empty());
  ASSERT_FALSE(notes.empty());
  EXPECT_NE(notes[0].message.find("only the first"), std::string::npos);
}

bool covers(std::string_view wanted, model::Package package, const char* purl) {
  model::Distro distro{.id = "debian", .version_id = "12", .codename = "bookworm", .pretty_name = "", .id_like = {}, .cpe_name = ""};
  return is_package(*model::parse_purl(wanted), package, *model::parse_purl(purl), distro);
}

TEST(VexMatch, PackagesByTheRulesOfPurls) {
  const char* own = "pkg:deb/debian/libssl3@3.0.15-1?arch=amd64&distro=debian-12&upstream=openssl%403.0.14-1";
  model::Package package;
  package.name = "libssl3";
  package.version = "3.0.15-1";
  package.source_name = "openssl";
  package.source_version = "3.0.14-1";
  for (const char* yes :
       {"pkg:deb/debian/libssl3", "pkg:deb/Debian/LIBSSL3", "pkg:deb/debian/libssl3@3.0.15-1", "pkg:deb/debian/libssl3?arch=amd64",
        "pkg:deb/debian/libssl3?distro=bookworm", "pkg:deb/debian/libssl3?distro=debian-12", "pkg:deb/debian/openssl?arch=source",
        "pkg:deb/debian/openssl@3.0.14-1?arch=source&distro=bookworm"})
    EXPECT_TRUE(covers(yes, package, own)) << yes;
  for (const char* no : {"pkg:deb/ubuntu/libssl3", "pkg:apk/debian/libssl3", "pkg:deb/debian/libssl3@3.0.16-1", "pkg:deb/debian/libssl",
                         "pkg:deb/debian/libssl3?arch=arm64", "pkg:deb/debian/libssl3?distro=debian-1", "pkg:deb/debian/openssl",
                         "pkg:deb/debian/openssl@3.0.15-1?arch=source", "pkg:deb/debian/libssl3?channel=x", "pkg:deb/libssl3"})
    EXPECT_FALSE(covers(no, package, own)) << no;
  EXPECT_TRUE(covers("pkg:rpm/redhat/a@1:2-3", {}, "pkg:rpm/redhat/a@2-3?epoch=1"));
  EXPECT_TRUE(covers("pkg:rpm/redhat/a@2-3?epoch=0", {}, "pkg:rpm/redhat/a@2-3"));
  EXPECT_FALSE(covers("pkg:rpm/redhat/a@2-3", {}, "pkg:rpm/redhat/a@2-3?epoch=1"));
  EXPECT_TRUE(covers("pkg:pypi/Ruamel_Yaml", {}, "pkg:pypi/ruamel-yaml@1"));
}

VexComponent component(std::string_view purl) {
  VexComponent out;
  add_purl(out, purl);
  return out;
}

TEST(VexMatch, ImagesByDigestAndName) {
  std::string digest = "sha256:" + std::string(64, 'a'), other = "sha256:" + std::string(64, 'b');
  model::Report report;
  report.source.kind = "registry";
  report.source.reference = "registry:localhost:5000/team/app:1.4";
  report.source.name = "localhost:5000/team/app:1.4";
  report.source.manifest_digest = *model::Digest::parse(digest);
  report.config.platform.arch = "amd64";
  ScannedProduct product(report);
  for (const std::string& yes :
       std::initializer_list<std::string>{"pkg:oci/app", "pkg:oci/app@" + digest, "pkg:oci/app?tag=1.4", "pkg:oci/app?arch=amd64",
                                          "pkg:oci/app?repository_url=localhost:5000/team/app", "pkg:oci/renamed@" + digest,
                                          "pkg:docker/team/app@1.4?repository_url=localhost:5000", "pkg:docker/team/app@" + digest})
    EXPECT_TRUE(product.is(component(yes))) << yes;
  for (const std::string& no : std::initializer_list<std::string>{
           "pkg:oci/app@" + other, "pkg:oci/app@1.4", "pkg:oci/team", "pkg:oci/app?tag=1.5", "pkg:oci/app?arch=arm64",
           "pkg:oci/app?repository_url=ghcr.io/team/app", "pkg:docker/team/app@1.4", "pkg:docker/app", "pkg:deb/debian/app"})
    EXPECT_FALSE(product.is(component(no))) << no;
  VexComponent hashed;
  add_digest(hashed, "SHA-256", std::string(64, 'A'));
  EXPECT_TRUE(product.is(hashed));
  report.source.kind = "dir";
  report.source.name = "app";
  report.source.manifest_digest = {};
  EXPECT_FALSE(ScannedProduct(report).is(component("pkg:oci/app"))) << "a directory is no image";
}

TEST(VexMatch, SystemsByCpe) {
  model::Report report;
  report.distro.cpe_name = "cpe:/o:redhat:enterprise_linux:9.4:ga";
  ScannedProduct product(report);
  auto is = [&](std::string_view cpe) {
    VexComponent wanted;
    add_cpe(wanted, cpe);
    return product.is(wanted);
  };
  EXPECT_TRUE(is("cpe:/o:redhat:enterprise_linux:9"));
  EXPECT_TRUE(is("cpe:2.3:o:redhat:enterprise_linux:9.4:*:*:*:*:*:*:*"));
  EXPECT_FALSE(is("cpe:/o:redhat:enterprise_linux:8"));
  EXPECT_FALSE(is("cpe:/o:redhat:enterprise_linux:9.4.1"));
  EXPECT_FALSE(is("cpe:/a:redhat:openshift:4"));
  EXPECT_FALSE(is("cpe:/o"));
}

model::Report report_of_two() {
  model::Report out;
  out.source.kind = "docker";
  out.source.name = "app:1";
  for (const char* name : {"zlib1g", "bash"}) {
    model::Package& package = out.packages.emplace_back();
    package.type = "deb";
    package.name = name;
    package.purl = format("pkg:deb/debian/{}@1.0?arch=amd64", name);
    model::Finding& finding = out.findings.emplace_back();
    finding.id = "CVE-1";
    finding.aliases = {"GHSA-1"};
    finding.package_index = out.packages.size() - 1;
  }
  return out;
}

model::Report applied(std::string_view statements, model::Report report = report_of_two()) {
  base::Notes notes;
  auto read = read_vex("f", openvex(statements), notes);
  EXPECT_TRUE(read && notes.empty()) << statements;
  if (read) apply_vex(*read, report);
  return report;
}

TEST(Vex, StatementsDecide) {
  model::Report out = applied(
      R"({"vulnerability":{"name":"GHSA-1"},"products":[{"@id":"pkg:deb/debian/zlib1g"}],"status":"not_affected",
"justification":"component_not_present","impact_statement":"not built in"},
{"vulnerability":{"name":"cve-1"},"products":[{"@id":"pkg:deb/debian/bash"}],"status":"affected","action_statement":"update"})");
  EXPECT_EQ(out.findings[0].suppressed_by, "OpenVEX f: component_not_present: not built in");
  EXPECT_EQ(out.findings[1].suppressed_by, "");
  EXPECT_EQ(out.findings[1].explanation.note, "OpenVEX f: affected: update");
  EXPECT_TRUE(out.notes.empty());
}

TEST(Vex, TheNewestWins) {
  const char* fixed = R"({"vulnerability":"CVE-1","products":["pkg:deb/debian/bash"],"status":"fixed","timestamp":"2026-03-01T00:00:00Z"})";
  const char* open =
      R"({"vulnerability":"CVE-1","products":["pkg:deb/debian/bash"],"status":"under_investigation","timestamp":"2026-02-01T00:00:00Z"})";
  for (const std::string& both : {std::string(fixed) + "," + open, std::string(open) + "," + fixed}) {
    model::Report out = applied(both);
    EXPECT_EQ(out.findings[1].suppressed_by, "OpenVEX f: fixed");
    EXPECT_EQ(out.findings[1].explanation.note, "");
    EXPECT_EQ(out.findings[0].suppressed_by, "");
  }
  // As old as each other (the document's own time): the last.
  const char* affected = R"({"vulnerability":"CVE-1","products":["pkg:deb/debian/bash"],"status":"affected","action_statement":"wait"})";
  const char* gone = R"({"vulnerability":"CVE-1","products":["pkg:deb/debian/bash"],"status":"fixed"})";
  EXPECT_EQ(applied(std::string(gone) + "," + affected).findings[1].suppressed_by, "");
  EXPECT_EQ(applied(std::string(affected) + "," + gone).findings[1].suppressed_by, "OpenVEX f: fixed");
}

TEST(Vex, ImagesAndTheirParts) {
  model::Report whole = applied(R"({"vulnerability":"CVE-1","products":["pkg:oci/app?tag=1"],"status":"fixed"})");
  EXPECT_FALSE(whole.findings[0].suppressed_by.empty());
  EXPECT_FALSE(whole.findings[1].suppressed_by.empty());
  model::Report part = applied(
      R"({"vulnerability":"CVE-1","products":[{"@id":"pkg:oci/app","subcomponents":[{"@id":"pkg:deb/debian/bash"}]}],"status":"fixed"})");
  EXPECT_TRUE(part.findings[0].suppressed_by.empty());
  EXPECT_FALSE(part.findings[1].suppressed_by.empty());
  model::Report other = applied(
      R"({"vulnerability":"CVE-1","products":[{"@id":"pkg:oci/another","subcomponents":[{"@id":"pkg:deb/debian/bash"}]}],"status":"fixed"})");
  EXPECT_TRUE(other.findings[1].suppressed_by.empty());
  ASSERT_EQ(other.notes.size(), 1u);
  EXPECT_EQ(other.notes[0].message, "1 of 1 statements match no finding");
  EXPECT_EQ(other.notes[0].where, "OpenVEX f");
}

TEST(Vex, WhatIsSuppressedStays) {
  model::Report report = report_of_two();
  report.findings[1].suppressed_by = "looked at";
  report = applied(R"({"vulnerability":"CVE-1","products":["pkg:deb/debian/bash"],"status":"fixed"})", report);
  EXPECT_EQ(report.findings[1].suppressed_by, "looked at");
}

TEST(Vex, Corpus) { REPLAY_CORPUS(vex_fuzz); }

}  // namespace
}  // namespace batten::policy
