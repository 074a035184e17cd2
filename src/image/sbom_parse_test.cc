// SPDX-License-Identifier: Apache-2.0
//
// SBOMs in: what their packages say, whoever wrote them; hostile ones.
#include "image/sbom_parse.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "fuzz/replay.h"

int sbom_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::image {
namespace {

model::Inventory read(std::string_view text) {
  auto inventory = parse_sbom(text);
  EXPECT_TRUE(inventory) << inventory.error().message;
  return inventory ? *inventory : model::Inventory();
}

const std::string kLayer = "sha256:" + std::string(64, 'a');

TEST(SbomParse, CycloneDx) {
  auto inventory = parse_sbom(
      R"({"bomFormat":"CycloneDX","components":[{"type":"operating-system","name":"debian","version":"12"},
      {"type":"library","name":"libssl3","version":"1","purl":"pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64&distro=debian-12&upstream=openssl%403.0.11"},
      {"type":"library","name":"x"}]})");
  ASSERT_TRUE(inventory) << inventory.error().message;
  EXPECT_EQ(inventory->distro.id, "debian");
  EXPECT_EQ(inventory->distro.version_id, "12");
  ASSERT_EQ(inventory->packages.size(), 1u);
  EXPECT_EQ(inventory->packages[0].version, "3.0.11-1~deb12u1");
  EXPECT_EQ(inventory->packages[0].source_name, "openssl");
  EXPECT_EQ(inventory->packages[0].source_version, "3.0.11");
  ASSERT_EQ(inventory->notes.size(), 1u) << "the component without a package URL is counted";
}

TEST(SbomParse, SpdxTakesTheDistributionFromThePackageUrls) {
  auto inventory = parse_sbom(
      R"({"spdxVersion":"SPDX-2.3","packages":[{"name":"bash","versionInfo":"5.1-2","externalRefs":[
      {"referenceType":"purl","referenceLocator":"pkg:rpm/rocky/bash@5.1-2?arch=x86_64&epoch=1&distro=rocky-9.4&upstream=bash-5.1-2.src.rpm"}]}]})");
  ASSERT_TRUE(inventory) << inventory.error().message;
  EXPECT_EQ(inventory->distro.id, "rocky");
  EXPECT_EQ(inventory->distro.version_id, "9.4");
  EXPECT_EQ(inventory->packages.at(0).version, "1:5.1-2");
  EXPECT_EQ(inventory->packages.at(0).source_name, "bash");
}

TEST(SbomParse, OthersAreRefused) {
  for (const char* text : {"{}", R"({"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]})"})
    EXPECT_EQ(parse_sbom(text).error().code, Code::kUnsupported) << text;
  for (const char* text : {"", "<bom", "x: y"}) EXPECT_FALSE(parse_sbom(text)) << text;
}

TEST(SbomParse, CycloneDxXml) {
  model::Inventory inventory = read(format(
      R"(<?xml version="1.0"?><c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.4"><c:metadata/><c:components>
      <c:component type="operating-system"><c:name>alpine</c:name><c:version>3.20.3</c:version></c:component>
      <c:component type="library"><c:publisher>Natanael</c:publisher><c:name>musl-utils</c:name><c:version>1.2.5-r0</c:version>
      <c:licenses><c:license><c:id>MIT</c:id></c:license><c:license><c:name>Own &amp; odd</c:name></c:license></c:licenses>
      <c:purl>pkg:apk/alpine/musl-utils@1.2.5-r0?arch=x86_64&amp;upstream=musl</c:purl>
      <c:properties><c:property name="batten:layer">{}</c:property></c:properties></c:component></c:components></c:bom>)",
      kLayer));
  EXPECT_EQ(inventory.distro.id, "alpine");
  ASSERT_EQ(inventory.packages.size(), 1u);
  const model::Package& package = inventory.packages[0];
  EXPECT_EQ(package.source_name, "musl");
  EXPECT_EQ(package.maintainer, "Natanael");
  EXPECT_EQ(package.licenses, (std::vector<std::string>{"MIT", "Own & odd"}));
  EXPECT_EQ(package.location.layer_index, 0);
  ASSERT_EQ(inventory.layers.size(), 1u);
  EXPECT_EQ(inventory.layers[0].text(), kLayer);
  EXPECT_TRUE(inventory.notes.empty());
  EXPECT_EQ(parse_sbom("<bom/>").error().code, Code::kUnsupported) << "some other bom";
}

