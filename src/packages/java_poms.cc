// SPDX-License-Identifier: Apache-2.0
#include "packages/java_poms.h"

#include <algorithm>

#include "base/format.h"
#include "base/path.h"
#include "base/xml.h"
#include "packages/java_manifest.h"

namespace batten::packages {
namespace {

constexpr std::string_view kDirectory = "META-INF/maven/";

void complete(std::string& value, std::string_view by) {
  // ${..} is for Maven to put in; what it did put in stands in the properties.
  if (value.empty() && !by.contains('$')) value = by;
}

Result<void> add_project(std::string_view content, JarPom& pom) {
  xml::Document document = TRY(xml::Document::parse(content));
  xml::View root = document.root(), parent = root["parent"];
  if (root.name() != "project") return Error{Code::kCorrupt, "no Maven project"};
  complete(pom.group, root["groupId"].text());
  complete(pom.group, parent["groupId"].text());
  complete(pom.artifact, root["artifactId"].text());
  std::string_view version = root["version"].text();
  complete(pom.version, version.empty() ? parent["version"].text() : version);
  root["licenses"].each("license", [&](xml::View licence) {
    if (pom.licenses.size() < 20) pom.licenses.emplace_back(licence["name"].text());
  });
  return {};
}

}  // namespace

bool JarPoms::is_pom(std::string_view path) {
  std::size_t at = path.find(kDirectory);
  if (at == std::string_view::npos || (at > 0 && path[at - 1] != '/')) return false;
  std::string_view name = base::base_name(path);
  return (name == "pom.properties" || name == "pom.xml") && std::ranges::count(path.substr(at + kDirectory.size()), '/') == 2;
}

Result<void> JarPoms::add(std::string_view path, std::string_view content) {
  std::string directory(base::parent_path(path));
  if (poms_.size() >= kMaxPoms && !poms_.contains(directory)) return Error{Code::kLimit, format("more than {} Maven projects", kMaxPoms)};
  JarPom& pom = poms_[directory];
  if (base::base_name(path) == "pom.xml") {
    TRY(add_project(content, pom));
  } else {
    PomProperties properties = parse_pom_properties(content);
    // These count before what a project file of the directory said.
    if (!properties.group.empty()) pom.group = properties.group;
    if (!properties.artifact.empty()) pom.artifact = properties.artifact;
    if (!properties.version.empty()) pom.version = properties.version;
    pom.has_properties = true;
  }
  complete(pom.group, base::base_name(base::parent_path(directory)));
  complete(pom.artifact, base::base_name(directory));
  return {};
}

}  // namespace batten::packages
