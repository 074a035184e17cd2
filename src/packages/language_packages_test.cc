// SPDX-License-Identifier: Apache-2.0
//
// What the files of language packages say beside name and version, and the corners of their formats.
#include <gtest/gtest.h>

#include "packages/shared_data.h"

namespace batten::packages {
namespace {

using Texts = std::vector<std::string>;

Texts found(std::string_view cataloger, std::string_view path, std::string_view content) {
  Texts out;
  Parsed parsed = parse_with(cataloger, path, content);
  EXPECT_TRUE(parsed.result) << path;
  for (const model::Package& package : parsed.facts.packages) out.push_back(package.name + " " + package.version);
  return out;
}

// The first package; an empty one when there is none.
model::Package first(std::string_view cataloger, std::string_view path, std::string_view content) {
  Parsed parsed = parse_with(cataloger, path, content);
  return parsed.facts.packages.empty() ? model::Package() : parsed.facts.packages.front();
}

Texts licences_of_metadata(std::string_view fields) {
  return first("python_metadata", "lib/a-1.dist-info/METADATA", "Name: a\nVersion: 1\n" + std::string(fields)).licenses;
}

}  // namespace

TEST(PythonMetadata, LicencesByExpressionThenNameThenClassifier) {
  EXPECT_EQ(licences_of_metadata("License: BSD\nLicense-Expression: MIT OR Apache-2.0\n"), Texts{"MIT OR Apache-2.0"});
  EXPECT_EQ(licences_of_metadata("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: MIT License\n"), Texts{"BSD-3-Clause"});
  constexpr std::string_view kClassifiers =
      "Classifier: License :: OSI Approved\nClassifier: License :: OSI Approved :: MIT License\n"
      "Classifier: Programming Language :: Python\n";
  for (std::string_view license :
       {"License: UNKNOWN\n", "License: Copyright (c) someone\n        Permission is hereby granted\n", "License:\n", ""}) {
    EXPECT_EQ(licences_of_metadata(std::string(license) + std::string(kClassifiers)), Texts{"MIT License"}) << license;
  }
  EXPECT_EQ(licences_of_metadata("\nLicense: of the description\n"), Texts{});
}

TEST(PythonMetadata, NeedsNameAndVersionInItsHeader) {
  for (std::string_view content : {"", "\n\n", "Name: a\n", "Version: 1\n", "Name: a\n\nVersion: 1\n", "Name:\nVersion:\n"}) {
    EXPECT_FALSE(parse_with("python_metadata", "lib/a-1.dist-info/METADATA", content).result) << content;
  }
  EXPECT_EQ(found("python_metadata", "a.egg-info", "name: a\nVERSION: 1\nName: b\n"), Texts{"a 1"});
}

TEST(PythonRequirements, KeepOnlyWhatCanBeOnLinux) {
  auto kept = [](std::string_view marker) {
    return !found("python_requirements", "requirements.txt", "a==1 ; " + std::string(marker)).empty();
  };
  for (std::string_view marker :
       {"sys_platform == 'win32'", "platform_system==\"Windows\"", "os_name == 'nt' and python_version > '3'", "sys_platform != 'linux'"}) {
    EXPECT_FALSE(kept(marker)) << marker;
  }
  for (std::string_view marker : {"sys_platform == 'linux'", "sys_platform != 'win32'", "sys_platform == 'win32' or extra == 'x'",
                                  "python_version < '3.8'", "sys_platform in 'win32'", "sys_platform", "sys_platform ==", "os_name == '"}) {
    EXPECT_EQ(kept(marker), !marker.ends_with("== '")) << marker;
  }
}

TEST(PythonRequirements, NoteIncludedFilesThatAreNotRead) {
  Parsed parsed =
      parse_with("python_requirements", "app/requirements.txt",
                 "-r requirements-base.txt\n-r../requirements/dev.txt\n--requirement=other.in\n-r other.txt\n-c constraints.txt\n"
                 "--requires-x\n");
  ASSERT_EQ(parsed.notes.size(), 2u);
  EXPECT_EQ(parsed.notes[0].message, "includes other.in, which is not read");
  EXPECT_EQ(parsed.notes[1].message, "includes other.txt, which is not read");
}

TEST(PythonRequirements, JoinContinuedLines) {
  EXPECT_EQ(found("python_requirements", "requirements.txt", "a\\\n==1\n# c \\\nb==2\nc==3 \\"), (Texts{"a 1", "b 2", "c 3"}));
  EXPECT_EQ(found("python_requirements", "requirements.txt", "a==1#b\nc==1 #b\n[x]==1\n==1\na[==1\n"), Texts{"c 1"});
}

TEST(NodeModules, LicencesOfAllForms) {
  auto licences = [](std::string_view members) {
    return first("node_modules", "node_modules/a/package.json", R"({"name":"a","version":"1",)" + std::string(members) + "}").licenses;
  };
  EXPECT_EQ(licences(R"("license":"MIT OR Apache-2.0")"), Texts{"MIT OR Apache-2.0"});
  EXPECT_EQ(licences(R"("license":{"type":"BSD","url":"x"})"), Texts{"BSD"});
  EXPECT_EQ(licences(R"("licenses":[{"type":"MIT"},"ISC",{"type":"MIT"},7])"), (Texts{"MIT", "ISC"}));
  EXPECT_EQ(licences(R"("license":["MIT"])"), Texts{});
}

TEST(Gemspec, PlatformAndLicences) {
  model::Package gem = first("gemspec", "specifications/a.gemspec",
                             "# stub: other 9 ruby lib\nGem::Specification.new do |s|\n  s.name = \"nokogiri\".freeze\n"
                             "  s.version = Gem::Version.new(\"1.15.4\")\n  s.platform = \"x86_64-linux\".freeze\n"
                             "  s.licenses = [\"MIT\".freeze, \"MIT\", \"Zlib\"]\nend\n");
  EXPECT_EQ(gem.name, "nokogiri");
  EXPECT_EQ(gem.version, "1.15.4");
  EXPECT_EQ(gem.arch, "x86_64-linux");
  EXPECT_EQ(gem.licenses, (Texts{"MIT", "Zlib"}));
  EXPECT_EQ(first("gemspec", "specifications/a.gemspec", "# stub: rake 13.0.6 ruby lib\n").arch, "");
  // What Ruby would have to compute is not guessed.
  for (std::string_view text :
       {"", "s.name = \"a\"\ns.version = A::VERSION\n", "s.name = \"#{x}\"\ns.version = \"1\"\n", "s.name = \"a\ns.version = '1'\n"}) {
    EXPECT_FALSE(parse_with("gemspec", "specifications/a.gemspec", text).result) << text;
  }
}

TEST(Composer, Licences) {
  EXPECT_EQ(first("composer", "composer.lock", R"({"packages":[{"name":"a/b","version":"1","license":["MIT","BSD-3-Clause"]}]})").licenses,
            (Texts{"MIT", "BSD-3-Clause"}));
  EXPECT_EQ(first("composer", "composer.lock", R"({"packages":[{"name":"a/b","version":"1","license":"MIT"}]})").licenses, Texts{"MIT"});
}

TEST(ConanLock, UserAndChannelAreTheOrigin) {
  auto origin = [](std::string_view reference) {
    return first("conan_lock", "conan.lock", R"({"requires":[")" + std::string(reference) + R"("]})").origin;
  };
  EXPECT_EQ(origin("a/1.0@user/stable#0123%1.5"), "user/stable");
  EXPECT_EQ(origin("a/1.0@_/_#0"), "");
  EXPECT_EQ(origin("a/1.0"), "");
  EXPECT_EQ(parse_with("conan_lock", "conan.lock", R"({"requires":["a","/1","a/",""]})").notes.size(), 4u);
}

TEST(CondaMeta, PlatformChannelAndLicence) {
  model::Package package = first("conda_meta", "opt/conda/conda-meta/zlib.json",
                                 R"({"name":"zlib","version":"1.2.13","subdir":"linux-64","license":"Zlib",
"channel":"https://repo.anaconda.com/pkgs/main/linux-64"})");
  EXPECT_EQ(package.arch, "linux-64");
  EXPECT_EQ(package.origin, "main");
  EXPECT_EQ(package.licenses, Texts{"Zlib"});
  EXPECT_EQ(first("conda_meta", "conda-meta/a.json", R"({"name":"a","version":"1","channel":"conda-forge"})").origin, "conda-forge");
  EXPECT_EQ(parse_with("conda_meta", "conda-meta/a.json", R"({"name":"a"})").notes.size(), 1u);
}

