// SPDX-License-Identifier: Apache-2.0
#include "packages/purl.h"

#include <gtest/gtest.h>

#include "model/purl.h"

namespace batten::packages {
namespace {

model::Package package(std::string type, std::string name, std::string version, std::string arch, std::string source,
                       std::string source_version) {
  model::Package out;
  out.type = std::move(type);
  out.name = std::move(name);
  out.version = std::move(version);
  out.arch = std::move(arch);
  out.source_name = std::move(source);
  out.source_version = std::move(source_version);
  return out;
}

model::Distro distro(std::string id, std::string version, std::string codename = "") {
  model::Distro out;
  out.id = std::move(id);
  out.version_id = std::move(version);
  out.codename = std::move(codename);
  return out;
}

}  // namespace

TEST(Purl, OfDebianPackages) {
  EXPECT_EQ(purl(package("deb", "openssl", "3.0.15-1~deb12u1", "amd64", "openssl", "3.0.15-1~deb12u1"), distro("debian", "12", "bookworm")),
            "pkg:deb/debian/openssl@3.0.15-1~deb12u1?arch=amd64&distro=debian-12");
  EXPECT_EQ(purl(package("deb", "libssl3", "3.0.15-1~deb12u1", "amd64", "openssl", "3.0.15-1~deb12u1"), distro("debian", "12")),
            "pkg:deb/debian/libssl3@3.0.15-1~deb12u1?arch=amd64&distro=debian-12&upstream=openssl");
  EXPECT_EQ(purl(package("deb", "libstdc++6", "12.2.0-14+b1", "amd64", "gcc-12", "12.2.0-14"), distro("debian", "", "trixie")),
            "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bb1?arch=amd64&distro=debian-trixie&upstream=gcc-12%4012.2.0-14");
  EXPECT_EQ(purl(package("deb", "passwd", "1:4.5-1ubuntu2", "amd64", "passwd", "1:4.5-1ubuntu2"), distro("ubuntu", "18.04")),
            "pkg:deb/ubuntu/passwd@1:4.5-1ubuntu2?arch=amd64&distro=ubuntu-18.04");
}

TEST(Purl, OfAlpinePackages) {
  EXPECT_EQ(purl(package("apk", "libcrypto3", "3.3.2-r0", "x86_64", "openssl", "3.3.2-r0"), distro("alpine", "3.20.3")),
            "pkg:apk/alpine/libcrypto3@3.3.2-r0?arch=x86_64&distro=alpine-3.20.3&upstream=openssl");
}

TEST(Purl, OfRpmPackages) {
  model::Package libs = package("rpm", "openssl-libs", "1:3.0.7-25.el9_3", "x86_64", "openssl", "1:3.0.7-25.el9_3");
  EXPECT_EQ(purl(libs, distro("rhel", "9.3")),
            "pkg:rpm/redhat/openssl-libs@3.0.7-25.el9_3?arch=x86_64&distro=rhel-9.3&epoch=1&upstream=openssl-3.0.7-25.el9_3.src.rpm");
  model::Package key = package("rpm", "gpg-pubkey", "fd431d51-4ae0493b", "", "gpg-pubkey", "fd431d51-4ae0493b");
  EXPECT_EQ(purl(key, distro("fedora", "40")), "pkg:rpm/fedora/gpg-pubkey@fd431d51-4ae0493b?distro=fedora-40");
  model::Package perl = package("rpm", "perl", "4:5.26-1", "x86_64", "perl", "4:5.26-1");
  perl.modularity = "perl:5.26:820181219174508:9edba152";
  auto parsed = model::parse_purl(purl(perl, distro("rocky", "8.9")));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->qualifiers["rpmmod"], perl.modularity);
  EXPECT_EQ(parsed->qualifiers["epoch"], "4");
}

