// SPDX-License-Identifier: Apache-2.0
//
// Composer (PHP): composer.lock ("packages", "packages-dev"), and vendor/composer/installed.json of what is installed, an object with
// "packages" since Composer 2, an array before. Versions are as the tag is called ("v5.4.0", "dev-main"). A composer.lock inside an
// installed package (vendor/NAMESPACE/NAME/) is its developers' own.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

void add_all(json::View packages, PackageList& list) {
  packages.each([&](json::View entry) {
    model::Package* package = list.add(entry["name"].string(), entry["version"].string());
    if (package == nullptr) return;
    json::View licence = entry["license"];
    add_licence(licence.string(), *package);
    licence.each([&](json::View one) { add_licence(one.string(), *package); });
  });
}

Result<void> parse_composer(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (path.ends_with("composer.lock") && is_of_dependency(path)) return {};
  json::Document document = TRY(json_object_or_array(content));
  PackageList list("composer", path, facts, notes);
  add_all(document.root(), list);
  add_all(document["packages"], list);
  add_all(document["packages-dev"], list);
  if (path.ends_with("composer.lock")) {
    for (model::Package& package : facts.packages) package.declared = true;
  }
  return {};
}

constexpr std::string_view kClaims[] = {"**/composer.lock", "**/composer/installed.json"};
constexpr std::string_view kMatches[] = {"app/composer.lock", "var/www/html/vendor/composer/installed.json"};
constexpr std::string_view kMatchesNot[] = {"app/composer.json", "app/installed.json", "app/vendor/composer/installed.php"};
constexpr CatalogerExample kExamples[] = {
    {"app/composer.lock",
     R"({"content-hash":"0","packages":[{"name":"symfony/console","version":"v5.4.0","license":["MIT"]}],
"packages-dev":[{"name":"phpunit/phpunit","version":"9.5.10"}],"aliases":[]})",
     "symfony/console v5.4.0, phpunit/phpunit 9.5.10"},
    {"app/vendor/composer/installed.json", R"({"packages":[{"name":"a/b","version":"1.0","type":"library"}],"dev":true})", "a/b 1.0"},
    {"app/vendor/composer/installed.json", R"([{"name":"a/b","version":"dev-main"},{"name":"c/d"},7])", "a/b dev-main"},
    {"app/vendor/a/b/composer.lock", R"({"packages":[{"name":"c/d","version":"1.0"}]})", ""},
    {"app/composer.lock", R"({"packages":[],"packages-dev":null})", ""},
};

}  // namespace

extern constinit const Cataloger composer;
constinit const Cataloger composer = {
    .name = "composer",
    .summary = "PHP packages, installed or of composer.lock",
    .revision = 2,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_composer,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
