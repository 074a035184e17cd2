// SPDX-License-Identifier: Apache-2.0
#include "advisory/updateinfo.h"

#include <algorithm>
#include <map>

#include "advisory/errata.h"
#include "advisory/osv.h"
#include "advisory/xml_records.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxPackages = 50'000, kMaxCves = 5000, kMaxReferences = 20, kMaxNameBytes = 300;

bool is_left_out(std::string_view name, std::string_view arch) { return is_debug_package(name) || arch == "src"; }

std::string evr_of(xml::View package) {
  std::string_view epoch = package.attribute("epoch");
  std::string out = epoch.empty() || epoch == "0" ? std::string() : std::string(epoch) + ":";
  return out + std::string(package.attribute("version")) + "-" + std::string(package.attribute("release"));
}

void add_package(xml::View package, const std::string& modularity, Update& out) {
  UpdatedPackage entry{.name = std::string(package.attribute("name")), .evr = evr_of(package), .arches = {}, .modularity = modularity};
  std::string arch(package.attribute("arch"));
  bool bounded = entry.name.size() <= kMaxNameBytes && entry.evr.size() <= kMaxNameBytes && out.packages.size() < kMaxPackages;
  if (entry.name.empty() || package.attribute("version").empty() || !bounded) {
    ++out.unread_packages;
    return;
  }
  if (is_left_out(entry.name, arch)) return;
  entry.arches.push_back(std::move(arch));
  out.packages.push_back(std::move(entry));
}

// Entries that differ only in the architecture become one.
void join_arches(std::vector<UpdatedPackage>& packages) {
  std::map<std::string, UpdatedPackage> joined;
  for (UpdatedPackage& package : packages) {
    auto [at, is_new] = joined.try_emplace(package.name + "\n" + package.evr + "\n" + package.modularity, package);
    if (!is_new) at->second.arches.push_back(package.arches[0]);
  }
  packages.clear();
  for (auto& [key, package] : joined) {
    std::sort(package.arches.begin(), package.arches.end());
    package.arches.erase(std::unique(package.arches.begin(), package.arches.end()), package.arches.end());
    bool any = std::ranges::find(package.arches, "noarch") != package.arches.end() || package.arches[0].empty();
    if (any) package.arches.clear();
    packages.push_back(std::move(package));
  }
}

Update read(xml::View element) {
  Update out;
  out.id = element["id"].text().substr(0, 200);
  out.type = element.attribute("type");
  out.title = element["title"].text();
  out.severity = element["severity"].text().substr(0, 40);
  out.description = element["description"].text();
  out.issued = rfc3339_of(element["issued"].attribute("date"));
  out.updated = rfc3339_of(element["updated"].attribute("date"));
  element["references"].each("reference", [&](xml::View reference) {
    add_cves(reference.attribute("id"), out.cves);
    add_cves(reference.attribute("title"), out.cves);
    std::string_view url = reference.attribute("href");
    if (!url.empty() && url.size() <= 1000 && out.references.size() < kMaxReferences) out.references.emplace_back(url);
  });
  if (out.cves.empty()) add_cves(out.title, out.cves);
  if (out.cves.empty()) add_cves(out.description, out.cves);
  element["pkglist"].each("collection", [&](xml::View collection) {
    xml::View module = collection["module"];
    std::string modularity;
    if (module) modularity = std::string(module.attribute("name")) + ":" + std::string(module.attribute("stream"));
    collection.each("package", [&](xml::View package) { add_package(package, modularity, out); });
  });
  join_arches(out.packages);
  return out;
}

}  // namespace

std::string rfc3339_of(std::string_view date) {
  date = base::trim(date);
  constexpr std::string_view kMidnight = "00:00:00";
  if (date.size() < 10) return {};
  std::string_view time = date.size() >= 16 ? date.substr(11) : std::string_view();
  std::string out = std::string(date.substr(0, 10)) + "T" + std::string(time.substr(0, 8));
  out += kMidnight.substr(std::min<std::size_t>(time.size(), 8));
  out += "Z";
  return base::parse_time(out) ? out : std::string();
}