TEST(SbomParse, SpdxTagValue) {
  model::Inventory inventory = read(
      "# by hand\r\nSPDXVersion: SPDX-2.2\r\nSPDXID: SPDXRef-DOCUMENT\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-image\n"
      "PackageName: app:1\nSPDXID: SPDXRef-image\n\n"
      "PackageName: curl\nSPDXID: SPDXRef-1\nPackageVersion: 8.5-1\nPackageOriginator: Person: A B (a@b.example)\n"
      "PackageComment: <text>first\nbatten:path=var/lib/dpkg/status\n</text>\n"
      "PackageLicenseDeclared: (MIT OR curl) AND LicenseRef-odd\n"
      "ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/curl@8.5-1?distro=debian-12\n"
      "LicenseID: LicenseRef-odd\nExtractedText: <text>do</text>\nLicenseName: An odd one\n");
  ASSERT_EQ(inventory.packages.size(), 1u);
  const model::Package& package = inventory.packages[0];
  EXPECT_EQ(package.maintainer, "A B <a@b.example>");
  EXPECT_EQ(package.location.path, "var/lib/dpkg/status");
  EXPECT_EQ(package.licenses, (std::vector<std::string>{"MIT OR curl", "An odd one"}));
  EXPECT_EQ(inventory.distro.version_id, "12");
  EXPECT_TRUE(inventory.notes.empty()) << "the image is no package that was not read: " << inventory.notes[0].message;
  EXPECT_EQ(parse_sbom("SPDXVersion: SPDX-2.3\nPackageName: <text>a").error().code, Code::kCorrupt);
}

TEST(SbomParse, PropertiesOfTrivy) {
  model::Inventory inventory = read(format(
      R"({{"bomFormat":"CycloneDX","metadata":{{"component":{{"type":"container","properties":[
      {{"name":"aquasecurity:trivy:DiffID","value":"sha256:{}"}},{{"name":"aquasecurity:trivy:DiffID","value":"{}"}}]}}}},"components":[
      {{"type":"operating-system","name":"redhat","version":"9.4"}},
      {{"type":"application","name":"app/package-lock.json","properties":[{{"name":"aquasecurity:trivy:Class","value":"lang-pkgs"}}]}},
      {{"type":"library","name":"x","purl":"pkg:rpm/redhat/openssl-libs@3.0.7-27.el9?arch=x86_64&epoch=1","properties":[
      {{"name":"aquasecurity:trivy:SrcName","value":"openssl"}},{{"name":"aquasecurity:trivy:SrcEpoch","value":"1"}},
      {{"name":"aquasecurity:trivy:SrcVersion","value":"3.0.7"}},{{"name":"aquasecurity:trivy:SrcRelease","value":"27.el9"}},
      {{"name":"aquasecurity:trivy:LayerDiffID","value":"{}"}}]}}]}})",
      std::string(64, 'b'), kLayer, kLayer));
  EXPECT_EQ(inventory.distro.id, "rhel");
  ASSERT_EQ(inventory.packages.size(), 1u);
  EXPECT_EQ(inventory.packages[0].version, "1:3.0.7-27.el9");
  EXPECT_EQ(inventory.packages[0].source_name, "openssl");
  EXPECT_EQ(inventory.packages[0].source_version, "1:3.0.7-27.el9");
  EXPECT_EQ(inventory.packages[0].location.layer_index, 1);
  EXPECT_TRUE(inventory.notes.empty()) << "a lock file is no package";
}

TEST(SbomParse, PropertiesOfSyft) {
  model::Inventory inventory = read(format(
      R"({{"bomFormat":"CycloneDX","components":[{{"type":"library","name":"libssl3","version":"3.0.11-1","properties":[
      {{"name":"syft:package:type","value":"deb"}},{{"name":"syft:metadata:source","value":"openssl"}},
      {{"name":"syft:metadata:sourceVersion","value":"3.0.11"}},{{"name":"syft:location:0:layerID","value":"{}"}},
      {{"name":"syft:location:0:path","value":"/var/lib/dpkg/status"}}]}}]}})",
      kLayer));
  ASSERT_EQ(inventory.packages.size(), 1u) << "its type is known without a package URL";
  EXPECT_EQ(inventory.packages[0].source_name, "openssl");
  EXPECT_EQ(inventory.packages[0].source_version, "3.0.11");
  EXPECT_EQ(inventory.packages[0].location.path, "var/lib/dpkg/status");
  EXPECT_EQ(inventory.packages[0].location.layer_index, 0);
}

