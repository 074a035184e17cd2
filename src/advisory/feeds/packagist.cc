// SPDX-License-Identifier: Apache-2.0
//
// PHP packages of Packagist: osv.dev's archive of the ecosystem (see language_osv.h), and FriendsOfPHP's security advisories (see
// php_advisory.h).
#include "advisory/feed.h"
#include "advisory/language_osv.h"
#include "advisory/php_advisory.h"

namespace batten::advisory::feeds {
namespace {

constexpr std::string_view kMirrorNames[] = {"ghsa/ghsa-composer.tar"};
constexpr LanguageEcosystem kEcosystem{.osv = "Packagist", .type = "composer", .scheme = "packagist", .mirror_names = kMirrorNames};

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  if (name.ends_with(".yml") || name.ends_with(".yaml")) return import_php_advisory(name, bytes, sink);
  return LanguageFeed<kEcosystem>::import(name, bytes, sink);
}

std::vector<FeedFile> files(const model::Distro* distro) {
  std::vector<FeedFile> out = LanguageFeed<kEcosystem>::files(distro);
  out.push_back({.url = "https://github.com/FriendsOfPHP/security-advisories/archive/refs/heads/master.tar.gz",
                 .mirror_names = {"packagist/php-security-advisories.tar"}});
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "typo3/cms/2014-05-22.yaml",
     .content = "title: A flaw\nlink: https://example.org/\ncve: ~\nbranches:\n    4.5.x:\n        time: 2014-05-22 09:00:00\n"
                "        versions: ['>=4.5.0', '<4.5.34']\nreference: composer://TYPO3/cms\n",
     .expect = "composer typo3/cms friendsofphp/typo3/cms/2014-05-22 fixed 4.5.34"},
    {.file_name = "GHSA-0000-1111-2222.json",
     .content =
         R"j({"id":"GHSA-0000-1111-2222","modified":"2024-05-06T07:08:09Z","aliases":["CVE-2024-1234"],"database_specific":{"severity":"MODERATE"},
       "affected":[{"package":{"name":"Symfony/Console","ecosystem":"Packagist"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"5.0.0"},{"fixed":"5.4.2"}]}]},
       {"package":{"name":"other","ecosystem":"another"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = "composer symfony/console CVE-2024-1234 fixed 5.4.2"},
    {.file_name = "GHSA-3333-4444-5555.json",
     .content = R"j({"id":"GHSA-3333-4444-5555","affected":[{"package":{"name":"Symfony/Console","ecosystem":"Packagist"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"database_specific":{"last_known_affected_version_range":"<= 5.4.2"}}]})j",
     .expect = "composer symfony/console GHSA-3333-4444-5555 affected -"},
    {.file_name = "GHSA-6666-7777-8888.json",
     .content =
         R"j({"id":"GHSA-6666-7777-8888","withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"name":"Symfony/Console","ecosystem":"Packagist"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = ""},
};

}  // namespace

extern constinit const Feed packagist;
constinit const Feed packagist = {
    .name = "packagist",
    .summary = "PHP packages: GitHub's, the ecosystem's own and malicious packages, OSV records; FriendsOfPHP's security advisories",
    .license = "CC-BY-4.0 and others, see osv.dev",
    .revision = 2,
    .wanted = &LanguageFeed<kEcosystem>::wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
    .package_type = kEcosystem.type,
    .scheme = kEcosystem.scheme,
};

}  // namespace batten::advisory::feeds
