// SPDX-License-Identifier: Apache-2.0
//
// npm's lock files: package-lock.json and npm-shrinkwrap.json (package-lock.json(5)). Versions 2 and 3 have "packages", one entry for each
// place in the tree ("node_modules/a/node_modules/@s/b"); version 1 has "dependencies", nested as the tree is. An alias
// ("x": "npm:y@1") is listed under its real name. Left out are links, the project's own workspaces, and what has an address instead of a
// version.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::string_view kModules = "node_modules/";

// "git+ssh://..", "file:..", "https://..": the package comes from there, its version is not said.
bool is_address(std::string_view version) { return version.contains(':') || version.contains('/'); }

void entry_of_packages(std::string_view place, json::View entry, PackageList& list) {
  std::size_t at = place.rfind(kModules);
  if (at == std::string_view::npos || entry["link"].boolean()) return;
  std::string_view name = entry["name"].string(place.substr(at + kModules.size()));
  std::string_view version = entry["version"].string();
  if (is_address(version)) return;
  if (model::Package* package = list.add(name, version)) add_licence(entry["license"].string(), *package);
}

// As deep as the JSON reader's limit lets it be.
void entries_of_dependencies(json::View dependencies, PackageList& list) {
  dependencies.each_member([&](std::string_view name, json::View entry) {
    std::string_view version = entry["version"].string();
    if (version.starts_with("npm:")) {
      version.remove_prefix(4);
      std::size_t at = version.rfind('@');
      name = version.substr(0, at);
      version = at == std::string_view::npos ? std::string_view() : version.substr(at + 1);
    }
    if (!is_address(version)) list.add(name, version);
    entries_of_dependencies(entry["dependencies"], list);
  });
}

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  json::Document document = TRY(json_object(content));
  PackageList list("npm", path, facts, notes);
  if (json::View packages = document["packages"]; packages.is_object()) {
    packages.each_member([&](std::string_view place, json::View entry) { entry_of_packages(place, entry, list); });
  } else {
    entries_of_dependencies(document["dependencies"], list);
  }
  return {};
}

constexpr std::string_view kClaims[] = {"**/package-lock.json", "**/npm-shrinkwrap.json"};
constexpr std::string_view kMatches[] = {"package-lock.json", "srv/app/package-lock.json", "app/npm-shrinkwrap.json"};
constexpr std::string_view kMatchesNot[] = {"app/node_modules/.package-lock.json", "app/package.json"};
constexpr CatalogerExample kExamples[] = {
    {"app/package-lock.json",
     R"({"lockfileVersion":3,"packages":{"":{"name":"app","version":"0.1.0"},"packages/own":{"version":"1.0.0"},
"node_modules/own":{"resolved":"packages/own","link":true},"node_modules/debug":{"version":"4.3.4","license":"MIT","dev":true},
"node_modules/debug/node_modules/@s/ms":{"version":"2.1.2"},"node_modules/old":{"name":"lodash","version":"4.17.20"},
"node_modules/other/node_modules/debug":{"version":"4.3.4"}}})",
     "debug 4.3.4, @s/ms 2.1.2, lodash 4.17.20"},
    {"app/npm-shrinkwrap.json",
     R"({"lockfileVersion":1,"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"2.0.0","bundled":true}}},
"c":{"version":"npm:@s/real@3.0.0"},"d":{"version":"git+ssh://git@example.org/d.git#0123"},"e":{"version":"file:../e"}}})",
     "a 1.0.0, b 2.0.0, @s/real 3.0.0"},
    {"app/node_modules/x/package-lock.json", R"({"packages":{"node_modules/a":{"version":"1.0.0"}}})", ""},
    {"app/package-lock.json", "{}", ""},
};

}  // namespace

extern constinit const Cataloger package_lock;
constinit const Cataloger package_lock = {
    .name = "package_lock",
    .summary = "npm packages of package-lock.json and npm-shrinkwrap.json",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