// Names and what they become: the rules and examples of the specification's types.
TEST(Purl, OfLanguagePackages) {
  struct Case {
    const char *type, *name, *version, *expected;
  };
  constexpr Case kCases[] = {
      {"npm", "foobar", "12.3.1", "pkg:npm/foobar@12.3.1"},
      {"npm", "@angular/animation", "12.3.1", "pkg:npm/%40angular/animation@12.3.1"},
      {"npm", "JSONStream", "1.3.5", "pkg:npm/jsonstream@1.3.5"},
      {"npm", "@scope/", "1.0.0", "pkg:npm/%40scope%2F@1.0.0"},
      {"pypi", "Django", "1.11.1", "pkg:pypi/django@1.11.1"},
      {"pypi", "ruamel.yaml__clib", "0.2.6", "pkg:pypi/ruamel-yaml-clib@0.2.6"},
      {"pypi", "a-_.b", "1!2.0+local", "pkg:pypi/a-b@1%212.0%2Blocal"},
      {"gem", "RedCloth", "4.3.2", "pkg:gem/RedCloth@4.3.2"},
      {"composer", "Symfony/Console", "v5.4.0", "pkg:composer/symfony/console@v5.4.0"},
      {"nuget", "EnterpriseLibrary.Common", "6.0.1304", "pkg:nuget/EnterpriseLibrary.Common@6.0.1304"},
      {"conan", "openssl", "3.0.3", "pkg:conan/openssl@3.0.3"},
      {"cargo", "clap_derive", "4.0.0", "pkg:cargo/clap_derive@4.0.0"},
      {"golang", "github.com/Masterminds/semver/v3", "v3.2.1", "pkg:golang/github.com/masterminds/semver/v3@v3.2.1"},
      {"golang", "github.com/docker/docker", "v24.0.0+incompatible", "pkg:golang/github.com/docker/docker@v24.0.0%2Bincompatible"},
      {"golang", "stdlib", "v1.21.0", "pkg:golang/stdlib@v1.21.0"},
      {"maven", "org.apache.xmlgraphics:batik-anim", "1.9.1", "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1"},
      {"swift", "github.com/Alamofire/Alamofire", "5.4.3", "pkg:swift/github.com/Alamofire/Alamofire@5.4.3"},
      {"cran", "A3", "1.0.0", "pkg:cran/A3@1.0.0"},
      {"conda", "absl-py", "0.4.1", "pkg:conda/absl-py@0.4.1"},
      {"hex", "Acme/Foo", "2.3.0", "pkg:hex/acme/foo@2.3.0"},
      {"hex", "jason", "1.1.2", "pkg:hex/jason@1.1.2"},
      {"pub", "Characters-x", "1.2.0", "pkg:pub/characters_x@1.2.0"},
      {"hackage", "AC-HalfInteger", "1.2.1", "pkg:hackage/AC-HalfInteger@1.2.1"},
      {"julia", "Dates", "1.9.0", "pkg:julia/Dates@1.9.0"},
  };
  for (const Case& one : kCases) {
    // The distribution says nothing about them.
    EXPECT_EQ(purl(package(one.type, one.name, one.version, "", "", ""), distro("debian", "12")), one.expected);
    EXPECT_TRUE(model::parse_purl(one.expected)) << one.expected;
  }
}

TEST(Purl, QualifiersOfLanguagePackages) {
  EXPECT_EQ(purl(package("gem", "jruby-launcher", "1.1.2", "java", "", ""), {}), "pkg:gem/jruby-launcher@1.1.2?platform=java");
  model::Package conda = package("conda", "numpy", "1.20.3", "linux-64", "", "");
  conda.origin = "conda-forge";
  EXPECT_EQ(purl(conda, {}), "pkg:conda/numpy@1.20.3?channel=conda-forge&subdir=linux-64");
  model::Package conan = package("conan", "cctz", "2.3", "", "", "");
  conan.origin = "bincrafters/stable";
  EXPECT_EQ(purl(conan, {}), "pkg:conan/cctz@2.3?channel=stable&user=bincrafters");
}

TEST(Purl, WithoutADistribution) {
  EXPECT_EQ(purl(package("deb", "a", "1", "", "a", "1"), {}), "pkg:deb/a@1");
  EXPECT_EQ(purl({}, {}), "");
}

}  // namespace batten::packages
