// SPDX-License-Identifier: Apache-2.0
//
// Manifest.toml, the lock file of Julia's package manager (Pkg documentation, "Manifest.toml"): an array of tables for each package name,
// at the top in format 1, below "deps" in format 2. Every entry has a uuid. Left out are packages of the developer's disk (path), and the
// standard library where it has no version of its own.
#include "base/toml.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_manifest(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  toml::Document document = TRY(toml::Document::parse(content));
  PackageList list("julia", path, facts, notes);
  toml::View packages = document["manifest_format"] ? document["deps"] : document.root();
  packages.each_member([&](std::string_view name, toml::View entries) {
    entries.each([&](toml::View entry) {
      // Other programs have files of this name too.
      if (!entry["uuid"].is_string() || entry["path"] || !entry["version"]) return;
      list.add(name, entry["version"].string());
    });
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/Manifest.toml", "**/JuliaManifest.toml"};
constexpr std::string_view kMatches[] = {"app/Manifest.toml", "app/JuliaManifest.toml"};
constexpr std::string_view kMatchesNot[] = {"app/Project.toml"};
constexpr CatalogerExample kExamples[] = {
    {"app/Manifest.toml",
     "julia_version = \"1.9.0\"\nmanifest_format = \"2.0\"\nproject_hash = \"00\"\n\n"
     "[[deps.Dates]]\ndeps = [\"Printf\"]\nuuid = \"ade2ca70-3891-5945-98fb-dc099432e06a\"\n\n"
     "[[deps.JSON]]\ndeps = [\"Dates\"]\ngit-tree-sha1 = \"00\"\nuuid = \"682c06a0-de6a-54ab-a142-c8b1cf79cde6\"\nversion = \"0.21.4\"\n\n"
     "[[deps.Own]]\npath = \"Own\"\nuuid = \"00000000-0000-0000-0000-000000000001\"\nversion = \"0.1.0\"\n\n"
     "[[deps.LibCURL_jll]]\nuuid = \"deac9b47-8bc7-5906-a0fe-35ac56dc84c0\"\nversion = \"7.84.0+0\"\n[deps.LibCURL_jll.deps]\nX = \"00\"\n",
     "JSON 0.21.4, LibCURL_jll 7.84.0+0"},
    {"app/Manifest.toml", "[[JSON]]\ngit-tree-sha1 = \"00\"\nuuid = \"682c06a0\"\nversion = \"0.21.0\"\n", "JSON 0.21.0"},
    {"app/Manifest.toml", "[package]\nname = 'other'\nversion = '1'\n[[item]]\nversion = '2'\n", ""},
};

}  // namespace

extern constinit const Cataloger julia_manifest;
constinit const Cataloger julia_manifest = {
    .name = "julia_manifest",
    .summary = "Julia packages of Manifest.toml",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 32u << 20,
    .parse = parse_manifest,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
