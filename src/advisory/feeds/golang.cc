// SPDX-License-Identifier: Apache-2.0
//
// Go modules, the standard library ("stdlib") and "toolchain": osv.dev's archive of the ecosystem, and the Go vulnerability database, whose
// records say in which packages and symbols a flaw is. See language_osv.h.
#include "advisory/feed.h"
#include "advisory/language_osv.h"

namespace batten::advisory::feeds {
namespace {

constexpr std::string_view kMirrorNames[] = {"go/go-osv.tar", "ghsa/ghsa-golang.tar"};
constexpr LanguageEcosystem kEcosystem{.osv = "Go", .type = "golang", .scheme = "go", .mirror_names = kMirrorNames};

constexpr FeedExample kExamples[] = {
    {.file_name = "GO-2020-0047.json",
     .content = R"j({"id":"GO-2020-0047","modified":"0001-01-01T00:00:00Z","aliases":["CVE-2020-36563","GHSA-5rhg-xhgr-5hfj"],
       "affected":[{"package":{"name":"stdlib","ecosystem":"Go"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.15.5"},{"introduced":"1.16.0-0"},{"fixed":"1.16.1"}]}],
       "ecosystem_specific":{"imports":[{"path":"encoding/xml","goos":["linux"],"symbols":["Decoder.Token","NewTokenDecoder"]}]}}]})j",
     .expect = "golang stdlib CVE-2020-36563 fixed 1.16.1"},
    {.file_name = "GHSA-0000-1111-2222.json",
     .content =
         R"j({"id":"GHSA-0000-1111-2222","modified":"2024-05-06T07:08:09Z","aliases":["CVE-2024-1234"],"database_specific":{"severity":"MODERATE"},
       "affected":[{"package":{"name":"github.com/go-x/Saml","ecosystem":"Go"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.2.0"},{"fixed":"1.4.1"}]}]},
       {"package":{"name":"other","ecosystem":"another"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = "golang github.com/go-x/Saml CVE-2024-1234 fixed 1.4.1"},
    {.file_name = "GHSA-3333-4444-5555.json",
     .content = R"j({"id":"GHSA-3333-4444-5555","affected":[{"package":{"name":"github.com/go-x/Saml","ecosystem":"Go"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"database_specific":{"last_known_affected_version_range":"<= 1.4.1"}}]})j",
     .expect = "golang github.com/go-x/Saml GHSA-3333-4444-5555 affected -"},
    {.file_name = "GHSA-6666-7777-8888.json",
     .content =
         R"j({"id":"GHSA-6666-7777-8888","withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"name":"github.com/go-x/Saml","ecosystem":"Go"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = ""},
};

}  // namespace

extern constinit const Feed golang;
constinit const Feed golang = {
    .name = "golang",
    .summary = "Go modules: GitHub's, the ecosystem's own and malicious packages, OSV records",
    .license = "CC-BY-4.0 and others, see osv.dev",
    .revision = 2,
    .wanted = &LanguageFeed<kEcosystem>::wanted,
    .files = &LanguageFeed<kEcosystem>::files,
    .import = &LanguageFeed<kEcosystem>::import,
    .examples = kExamples,
    .package_type = kEcosystem.type,
    .scheme = kEcosystem.scheme,
};

}  // namespace batten::advisory::feeds