TEST(SbomParse, SpdxOfTrivy) {
  model::Inventory inventory = read(format(
      R"({{"spdxVersion":"SPDX-2.3","documentDescribes":["SPDXRef-i"],"packages":[{{"SPDXID":"SPDXRef-i","name":"alpine:3.20"}},
      {{"SPDXID":"SPDXRef-o","name":"alpine","versionInfo":"3.20.3","primaryPackagePurpose":"OPERATING-SYSTEM"}},
      {{"SPDXID":"SPDXRef-p","name":"ssl_client","versionInfo":"1.36.1-r29","sourceInfo":"built package from: busybox 1.36.1-r28",
      "attributionTexts":["LayerDiffID: {}"],"externalRefs":[{{"referenceType":"purl","referenceLocator":"pkg:apk/alpine/ssl_client@1.36.1-r29"}}]}}]}})",
      kLayer));
  ASSERT_EQ(inventory.packages.size(), 1u);
  EXPECT_EQ(inventory.packages[0].source_name, "busybox");
  EXPECT_EQ(inventory.packages[0].source_version, "1.36.1-r28");
  EXPECT_EQ(inventory.packages[0].location.layer_index, 0);
  EXPECT_EQ(inventory.distro.version_id, "3.20.3");
  EXPECT_TRUE(inventory.notes.empty());
}

TEST(SbomParse, NamesOfLanguagePackages) {
  model::Inventory inventory = read(R"({"bomFormat":"CycloneDX","components":[
      {"type":"library","name":"core","purl":"pkg:npm/%40babel/core@7.0.0","components":[
      {"type":"library","name":"y","purl":"pkg:maven/org.slf4j/slf4j-api@2.0.0?type=jar"}]},
      {"type":"library","name":"z","purl":"pkg:golang/golang.org/x/net@v0.1.0#http2"},
      {"type":"library","name":"p","purl":"pkg:pypi/flask@3.0.0"},{"type":"container","name":"i","purl":"pkg:oci/alpine@sha256%3Aaa"}]})");
  std::vector<std::string> names;
  for (const model::Package& package : inventory.packages) names.push_back(package.type + " " + package.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"golang golang.org/x/net/http2", "maven org.slf4j:slf4j-api", "npm @babel/core", "pypi flask"}));
  EXPECT_FALSE(inventory.distro.known());
}

TEST(SbomParse, WhatHasNoUrlIsNamed) {
  std::string components;
  for (int i = 0; i < 20; ++i) components += format(R"(,{{"type":"library","name":"n{}\u001b[2J","version":"1"}})", i);
  model::Inventory inventory = read(format(R"({{"bomFormat":"CycloneDX","components":[{}]}})", components.substr(1)));
  ASSERT_EQ(inventory.notes.size(), 1u);
  EXPECT_TRUE(inventory.notes[0].message.starts_with("20 entries have no package URL")) << inventory.notes[0].message;
  EXPECT_NE(inventory.notes[0].message.find("n9?[2J 1, ..."), std::string::npos) << inventory.notes[0].message;
}

TEST(SbomParse, NestingIsLimitedAndTold) {
  std::string open, close;
  for (int i = 0; i < 40; ++i) open += format(R"({{"type":"library","purl":"pkg:npm/a{}@1","components":[)", i), close += "]}";
  model::Inventory inventory = read(R"({"bomFormat":"CycloneDX","components":[)" + open + close + "]}");
  EXPECT_EQ(inventory.packages.size(), 21u);
  ASSERT_EQ(inventory.notes.size(), 1u);
  EXPECT_NE(inventory.notes[0].message.find("deeper than 20"), std::string::npos);
}

TEST(SbomParse, LayersAreLimited) {
  std::string components;
  for (int i = 0; i < 1500; ++i)
    components +=
        format(R"(,{{"type":"library","purl":"pkg:npm/a@{}","properties":[{{"name":"batten:layer","value":"sha256:{:064x}"}}]}})", i, i);
  model::Inventory inventory = read(format(R"({{"bomFormat":"CycloneDX","components":[{}]}})", components.substr(1)));
  EXPECT_EQ(inventory.layers.size(), 1000u);
  EXPECT_EQ(inventory.packages.size(), 1500u);
}

TEST(SbomParse, LooksLikeOne) {
  for (const char* text : {"\xEF\xBB\xBF {", "SPDXVersion: SPDX-2.3", "# made\n#\n\nSPDXVersion: SPDX-2.2",
                           "<?xml version='1.0'?><bom xmlns='http://cyclonedx.org/schema/bom/1.6'>"})
    EXPECT_TRUE(looks_like_sbom(text)) << text;
  for (const char* text : {"", "#", "<html>", "PK", "SPDX"}) EXPECT_FALSE(looks_like_sbom(text)) << text;
}

TEST(SbomParse, Fuzz) { REPLAY_CORPUS(sbom_fuzz); }

}  // namespace
}  // namespace batten::image