model::Severity rpm_severity(std::string_view word) {
  model::Severity severity = redhat_severity(word);
  if (severity != model::Severity::kUnknown) return severity;
  return model::parse_severity(base::lower(base::trim(word))).value_or(model::Severity::kUnknown);
}

void add_cves(std::string_view text, std::vector<std::string>& to) {
  for (std::size_t at = text.find("CVE-"); at != std::string_view::npos; at = text.find("CVE-", at + 4)) {
    std::size_t end = text.find_first_not_of("0123456789-", at + 4);
    std::string_view id = text.substr(at, end == std::string_view::npos ? end : end - at);
    while (id.ends_with('-')) id.remove_suffix(1);
    bool known = std::ranges::find(to, id) != to.end();
    if (osv::is_cve(id) && !known && to.size() < kMaxCves) to.emplace_back(id);
  }
}

Result<void> each_update(std::string_view name, std::string_view bytes, FeedSink& sink, const std::function<void(Update)>& visit) {
  auto visit_one = [&](xml::View element) {
    Update update = read(element);
    if (update.id.empty()) return sink.refuse(name, "an update without id");
    if (update.unread_packages > 0)
      sink.refuse(update.id, format("{} of its packages have no name or version, or are too many", update.unread_packages));
    if (!update.updated.empty() || !update.issued.empty()) sink.data_date(update.updated.empty() ? update.issued : update.updated);
    visit(std::move(update));
  };
  std::uint64_t updates = TRY(each_xml_record(bytes, "update", visit_one, [&](const Error& error) { sink.refuse(name, error.message); }));
  if (updates == 0 && bytes.find("<updates") == std::string_view::npos) return Error{Code::kCorrupt, "no <update> in it"};
  return {};
}

void add_update(const Update& update, std::string_view ecosystem, bool by_source, FeedSink& sink,
                const std::function<void(model::Advisory&)>& adjust) {
  std::vector<std::string> ids = update.cves;
  if (ids.empty()) ids.push_back(update.id);
  for (const UpdatedPackage& package : update.packages) {
    for (const std::string& id : ids) {
      model::Advisory row;
      row.vulnerability_id = id;
      row.record_id = update.id;
      row.ecosystem = ecosystem;
      row.package = package.name;
      row.by_source = by_source;
      row.scheme = "rpm";
      row.state = model::State::kFixed;
      row.ranges.push_back({.introduced = {}, .fixed = package.evr, .last_affected = {}});
      row.arches = package.arches;
      row.modularity = package.modularity;
      row.severity = rpm_severity(update.severity);
      row.severity_text = update.severity;
      if (adjust) adjust(row);
      sink.advisory(std::move(row));
    }
  }
  if (update.packages.empty()) return;
  // Known by the update's id: it is the update's text, not one of each CVE.
  model::Vulnerability entry;
  entry.id = update.id;
  entry.aliases = update.cves;
  entry.title = update.title;
  entry.description = update.description;
  entry.published = update.issued;
  entry.modified = update.updated;
  entry.references = update.references;
  sink.vulnerability(std::move(entry));
}

std::vector<FeedFile> updateinfo_of_repomd(std::string_view url, std::string_view bytes) {
  constexpr std::string_view kIndex = "repodata/repomd.xml";
  std::vector<FeedFile> out;
  auto document = xml::Document::parse(bytes, {.max_bytes = 4u << 20, .max_depth = 20, .max_nodes = 10'000});
  if (!document || !url.ends_with(kIndex)) return out;
  std::string root(url.substr(0, url.size() - kIndex.size()));
  document->root().each("data", [&](xml::View data) {
    std::string_view place = data["location"].attribute("href");
    bool inside = !place.empty() && place.size() < 500 && !place.contains("..") && !place.contains("://");
    if (data.attribute("type") == "updateinfo" && inside && out.empty())
      out.push_back({.url = root + std::string(place), .mirror_names = {}});
  });
  return out;
}

}  // namespace batten::advisory
