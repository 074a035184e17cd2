// SPDX-License-Identifier: Apache-2.0
//
// Chainguard: secdb of its one rolling release, see secdb.h. Only fixes are known: what is not repaired yet is not in here.
#include "advisory/feed.h"
#include "advisory/secdb.h"

namespace batten::advisory::feeds {
namespace {

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) { return import_secdb(name, bytes, "chainguard", sink); }

bool wanted(const model::Distro& distro) { return distro.id == "chainguard"; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://packages.cgr.dev/chainguard/security.json", .mirror_names = {"chainguard/security.json"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "security.json",
     .content =
         R"j({"reponame":"os","packages":[{"pkg":{"name":"aactl","secfixes":{"0":["CVE-2023-45283"],"0.4.12-r10":["CVE-2024-29902","GHSA-88jx-383q-w4qc"]}}},
       {"pkg":{"secfixes":{"1-r0":["CVE-1999-0001"]}}}]})j",
     .expect = "chainguard aactl CVE-2023-45283 not-affected -; chainguard aactl CVE-2024-29902 fixed 0.4.12-r10; "
               "chainguard aactl GHSA-88jx-383q-w4qc fixed 0.4.12-r10"},
};

}  // namespace

extern constinit const Feed chainguard;
constinit const Feed chainguard = {
    .name = "chainguard",
    .summary = "Chainguard's security database",
    .license = "Chainguard, see its terms",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds
