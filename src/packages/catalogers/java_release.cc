// SPDX-License-Identifier: Apache-2.0
//
// The file "release" at the top of a Java runtime or development kit: lines KEY="VALUE", among them JAVA_VERSION and IMPLEMENTOR.
// Other files of that name say nothing here.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

std::string_view unquoted(std::string_view text) {
  text = base::trim(text);
  if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) text = text.substr(1, text.size() - 2);
  return text;
}

Result<void> parse_release(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  std::string_view version, implementor;
  base::each_line(content, [&](std::string_view line) {
    if (line.starts_with("JAVA_VERSION=")) version = unquoted(line.substr(13));
    if (line.starts_with("IMPLEMENTOR=")) implementor = unquoted(line.substr(12));
  });
  if (version.empty()) return {};
  PackageList list("generic", path, facts, notes);
  if (model::Package* package = list.add("java", version); package != nullptr && implementor.size() <= PackageList::kMaxName) {
    package->origin = base::printable(implementor);
  }
  return {};
}

constexpr std::string_view kClaims[] = {"**/release"};  // one file in a runtime, whatever its folder is called
constexpr std::string_view kMatches[] = {"usr/lib/jvm/java-17-openjdk-amd64/release", "opt/java/openjdk/release"};
constexpr std::string_view kMatchesNot[] = {"etc/os-release", "opt/java/openjdk/release.txt"};
constexpr CatalogerExample kExamples[] = {
    {"opt/java/openjdk/release",
     "IMPLEMENTOR=\"Eclipse Adoptium\"\nIMPLEMENTOR_VERSION=\"Temurin-17.0.9+9\"\nJAVA_VERSION=\"17.0.9\"\nLIBC=\"gnu\"\n", "java 17.0.9"},
    {"usr/local/openjdk-8/release", "JAVA_VERSION=\"1.8.0_342\"\r\nOS_NAME=\"Linux\"\r\n", "java 1.8.0_342"},
    {"srv/site/release", "2024-05-01\n", ""},
};

}  // namespace

extern constinit const Cataloger java_release;
constinit const Cataloger java_release = {
    .name = "java_release",
    .summary = "Java runtimes by their release file",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 10,
    .parse = parse_release,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
