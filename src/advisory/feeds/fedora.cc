// SPDX-License-Identifier: Apache-2.0
//
// Fedora. Two forms, told apart by their content: updateinfo.xml of a release's updates repository (see updateinfo.h), and updates as
// Bodhi's REST interface gives them, one or a page of them as JSON. Neither lists CVEs as such: they are in the titles of the bugs. Bodhi
// names source builds, the repository binary packages.
#include <string>

#include "advisory/feed.h"
#include "advisory/updateinfo.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory::feeds {
namespace {

constexpr std::size_t kMaxBuilds = 5000;

// "drupal7-7.34-1.fc21" -> name, and version with release.
std::optional<UpdatedPackage> package_of(json::View build) {
  std::string_view nvr = build["nvr"].string();
  std::size_t release = nvr.rfind('-');
  std::size_t version = release == std::string_view::npos || release == 0 ? release : nvr.rfind('-', release - 1);
  if (version == std::string_view::npos || version == 0 || nvr.size() > 300) return std::nullopt;
  std::int64_t epoch = build["epoch"].integer().value_or(0);
  std::string evr(nvr.substr(version + 1));
  if (epoch > 0) evr = format("{}:{}", epoch, evr);
  return UpdatedPackage{.name = std::string(nvr.substr(0, version)), .evr = std::move(evr), .arches = {}, .modularity = {}};
}

void import_update(json::View update, std::string_view name, FeedSink& sink) {
  std::string_view release = update["release"]["version"].string();
  std::string_view product = update["release"]["id_prefix"].string();
  bool stable = update["status"].string() == "stable" && update["type"].string() == "security";
  if (!stable || product != "FEDORA") return;
  Update out;
  out.id = update["alias"].string();
  if (out.id.empty() || !base::parse_unsigned(release)) return sink.refuse(name, "an update without alias or release");
  std::string_view display = update["display_name"].string();
  out.title = display.empty() ? update["title"].string() : display;
  out.severity = update["severity"].string();
  if (out.severity == "unspecified") out.severity.clear();
  out.description = update["notes"].string();
  out.issued = rfc3339_of(update["date_stable"].string());
  out.updated = rfc3339_of(update["date_modified"].string());
  if (std::string_view url = update["url"].string(); !url.empty()) out.references.emplace_back(url);
  update["bugs"].each([&](json::View bug) { add_cves(bug["title"].string(), out.cves); });
  if (out.cves.empty()) add_cves(out.description, out.cves);
  update["builds"].each([&](json::View build) {
    if (build["type"].string("rpm") != "rpm" || out.packages.size() >= kMaxBuilds) return;
    if (auto package = package_of(build)) {
      out.packages.push_back(*std::move(package));
    } else {
      sink.refuse(out.id, "a build without name, version and release");
    }
  });
  if (!out.issued.empty()) sink.data_date(out.issued);
  add_update(out, "fedora:" + std::string(release), true, sink);
}

Result<void> import_bodhi(std::string_view name, std::string_view bytes, FeedSink& sink) {
  thread_local json::Parser parser(json::Limits{.max_bytes = 128u << 20, .max_depth = 64});
  json::View root = TRY(parser.parse(bytes));
  if (root["alias"].is_string()) {
    import_update(root, name, sink);
    return {};
  }
  if (!root["updates"].is_array()) return Error{Code::kCorrupt, "neither an update of Bodhi nor a page of them"};
  root["updates"].each([&](json::View update) { import_update(update, name, sink); });
  return {};
}

// "mod_perl-2.0.13-1.fc43": the release that the packages are built for.
std::string release_of(const Update& update) {
  for (const UpdatedPackage& package : update.packages) {
    std::size_t at = package.evr.rfind(".fc");
    if (at == std::string::npos) continue;
    std::string_view tag = std::string_view(package.evr).substr(at + 3);
    std::string_view number = tag.substr(0, tag.find_first_not_of("0123456789"));
    if (base::parse_unsigned(number)) return std::string(number);
  }
  return {};
}

Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
  std::string_view head = base::trim(bytes.substr(0, 200));
  if (!head.starts_with('<')) return import_bodhi(name, bytes, sink);
  return each_update(name, bytes, sink, [&](const Update& update) {
    if (update.type != "security" || update.packages.empty()) return;
    std::string release = release_of(update);
    if (release.empty()) return sink.refuse(update.id, "none of its packages says for which release it is");
    add_update(update, "fedora:" + release, false, sink);
  });
}

