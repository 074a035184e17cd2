// SPDX-License-Identifier: Apache-2.0
//
// uv.lock, the lock file of uv (Python): TOML, one [[package]] for each locked package, whose source is a table of one key: registry, git,
// url; or path, directory, editable, virtual for what lies on the developer's disk, the project itself among it: these are left out.
#include "base/toml.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  toml::Document document = TRY(toml::Document::parse(content));
  PackageList list("pypi", path, facts, notes);
  document["package"].each([&](toml::View package) {
    toml::View source = package["source"];
    if (source["path"] || source["directory"] || source["editable"] || source["virtual"]) return;
    list.add(package["name"].string(), package["version"].string());
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/uv.lock"};
constexpr std::string_view kMatches[] = {"uv.lock", "srv/app/uv.lock"};
constexpr std::string_view kMatchesNot[] = {"srv/app/uv.toml"};
constexpr CatalogerExample kExamples[] = {
    {"app/uv.lock",
     "version = 1\nrequires-python = \">=3.12\"\n\n"
     "[[package]]\nname = \"app\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\ndependencies = [\n    { name = \"anyio\" },\n]\n\n"
     "[[package]]\nname = \"anyio\"\nversion = \"4.4.0\"\nsource = { registry = \"https://pypi.example.org/simple\" }\n"
     "sdist = { url = \"https://files.example.org/anyio-4.4.0.tar.gz\", hash = \"sha256:00\", size = 1 }\n\n"
     "[[package]]\nname = \"own\"\nversion = \"0.2.0\"\nsource = { editable = \"libs/own\" }\n\n"
     "[[package]]\nname = \"dynamic\"\nsource = { directory = \"libs/dynamic\" }\n\n"
     "[[package]]\nname = \"fork\"\nversion = \"2.0\"\nsource = { git = \"https://git.example.org/fork?rev=1#0123\" }\n",
     "anyio 4.4.0, fork 2.0"},
    {"app/uv.lock", "version = 1\n", ""},
};

}  // namespace

extern constinit const Cataloger uv_lock;
constinit const Cataloger uv_lock = {
    .name = "uv_lock",
    .summary = "Python packages of uv.lock",
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