TEST(RDescription, OnlyOfInstalledPackages) {
  constexpr std::string_view kFields = "Package: a\nVersion: 1.0-2\nLicense: GPL (>= 2)\n";
  std::string installed = std::string(kFields) + "Built: R 4.2\n";
  EXPECT_EQ(first("r_description", "usr/lib/R/library/a/DESCRIPTION", installed).licenses, Texts{"GPL (>= 2)"});
  EXPECT_EQ(found("r_description", "usr/lib/R/library/a/DESCRIPTION", kFields), Texts{});
  EXPECT_EQ(found("r_description", "usr/lib/R/library/b/DESCRIPTION", installed), Texts{});
  EXPECT_EQ(first("r_description", "usr/lib/R/library/a/DESCRIPTION", installed + "biocViews: x\n").type, "bioconductor");
  EXPECT_EQ(first("r_description", "usr/lib/R/library/a/DESCRIPTION", installed + "biocViews: x\nRepository: CRAN\n").type, "cran");
}

TEST(SwiftResolved, NamesByAddress) {
  auto name = [](std::string_view address) {
    return first("swift_resolved", "Package.resolved",
                 R"({"pins":[{"identity":"id","kind":"remoteSourceControl","location":")" + std::string(address) +
                     R"(","state":{"version":"1"}}]})")
        .name;
  };
  EXPECT_EQ(name("https://github.com/apple/swift-nio.git"), "github.com/apple/swift-nio");
  EXPECT_EQ(name("https://user@github.com/apple/swift-nio/"), "github.com/apple/swift-nio");
  EXPECT_EQ(name("ssh://git@github.com:22/apple/swift-nio.git"), "github.com/apple/swift-nio");
  EXPECT_EQ(name("git@github.com:apple/swift-nio.git"), "github.com/apple/swift-nio");
  EXPECT_EQ(name(""), "id");
}

