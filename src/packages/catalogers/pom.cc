// SPDX-License-Identifier: Apache-2.0
//
// pom.xml, a Maven project (Maven POM reference): its own coordinates and its dependencies, as far as this one file says their versions.
// ${...} is a property of the file or a coordinate of the project or its parent; a dependency without version has the one of
// dependencyManagement. What only the parent or another file knows, and ranges of versions, are notes. Left out are dependencies of tests
// and of the developer's disk (scope test, system); profiles are not read.
#include <map>
#include <optional>

#include "base/text.h"
#include "base/xml.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

class Project {
 public:
  explicit Project(xml::View root) {
    xml::View parent = root["parent"];
    for (std::string_view name : {"groupId", "artifactId", "version"}) {
      std::string_view of_parent = parent[name].text();
      std::string_view own = root[name].text();
      if (own.empty() && name != "artifactId") own = of_parent;
      for (std::string_view prefix : {"project.", "pom.", ""}) {
        set(std::string(prefix).append(name), own);
        set(std::string(prefix).append("parent.").append(name), of_parent);
      }
    }
    // The project's coordinates can't be set by properties.
    root["properties"].each([&](xml::View property) { set(std::string(property.name()), property.text()); });
    root["dependencyManagement"]["dependencies"].each("dependency", [&](xml::View dependency) {
      std::optional<std::string> name = name_of(dependency);
      if (name) managed_.try_emplace(*name, dependency["version"].text());
    });
  }

  // Properties put in; nullopt when one is not known, or they stand for each other.
  std::optional<std::string> resolved(std::string_view text) {
    std::string out;
    return put(text, 0, out) ? std::optional(std::move(out)) : std::nullopt;
  }

  // "group:artifact"
  std::optional<std::string> name_of(xml::View dependency) {
    return resolved(std::string(dependency["groupId"].text()).append(":").append(dependency["artifactId"].text()));
  }

  std::string_view managed_version(const std::string& name) const {
    auto found = managed_.find(name);
    return found == managed_.end() ? std::string_view() : found->second;
  }

 private:
  static constexpr int kMaxNesting = 20;
  static constexpr std::size_t kMaxLength = 1000;

  void set(std::string name, std::string_view value) {
    if (!value.empty()) properties_.try_emplace(std::move(name), value);
  }

  bool put(std::string_view text, int nesting, std::string& out) {
    if (nesting > kMaxNesting || text.size() > kMaxLength) return false;
    while (true) {
      std::size_t at = text.find("${");
      out += text.substr(0, at);
      if (out.size() > kMaxLength) return false;
      if (at == std::string_view::npos) return true;
      std::size_t end = text.find('}', at);
      if (end == std::string_view::npos || ++lookups_ > kMaxLookups) return false;
      auto found = properties_.find(text.substr(at + 2, end - at - 2));
      if (found == properties_.end() || !put(found->second, nesting + 1, out)) return false;
      text.remove_prefix(end + 1);
    }
  }

  // Of the whole file: properties that stand for several others each are more than the file is long.
  static constexpr std::size_t kMaxLookups = 1'000'000;
  std::size_t lookups_ = 0;
  std::map<std::string, std::string, std::less<>> properties_;
  std::map<std::string, std::string, std::less<>> managed_;
};

// One version: not "[1.0,2.0)", "LATEST", "RELEASE".
bool is_version(std::string_view text) {
  return !text.empty() && text.find_first_of("[](), ") == std::string_view::npos && text != "LATEST" && text != "RELEASE";
}

Result<void> parse_pom(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  xml::Document document = TRY(xml::Document::parse(content));
  xml::View root = document.root();
  if (root.name() != "project") return Error{Code::kCorrupt, "no Maven project"};
  PackageList list("maven", path, facts, notes);
  Project project(root);
  auto add = [&](const std::optional<std::string>& name, std::string_view written, xml::View place) -> model::Package* {
    std::optional<std::string> version = project.resolved(written);
    if (name && !name->starts_with(':') && !name->ends_with(':') && version && is_version(*version)) return list.add(*name, *version);
    list.skipped(format("line {}: {} {} is in no version that this file says", place.line(), place.name(),
                        base::printable(name.value_or("without name").substr(0, PackageList::kMaxName))));
    return nullptr;
  };

  if (model::Package* own = add(project.resolved("${project.groupId}:${project.artifactId}"), "${project.version}", root)) {
    root["licenses"].each("license", [&](xml::View licence) { add_licence(licence["name"].text(), *own); });
  }
  root["dependencies"].each("dependency", [&](xml::View dependency) {
    std::string_view scope = dependency["scope"].text();
    if (scope == "test" || scope == "system") return;
    std::optional<std::string> name = project.name_of(dependency);
    std::string_view version = dependency["version"].text();
    if (version.empty() && name) version = project.managed_version(*name);
    add(name, version, dependency);
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/pom.xml"};
constexpr std::string_view kMatches[] = {"pom.xml", "srv/app/pom.xml"};
constexpr std::string_view kMatchesNot[] = {"srv/app/pom.properties", "root/.m2/repository/a/a-1.pom"};
constexpr CatalogerExample kExamples[] = {
    {"app/pom.xml",
     R"(<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.example</groupId><artifactId>parent</artifactId><version>2.1</version></parent>
  <artifactId>app</artifactId>
  <properties><spring.version>5.3.20</spring.version><jackson>${spring.version}</jackson><a>${b}</a><b>${a}</b></properties>
  <dependencyManagement><dependencies>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>1.7.36</version></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-core</artifactId><version>${spring.version}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>own</artifactId><version>${project.version}</version></dependency>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.12</version><scope>test</scope></dependency>
    <dependency><groupId>g</groupId><artifactId>managed-by-parent</artifactId></dependency>
    <dependency><groupId>g</groupId><artifactId>elsewhere</artifactId><version>${unknown}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>circle</artifactId><version>${a}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>range</artifactId><version>[1.0,2.0)</version></dependency>
  </dependencies>
</project>)",
     "org.example:app 2.1, org.springframework:spring-core 5.3.20, org.slf4j:slf4j-api 1.7.36, org.example:own 2.1"},
    {"app/pom.xml",
     "<project><groupId>g</groupId><artifactId>a</artifactId><version>${revision}${sha1}</version>"
     "<properties><revision>1.0</revision><sha1>-x</sha1></properties></project>",
     "g:a 1.0-x"},
    {"app/pom.xml", "<project/>", ""},
};

}  // namespace

extern constinit const Cataloger pom;
constinit const Cataloger pom = {
    .name = "pom",
    .summary = "Maven projects and their dependencies of pom.xml",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 32u << 20,
    .parse = parse_pom,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
