// SPDX-License-Identifier: Apache-2.0
#include "advisory/csaf.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "advisory/collecting_sink.h"
#include "advisory/purl_parts.h"

namespace batten::advisory {
namespace {

TEST(Purl, TakenApart) {
  auto purl = parse_purl("pkg:rpm/redhat/libstdc%2B%2B@8.5.0-18.el8?arch=x86_64&epoch=1#sub");
  ASSERT_TRUE(purl);
  EXPECT_EQ(purl->type, "rpm");
  EXPECT_EQ(purl->name_space, "redhat");
  EXPECT_EQ(purl->name, "libstdc++");
  EXPECT_EQ(purl->version, "8.5.0-18.el8");
  EXPECT_EQ(purl->qualifiers.at("epoch"), "1");
  EXPECT_EQ(parse_purl("pkg:npm/%40scope/name@1.0")->name_space, "@scope");
  EXPECT_EQ(parse_purl("pkg:rpm/redhat/curl")->version, "");
  for (std::string_view bad : {"", "pkg:", "pkg:rpm", "rpm/redhat/curl", "pkg:/x", "pkg:rpm/"}) EXPECT_FALSE(parse_purl(bad)) << bad;
}

// One document: two platforms and architectures with a fix, a module in between, an open product, one that is not affected.
constexpr std::string_view kDocument =
    R"j({"document":{"category":"csaf_vex","title":"curl: overflow","tracking":{"current_release_date":"2025-08-13T15:14:45+00:00"}},
 "product_tree":{"branches":[{"category":"vendor","name":"Red Hat","branches":[
  {"category":"product_name","product":{"product_id":"AS9","product_identification_helper":{"cpe":"cpe:/a:redhat:enterprise_linux:9::appstream"}}},
  {"category":"product_name","product":{"product_id":"BO9","product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:9::baseos"}}},
  {"category":"product_name","product":{"product_id":"R8","product_identification_helper":{"cpe":"cpe:/o:redhat:enterprise_linux:8"}}},
  {"category":"architecture","name":"x86_64","branches":[
   {"product":{"product_id":"curl.x","product_identification_helper":{"purl":"pkg:rpm/redhat/curl@7.76.1-26.el9_3.2?arch=x86_64"}}},
   {"product":{"product_id":"curl.a","product_identification_helper":{"purl":"pkg:rpm/redhat/curl@7.76.1-26.el9_3.2?arch=aarch64"}}},
   {"product":{"product_id":"curl.s","product_identification_helper":{"purl":"pkg:rpm/redhat/curl@7.76.1-26.el9_3.2?arch=src"}}},
   {"product":{"product_id":"node","product_identification_helper":{"purl":"pkg:rpm/redhat/nodejs@18.1-1.module%2Bel8?arch=x86_64&epoch=1"}}}]},
  {"product":{"product_id":"mod","product_identification_helper":{"purl":"pkg:rpmmod/redhat/nodejs@18:80900"}}},
  {"product":{"product_id":"curl","product_identification_helper":{"purl":"pkg:rpm/redhat/curl?arch=src"}}},
  {"product":{"product_id":"libcurl","product_identification_helper":{"purl":"pkg:rpm/redhat/libcurl"}}},
  {"product":{"product_id":"image","product_identification_helper":{"purl":"pkg:oci/x?tag=1"}}}]}],
 "relationships":[
  {"full_product_name":{"product_id":"AS9:curl.x"},"product_reference":"curl.x","relates_to_product_reference":"AS9"},
  {"full_product_name":{"product_id":"BO9:curl.a"},"product_reference":"curl.a","relates_to_product_reference":"BO9"},
  {"full_product_name":{"product_id":"BO9:curl.s"},"product_reference":"curl.s","relates_to_product_reference":"BO9"},
  {"full_product_name":{"product_id":"R8:nodejs:18:80900:abc"},"product_reference":"nodejs:18:80900:abc","relates_to_product_reference":"R8"},
  {"full_product_name":{"product_id":"R8:mod:node"},"product_reference":"node","relates_to_product_reference":"R8:nodejs:18:80900:abc"},
  {"full_product_name":{"product_id":"R8:curl"},"product_reference":"curl","relates_to_product_reference":"R8"},
  {"full_product_name":{"product_id":"R8:libcurl"},"product_reference":"libcurl","relates_to_product_reference":"R8"},
  {"full_product_name":{"product_id":"R8:image"},"product_reference":"image","relates_to_product_reference":"R8"},
  {"full_product_name":{"product_id":"loop"},"product_reference":"curl","relates_to_product_reference":"loop"}]},
 "vulnerabilities":[{"cve":"CVE-2023-38545","notes":[{"category":"description","text":"d"}],"cwe":{"id":"CWE-787"},
  "scores":[{"cvss_v3":{"vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}],
  "product_status":{"fixed":["AS9:curl.x","BO9:curl.a","BO9:curl.s","R8:mod:node"],"known_affected":["R8:curl","R8:image","loop","nowhere"],
   "known_not_affected":["R8:libcurl"]},
  "remediations":[{"category":"vendor_fix","url":"https://access.redhat.com/errata/RHSA-2023:6745","product_ids":["AS9:curl.x","BO9:curl.a"]},
   {"category":"none_available","details":"Fix deferred","product_ids":["R8:curl"]},{"category":"workaround","details":"x","product_ids":["R8:curl"]}],
  "threats":[{"category":"impact","details":"Important"}]}]})j";

TEST(Csaf, OneDocument) {
  CollectingSink sink;
  ASSERT_TRUE(looks_like_csaf(kDocument));
  auto done = import_csaf("cve-2023-38545.json", kDocument, sink);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(sink.rendered(),
            "redhat:8 curl CVE-2023-38545 deferred -; redhat:8 libcurl CVE-2023-38545 not-affected -; "
            "redhat:8 nodejs CVE-2023-38545 fixed 1:18.1-1.module+el8; redhat:9 curl CVE-2023-38545 fixed 7.76.1-26.el9_3.2");
  const auto find = [&](std::string_view package, std::string_view ecosystem) {
    return *std::find_if(sink.rows.begin(), sink.rows.end(),
                         [&](const model::Advisory& row) { return row.package == package && row.ecosystem == ecosystem; });
  };
  model::Advisory curl = find("curl", "redhat:9");
  EXPECT_EQ(curl.cpes,
            (std::vector<std::string>{"cpe:/a:redhat:enterprise_linux:9::appstream", "cpe:/o:redhat:enterprise_linux:9::baseos"}));
  EXPECT_EQ(curl.record_id, "RHSA-2023:6745");
  EXPECT_EQ(curl.severity, model::Severity::kHigh);
  EXPECT_FALSE(curl.by_source);
  EXPECT_EQ(find("nodejs", "redhat:8").modularity, "nodejs:18");
  model::Advisory open = find("curl", "redhat:8");
  EXPECT_TRUE(open.by_source);
  EXPECT_EQ(open.record_id, "CVE-2023-38545");
  EXPECT_EQ(open.note, "Fix deferred");
  ASSERT_EQ(sink.vulnerabilities.size(), 1u);
  EXPECT_EQ(sink.vulnerabilities[0].title, "curl: overflow");
  EXPECT_EQ(sink.vulnerabilities[0].cvss.at(0).score, 9.8);
  EXPECT_EQ(sink.vulnerabilities[0].cwes, (std::vector<std::string>{"CWE-787"}));
}

TEST(Csaf, OtherDocumentsAreNotTaken) {
  CollectingSink sink;
  EXPECT_FALSE(import_csaf("x", R"({"document":{"category":"csaf_security_advisory"}})", sink));
  EXPECT_FALSE(import_csaf("x", "{", sink));
  EXPECT_FALSE(import_csaf("x", "[]", sink));
  EXPECT_TRUE(import_csaf("x", R"({"document":{"category":"csaf_vex"},"vulnerabilities":[{"cve":"nonsense"}]})", sink));
  EXPECT_EQ(sink.refused.size(), 1u);
}

}  // namespace
}  // namespace batten::advisory
