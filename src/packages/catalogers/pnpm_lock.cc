// SPDX-License-Identifier: Apache-2.0
//
// pnpm-lock.yaml, the lock file of pnpm: YAML, "packages" by dependency path, which was written in several ways:
//   5.x  /NAME/VERSION, /@SCOPE/NAME/VERSION, then "_" and the peers
//   6.x  /NAME@VERSION, then "(PEER@VERSION)..."
//   9.x  NAME@VERSION; the peers are in "snapshots"
// Another registry's host stands before the slash. What has an address instead of a version says name and version in fields, as far as
// it has them. Left out is what lies on the developer's disk (file:, link:, a resolution of type directory). The file may hold two
// documents, the first for pnpm's own plugins.
#include "base/yaml.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

struct NameVersion {
  std::string_view name, version;
};

// "host/NAME..." -> "NAME..."; only scoped names hold a slash.
std::string_view without_host(std::string_view name) {
  if (name.starts_with('@')) return name;
  std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

// Before version 6: "a/1.0.0_peer@2.0.0", "example.org/@s/a/1.0.0".
NameVersion of_old_path(std::string_view path) {
  path = path.substr(0, path.find('('));
  bool has_host = !path.starts_with('/');
  if (!has_host) path.remove_prefix(1);
  if (has_host) path = without_host(path);
  std::size_t slash = path.find('/');
  if (path.starts_with('@') && slash != std::string_view::npos) slash = path.find('/', slash + 1);
  if (slash == std::string_view::npos) return {};
  std::string_view version = path.substr(slash + 1);
  return {path.substr(0, slash), version.substr(0, version.find_first_of("_/"))};
}

NameVersion of_path(std::string_view path) {
  path = path.substr(0, path.find('('));
  if (path.starts_with('/')) path.remove_prefix(1);
  std::size_t slash = path.starts_with('@') ? path.find('/') : 0;
  std::size_t at = path.find('@', slash == std::string_view::npos ? 1 : slash + 1);
  if (at == std::string_view::npos) return {};
  return {without_host(path.substr(0, at)), path.substr(at + 1)};
}

bool is_local(std::string_view text) { return text.starts_with("file:") || text.starts_with("link:"); }
bool is_address(std::string_view version) { return version.contains(':') || version.contains('/'); }

void read_packages(yaml::View root, PackageList& list) {
  std::string_view format = root["lockfileVersion"].string();
  bool old = format.starts_with("5.") || format == "5";
  root["packages"].each_member([&](yaml::View key, yaml::View entry) {
    std::string_view path = key.string();
    NameVersion found = old ? of_old_path(path) : of_path(path);
    if (is_local(path) || is_local(found.version) || entry["resolution"]["type"].string() == "directory") return;
    std::string_view version = entry["version"].string();
    if (version.empty() && !is_address(found.version)) version = found.version;
    std::string_view name = entry["name"].string(found.name);
    list.add(name, version);
  });
}

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_below(path, "node_modules")) return {};
  yaml::Document document = TRY(yaml::Document::parse(content));
  PackageList list("npm", path, facts, notes);
  for (yaml::View root : document.roots()) read_packages(root, list);
  return {};
}

constexpr std::string_view kClaims[] = {"**/pnpm-lock.yaml"};
constexpr std::string_view kMatches[] = {"pnpm-lock.yaml", "srv/app/pnpm-lock.yaml"};
constexpr std::string_view kMatchesNot[] = {"srv/app/pnpm-workspace.yaml"};
constexpr CatalogerExample kExamples[] = {
    {"app/pnpm-lock.yaml",
     "lockfileVersion: 5.4\nspecifiers:\n  debug: ^4.3.4\npackages:\n"
     "  /debug/4.3.4:\n    resolution: {integrity: sha512-0}\n    dependencies:\n      ms: 2.1.2\n"
     "  /@s/ms/2.1.2_react@17.0.2+x@1.0.0:\n    resolution: {integrity: sha512-0}\n"
     "  registry.example.org/left/1.0.0:\n    resolution: {integrity: sha512-0}\n    name: left\n    version: 1.0.0\n"
     "  registry.example.org/@s/right/1.1.0:\n    resolution: {integrity: sha512-0}\n"
     "  github.com/org/repo/0123abc:\n    resolution: {tarball: https://codeload.example.org/0123abc}\n    name: repo\n    version: 3.0.0\n"
     "  file:../own:\n    resolution: {directory: ../own, type: directory}\n    name: own\n    version: 0.1.0\n",
     "debug 4.3.4, @s/ms 2.1.2, left 1.0.0, @s/right 1.1.0, repo 3.0.0"},
    {"app/pnpm-lock.yaml",
     "lockfileVersion: '6.0'\npackages:\n"
     "  /debug@4.3.4(supports-color@8.1.1):\n    resolution: {integrity: sha512-0}\n"
     "  /@s/ms@2.1.2(@t/peer@1.0.0)(b@2.0.0):\n    resolution: {integrity: sha512-0}\n"
     "  registry.example.org/left@1.0.0:\n    resolution: {integrity: sha512-0}\n"
     "  github.com/org/repo/0123abc:\n    resolution: {tarball: https://codeload.example.org/0123abc}\n    name: repo\n    version: 3.0.0\n"
     "  '@github.com/org/none/0123abc':\n    resolution: {tarball: https://codeload.example.org/0123abc}\n",
     "debug 4.3.4, @s/ms 2.1.2, left 1.0.0, repo 3.0.0"},
    {"app/pnpm-lock.yaml",
     "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      own:\n        version: link:../own\npackages:\n"
     "  '@babel/core@7.24.0':\n    resolution: {integrity: sha512-0}\n"
     "  debug@4.3.4:\n    resolution: {integrity: sha512-0}\n"
     "  own@file:../own:\n    resolution: {directory: ../own, type: directory}\n"
     "  repo@https://codeload.example.org/org/repo/tar.gz/0123:\n    resolution: {tarball: https://x}\n    version: 3.0.0\n"
     "snapshots:\n  debug@4.3.4(supports-color@8.1.1):\n    dependencies: {}\n",
     "@babel/core 7.24.0, debug 4.3.4, repo 3.0.0"},
    {"app/pnpm-lock.yaml",
     "---\nlockfileVersion: '9.0'\npackages:\n  plugin@1.0.0: {}\n---\nlockfileVersion: '9.0'\npackages:\n  debug@4.3.4: {}\n",
     "plugin 1.0.0, debug 4.3.4"},
    {"app/pnpm-lock.yaml", "lockfileVersion: 5.3\n", ""},
};

}  // namespace

extern constinit const Cataloger pnpm_lock;
constinit const Cataloger pnpm_lock = {
    .name = "pnpm_lock",
    .summary = "npm packages of pnpm-lock.yaml",
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
