// SPDX-License-Identifier: Apache-2.0
//
// gradle.lockfile of Gradle, one line "GROUP:ARTIFACT:VERSION=CONFIGURATIONS" for each dependency, and the older
// gradle/dependency-locks/CONFIGURATION.lockfile without the configurations. "empty=.." names those without dependencies.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  PackageList list("maven", path, facts, notes);
  std::size_t number = 0;
  base::each_line(TRY(plain_text(content)), [&](std::string_view line) {
    ++number;
    line = base::trim(line.substr(0, line.find('=')));
    if (line.empty() || line.starts_with('#') || line == "empty") return;
    std::size_t first = line.find(':'), last = line.rfind(':');
    if (first == last || first == 0 || last == first + 1) return list.skipped(format("line {}: not GROUP:ARTIFACT:VERSION", number));
    list.add(line.substr(0, last), line.substr(last + 1));
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/gradle.lockfile", "**/gradle/dependency-locks/*.lockfile"};
constexpr std::string_view kMatches[] = {"app/gradle.lockfile", "app/gradle/dependency-locks/runtimeClasspath.lockfile"};
constexpr std::string_view kMatchesNot[] = {"app/buildscript-gradle.lockfile", "app/build.gradle", "x/a.lockfile"};
constexpr CatalogerExample kExamples[] = {
    {"app/gradle.lockfile",
     "# This is a Gradle generated file for dependency locking.\ncom.google.guava:guava:31.1-jre=compileClasspath,runtimeClasspath\n"
     "org.slf4j:slf4j-api:1.7.36=runtimeClasspath\nwrong\na::1=x\nempty=annotationProcessor\n",
     "com.google.guava:guava 31.1-jre, org.slf4j:slf4j-api 1.7.36"},
    {"app/gradle/dependency-locks/runtimeClasspath.lockfile", "# comment\norg.slf4j:slf4j-api:1.7.36\r\n", "org.slf4j:slf4j-api 1.7.36"},
    {"app/gradle.lockfile", "empty=\n", ""},
};

}  // namespace

extern constinit const Cataloger gradle_lock;
constinit const Cataloger gradle_lock = {
    .name = "gradle_lock",
    .summary = "Java packages of gradle.lockfile",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