TEST(YarnLock, RequestsOfAllForms) {
  auto name = [](std::string_view request) {
    Texts all = found("yarn_lock", "yarn.lock", std::string(request) + ":\n  version \"1\"\n");
    return all.empty() ? std::string() : all.front();
  };
  EXPECT_EQ(name("a@^1"), "a 1");
  EXPECT_EQ(name("\"a@>=1, <2\", b@^1"), "a 1");
  EXPECT_EQ(name("\"@s/a@1 || 2\""), "@s/a 1");
  EXPECT_EQ(name("\"@s/a@npm:@t/b@^1\", c@^1"), "@t/b 1");
  EXPECT_EQ(name("a@npm:b"), "b 1");
  EXPECT_EQ(name("a@git+ssh://git@example.org/a.git#v1"), "a 1");
  EXPECT_EQ(name("a@link:../a"), "");
  EXPECT_EQ(name("@"), "");
  EXPECT_EQ(name("a"), "");
}

TEST(DotnetDeps, WhatIsNotShippedIsLeftOut) {
  auto listed = [](std::string_view entry) {
    return !found("dotnet_deps", "a.deps.json",
                  R"({"runtimeTarget":{"name":"t"},"targets":{"t":{"A/1":)" + std::string(entry) +
                      R"(},"u":{"A/1":{}}},"libraries":{"A/1":{"type":"package"}}})")
                .empty();
  };
  EXPECT_FALSE(listed("{}"));
  EXPECT_FALSE(listed(R"({"dependencies":{"B":"1"},"compile":{"a.dll":{}},"runtime":{}})"));
  for (std::string_view kind : {"runtime", "runtimeTargets", "native", "resources"})
    EXPECT_TRUE(listed(format(R"({{"{}":{{"a":{{}}}}}})", kind))) << kind;
}

}  // namespace batten::packages
