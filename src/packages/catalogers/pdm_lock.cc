// SPDX-License-Identifier: Apache-2.0
//
// pdm.lock, the lock file of PDM (Python): TOML, one [[package]] for each locked package and once more for each set of its extras. Left
// out is what comes from the developer's disk (path).
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
    if (!package["path"]) list.add(package["name"].string(), package["version"].string());
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/pdm.lock"};
constexpr std::string_view kMatches[] = {"pdm.lock", "srv/app/pdm.lock"};
constexpr std::string_view kMatchesNot[] = {"srv/app/pdm.toml"};
constexpr CatalogerExample kExamples[] = {
    {"app/pdm.lock",
     "[metadata]\ngroups = [\"default\"]\nlock_version = \"4.5.0\"\n\n"
     "[[package]]\nname = \"requests\"\nversion = \"2.31.0\"\nsummary = \"HTTP\"\nfiles = [\n    {file = \"r.whl\", hash = "
     "\"sha256:00\"},\n]\n\n"
     "[[package]]\nname = \"requests\"\nversion = \"2.31.0\"\nextras = [\"socks\"]\n\n"
     "[[package]]\nname = \"own\"\nversion = \"0.1.0\"\npath = \"./own\"\neditable = true\n\n"
     "[[package]]\nname = \"fork\"\nversion = \"2.0\"\ngit = \"https://git.example.org/fork\"\nrevision = \"0123\"\n",
     "requests 2.31.0, fork 2.0"},
    {"app/pdm.lock", "[metadata]\n", ""},
};

}  // namespace

extern constinit const Cataloger pdm_lock;
constinit const Cataloger pdm_lock = {
    .name = "pdm_lock",
    .summary = "Python packages of pdm.lock",
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
