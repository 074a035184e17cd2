// SPDX-License-Identifier: Apache-2.0
//
// CISA's catalog of Known Exploited Vulnerabilities (JSON): which CVEs are known to be used by attackers.
#include "advisory/feed.h"
#include "advisory/osv.h"
#include "base/json.h"

namespace batten::advisory::feeds {
namespace {

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  json::Document document = TRY_IN(name, json::Document::parse(bytes, {.max_bytes = 128u << 20, .max_depth = 16}));
  if (!document["vulnerabilities"].is_array())
    return Error{Code::kCorrupt, std::string(name) + ": not the KEV catalog: no vulnerabilities"};
  sink.data_date(document["dateReleased"].string());
  document["vulnerabilities"].each([&](json::View item) {
    std::string_view cve = item["cveID"].string();
    if (!osv::is_cve(cve)) return sink.refuse(name, "an entry without a CVE");
    model::KnownExploited entry;
    entry.date_added = item["dateAdded"].string().substr(0, 20);
    entry.due_date = item["dueDate"].string().substr(0, 20);
    entry.required_action = item["requiredAction"].string().substr(0, 2000);
    entry.ransomware = item["knownRansomwareCampaignUse"].string() == "Known";
    sink.kev(cve, std::move(entry));
  });
  return {};
}

// Every scan asks for it: the distribution does not matter.
bool wanted(const model::Distro&) { return true; }

std::vector<FeedFile> files(const model::Distro*) {
  return {{.url = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
           .mirror_names = {"kev/known_exploited_vulnerabilities.json", "known_exploited_vulnerabilities.json"}}};
}

constexpr FeedExample kExamples[] = {
    {.file_name = "known_exploited_vulnerabilities.json",
     .content = R"j({"catalogVersion":"2026.08.07","dateReleased":"2026-08-07T16:45:47.0648Z","vulnerabilities":[
       {"cveID":"CVE-2026-8037","dateAdded":"2026-08-07","requiredAction":"Apply","dueDate":"2026-08-10","knownRansomwareCampaignUse":"Known"}]})j",
     .expect = "kev CVE-2026-8037 2026-08-07 2026-08-10 ransomware"},
};

}  // namespace

extern constinit const Feed kev;
constinit const Feed kev = {
    .name = "kev",
    .summary = "CISA Known Exploited Vulnerabilities",
    .license = "CC0-1.0, CISA",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
};

}  // namespace batten::advisory::feeds
