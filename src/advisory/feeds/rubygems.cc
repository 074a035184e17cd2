// SPDX-License-Identifier: Apache-2.0
//
// Ruby gems of RubyGems: osv.dev's archive of the ecosystem (see language_osv.h), and the Ruby Advisory Database (see
// rubysec.h).
#include "advisory/feed.h"
#include "advisory/language_osv.h"
#include "advisory/rubysec.h"

namespace batten::advisory::feeds {
namespace {

constexpr std::string_view kMirrorNames[] = {"ghsa/ghsa-rubygems.tar"};
constexpr LanguageEcosystem kEcosystem{.osv = "RubyGems", .type = "gem", .scheme = "gem", .mirror_names = kMirrorNames};

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  if (name.ends_with(".yml") || name.ends_with(".yaml")) return import_rubysec(name, bytes, sink);
  return LanguageFeed<kEcosystem>::import(name, bytes, sink);
}

std::vector<FeedFile> files(const model::Distro* distro) {
  std::vector<FeedFile> out = LanguageFeed<kEcosystem>::files(distro);
  out.push_back({.url = "https://github.com/rubysec/ruby-advisory-db/archive/refs/heads/master.tar.gz",
                 .mirror_names = {"rubygems/ruby-advisory-db.tar"}});
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "gems/nokogiri/CVE-2024-0001.yml",
     .content =
         "---\ngem: nokogiri\ncve: 2024-0001\nghsa: aaaa-bbbb-cccc\ndate: 2024-01-02\ntitle: A flaw\npatched_versions:\n- \"~> 1.15.6\"\n"
         "- \">= 1.16.2\"\nunaffected_versions:\n- \"< 1.10.0\"\n",
     .expect = "gem nokogiri CVE-2024-0001 fixed 1.16.2"},
    {.file_name = "GHSA-0000-1111-2222.json",
     .content =
         R"j({"id":"GHSA-0000-1111-2222","modified":"2024-05-06T07:08:09Z","aliases":["CVE-2024-1234"],"database_specific":{"severity":"MODERATE"},
       "affected":[{"package":{"name":"nokogiri","ecosystem":"RubyGems"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.0"},{"fixed":"1.15.6"}]}]},
       {"package":{"name":"other","ecosystem":"another"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = "gem nokogiri CVE-2024-1234 fixed 1.15.6"},
    {.file_name = "GHSA-3333-4444-5555.json",
     .content = R"j({"id":"GHSA-3333-4444-5555","affected":[{"package":{"name":"nokogiri","ecosystem":"RubyGems"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"database_specific":{"last_known_affected_version_range":"<= 1.15.6"}}]})j",
     .expect = "gem nokogiri GHSA-3333-4444-5555 affected -"},
    {.file_name = "GHSA-6666-7777-8888.json",
     .content =
         R"j({"id":"GHSA-6666-7777-8888","withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"name":"nokogiri","ecosystem":"RubyGems"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = ""},
};

}  // namespace

extern constinit const Feed rubygems;
constinit const Feed rubygems = {
    .name = "rubygems",
    .summary = "Ruby gems: GitHub's, the ecosystem's own and malicious packages, OSV records; the Ruby Advisory Database",
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
