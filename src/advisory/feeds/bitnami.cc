// SPDX-License-Identifier: Apache-2.0
//
// Bitnami's vulnerability database (github.com/bitnami/vulndb): OSV records about upstream releases of programs, with ranges of semantic
// versions. For packages of purl type "bitnami", and for programs without a package, see programs.h. See language_osv.h.
#include "advisory/feed.h"
#include "advisory/language_osv.h"

namespace batten::advisory::feeds {
namespace {

constexpr std::string_view kMirrorNames[] = {"bitnami/bitnami-osv.tar"};
constexpr LanguageEcosystem kEcosystem{.osv = "Bitnami", .type = "bitnami", .scheme = "bitnami", .mirror_names = kMirrorNames};

constexpr FeedExample kExamples[] = {
    {.file_name = "BIT-nginx-2024-7347.json",
     .content = R"j({"schema_version":"1.6.2","id":"BIT-nginx-2024-7347","aliases":["CVE-2024-7347"],"modified":"2024-08-14T00:00:00Z",
       "affected":[{"package":{"ecosystem":"Bitnami","name":"nginx","purl":"pkg:bitnami/nginx"},
       "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:H"}],
       "ranges":[{"type":"SEMVER","events":[{"introduced":"1.5.13"},{"fixed":"1.26.2"},{"introduced":"1.27.0"},{"fixed":"1.27.1"}]}]}],
       "database_specific":{"severity":"Medium","cpes":["cpe:2.3:a:f5:nginx:*:*:*:*:*:*:*:*"]}})j",
     .expect = "bitnami nginx CVE-2024-7347 fixed 1.27.1"},
};

}  // namespace

extern constinit const Feed bitnami;
constinit const Feed bitnami = {
    .name = "bitnami",
    .summary = "Bitnami packages, and programs without a package, OSV records",
    .license = "Apache-2.0",
    .revision = 1,
    .wanted = &LanguageFeed<kEcosystem>::wanted,
    .files = &LanguageFeed<kEcosystem>::files,
    .import = &LanguageFeed<kEcosystem>::import,
    .examples = kExamples,
    .package_type = kEcosystem.type,
    .scheme = kEcosystem.scheme,
    .programs = true,
};

}  // namespace batten::advisory::feeds
