// SPDX-License-Identifier: Apache-2.0
//
// pylock.toml, the lock file that all Python installers share (PEP 751): one [[packages]] for each. Left out is what comes from the
// developer's disk (packages.directory, packages.archive with a path), and what has no version because it is built from sources of a
// version control system.
#include "base/toml.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  toml::Document document = TRY(toml::Document::parse(content));
  PackageList list("pypi", path, facts, notes);
  document["packages"].each([&](toml::View package) {
    if (package["directory"] || (package["archive"]["path"] && !package["archive"]["url"])) return;
    if (!package["version"] && package["vcs"]) return;
    list.add(package["name"].string(), package["version"].string());
  });
  return {};
}

constexpr std::string_view kClaims[] = {"**/pylock.toml"};
constexpr std::string_view kMatches[] = {"pylock.toml", "srv/app/pylock.toml"};
constexpr std::string_view kMatchesNot[] = {"srv/app/pyproject.toml"};
constexpr CatalogerExample kExamples[] = {
    {"app/pylock.toml",
     "lock-version = '1.0'\ncreated-by = 'some tool'\n\n"
     "[[packages]]\nname = 'attrs'\nversion = '25.1.0'\nrequires-python = '>=3.8'\n"
     "wheels = [{name = 'attrs.whl', url = 'https://files.example.org/attrs.whl', hashes = {sha256 = "
     "'00'}}]\n[[packages.attestation-identities]]\nkind = 'x'\n\n"
     "[[packages]]\nname = 'own'\nversion = '0.1'\n[packages.directory]\npath = '.'\neditable = true\n\n"
     "[[packages]]\nname = 'from-git'\n[packages.vcs]\ntype = 'git'\nurl = 'https://git.example.org/x'\ncommit-id = '0123'\n\n"
     "[[packages]]\nname = 'tarball'\nversion = '2.0'\n[packages.archive]\nurl = 'https://files.example.org/t.tar.gz'\n",
     "attrs 25.1.0, tarball 2.0"},
    {"app/pylock.toml", "lock-version = '1.0'\npackages = []\n", ""},
};

}  // namespace

extern constinit const Cataloger pylock;
constinit const Cataloger pylock = {
    .name = "pylock",
    .summary = "Python packages of pylock.toml",
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