bool wanted(const model::Distro& distro) { return distro.id == "fedora"; }

std::vector<FeedFile> follow(std::string_view url, std::string_view bytes) { return updateinfo_of_repomd(url, bytes); }

// Releases that have updates, and the next ones: one that is not there yet is no failure.
std::vector<FeedFile> files(const model::Distro*) {
  std::vector<FeedFile> out{{.url = "", .mirror_names = {"fedora/fedora-bodhi.tar"}}};
  constexpr int kFirst = 41, kLast = 46;
  for (int release = kFirst; release <= kLast; ++release) {
    std::string path = format("linux/updates/{}/Everything/x86_64/repodata/", release);
    out.push_back({.url = "https://dl.fedoraproject.org/pub/fedora/" + path + "repomd.xml",
                   .mirror_names = {"fedora/" + path + "*-updateinfo.xml", format("fedora/{}/updateinfo.xml", release)},
                   .index = true});
  }
  return out;
}

constexpr FeedExample kExamples[] = {
    {.file_name = "FEDORA-2023-6d4055d482.json",
     .content = R"j({"alias":"FEDORA-2023-6d4055d482","title":"httpd-2.4.55-1.fc36","type":"security","status":"stable","severity":"medium",
       "date_stable":"2023-02-03 01:39:02","release":{"name":"F36","version":"36","id_prefix":"FEDORA"},
       "bugs":[{"title":"CVE-2022-37436 httpd: mod_proxy: HTTP response splitting [fedora-all]"}],
       "builds":[{"nvr":"httpd-2.4.55-1.fc36","type":"rpm","epoch":0}]})j",
     .expect = "fedora:36 httpd CVE-2022-37436 fixed 2.4.55-1.fc36"},
    {.file_name = "page.json",
     .content = R"j({"updates":[{"alias":"FEDORA-2024-1","type":"bugfix","status":"stable","release":{"version":"40","id_prefix":"FEDORA"},
       "builds":[{"nvr":"a-1-1.fc40","type":"rpm","epoch":0}]},
       {"alias":"FEDORA-2024-2","type":"security","status":"stable","release":{"version":"40","id_prefix":"FEDORA"},
       "builds":[{"nvr":"b-c-2-1.fc40","type":"rpm","epoch":3}]}]})j",
     .expect = "fedora:40 b-c FEDORA-2024-2 fixed 3:2-1.fc40"},
    {.file_name = "updateinfo.xml",
     .content = R"j(<updates><update type="security"><id>FEDORA-2025-1</id><references>
       <reference type="bugzilla" id="7" title="CVE-2025-0001 a: b"/></references><pkglist><collection short="F43">
       <package name="a" version="1" release="2.fc43" epoch="0" arch="x86_64"/><package name="a" version="1" release="2.fc43" epoch="0" arch="src"/>
       </collection></pkglist></update></updates>)j",
     .expect = "fedora:43 a CVE-2025-0001 fixed 1-2.fc43"},
};

}  // namespace

extern constinit const Feed fedora;
constinit const Feed fedora = {
    .name = "fedora",
    .summary = "Fedora updates: updateinfo of the repositories, Bodhi's JSON",
    .license = "Fedora Project (no licence stated)",
    .revision = 1,
    .wanted = &wanted,
    .files = &files,
    .import = &import,
    .examples = kExamples,
    .follow = &follow,
};

}  // namespace batten::advisory::feeds
