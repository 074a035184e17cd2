// SPDX-License-Identifier: Apache-2.0
//
// Swift packages of SwiftURL: osv.dev's archive of the ecosystem. See language_osv.h.
#include "advisory/feed.h"
#include "advisory/language_osv.h"

namespace batten::advisory::feeds {
namespace {

constexpr std::string_view kMirrorNames[] = {"ghsa/ghsa-swift.tar"};
constexpr LanguageEcosystem kEcosystem{.osv = "SwiftURL", .type = "swift", .scheme = "semver", .mirror_names = kMirrorNames};

constexpr FeedExample kExamples[] = {
    {.file_name = "GHSA-0000-1111-2222.json",
     .content =
         R"j({"id":"GHSA-0000-1111-2222","modified":"2024-05-06T07:08:09Z","aliases":["CVE-2024-1234"],"database_specific":{"severity":"MODERATE"},
       "affected":[{"package":{"name":"github.com/Vapor/vapor","ecosystem":"SwiftURL"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"4.0.0"},{"fixed":"4.84.2"}]}]},
       {"package":{"name":"other","ecosystem":"another"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = "swift github.com/vapor/vapor CVE-2024-1234 fixed 4.84.2"},
    {.file_name = "GHSA-3333-4444-5555.json",
     .content = R"j({"id":"GHSA-3333-4444-5555","affected":[{"package":{"name":"github.com/Vapor/vapor","ecosystem":"SwiftURL"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}],"database_specific":{"last_known_affected_version_range":"<= 4.84.2"}}]})j",
     .expect = "swift github.com/vapor/vapor GHSA-3333-4444-5555 affected -"},
    {.file_name = "GHSA-6666-7777-8888.json",
     .content =
         R"j({"id":"GHSA-6666-7777-8888","withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"name":"github.com/Vapor/vapor","ecosystem":"SwiftURL"},
       "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]})j",
     .expect = ""},
};

}  // namespace

extern constinit const Feed swift;
constinit const Feed swift = {
    .name = "swift",
    .summary = "Swift packages: GitHub's, the ecosystem's own and malicious packages, OSV records",
    .license = "CC-BY-4.0 and others, see osv.dev",
    .revision = 1,
    .wanted = &LanguageFeed<kEcosystem>::wanted,
    .files = &LanguageFeed<kEcosystem>::files,
    .import = &LanguageFeed<kEcosystem>::import,
    .examples = kExamples,
    .package_type = kEcosystem.type,
    .scheme = kEcosystem.scheme,
};

}  // namespace batten::advisory::feeds
