// SPDX-License-Identifier: Apache-2.0
//
// Pipfile.lock of pipenv: "default", "develop" and further categories, each NAME -> {"version": "==1.2.3", ..}. What comes from a
// repository or a folder has no version there and is left out.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(content));
  PackageList list("pypi", path, facts, notes);
  document.root().each_member([&](std::string_view category, json::View packages) {
    if (category == "_meta") return;
    packages.each_member([&](std::string_view name, json::View package) {
      std::string_view version = package["version"].string();
      if (!version.starts_with("==")) return;
      version.remove_prefix(version.starts_with("===") ? 3 : 2);
      list.add(name, version);
    });
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/Pipfile.lock"};
constexpr std::string_view kMatches[] = {"app/Pipfile.lock"};
constexpr std::string_view kMatchesNot[] = {"app/Pipfile"};
constexpr CatalogerExample kExamples[] = {
    {"app/Pipfile.lock",
     R"({"_meta":{"pipfile-spec":6,"sources":[{"name":"pypi"}]},"default":{"certifi":{"hashes":["sha256:00"],"version":"==2022.9.24",
"markers":"python_version >= '3.6'"},"own":{"git":"https://example.org/own.git","ref":"0123"}},"develop":{"pytest":{"version":"==7.0"}}})",
     "certifi 2022.9.24, pytest 7.0"},
    {"app/Pipfile.lock", R"({"docs":{"Sphinx":{"version":"===5.0"},"loose":{"version":"*"},"wrong":7}})", "Sphinx 5.0"},
    {"app/Pipfile.lock", R"({"default":{},"develop":[]})", ""},
};

}  // namespace

extern constinit const Cataloger pipfile_lock;
constinit const Cataloger pipfile_lock = {
    .name = "pipfile_lock",
    .summary = "Python packages of Pipfile.lock",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 32u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
