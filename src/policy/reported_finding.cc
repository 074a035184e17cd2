// SPDX-License-Identifier: Apache-2.0
#include "policy/reported_finding.h"

#include <algorithm>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "model/reference.h"

namespace batten::policy {
namespace {

constexpr json::Limits kLimits{.max_bytes = 256u << 20, .max_depth = 64};
constexpr std::size_t kMost = 10'000;

void add_once(std::vector<std::string>& list, std::string_view text) {
  if (!text.empty() && list.size() < kMost && std::ranges::find(list, text) == list.end()) list.emplace_back(text);
}

std::string image_of(json::View source) {
  std::string_view kind = source["kind"].string();
  std::vector<std::string> names = source["tags"].strings();
  if (kind == "registry" || kind == "docker") names.insert(names.begin(), std::string(source["name"].string()));
  for (const std::string& name : names) {
    if (model::parse_reference(name)) return name;
  }
  return "";
}

}  // namespace

Result<ReportedFinding> find_in_report(std::string_view text, std::string_view id) {
  json::Document document = TRY(json::Document::parse(text, kLimits));
  if (document["schema"].string() != "batten.report/1" || !document["findings"].is_array())
    return Error{Code::kUnsupported, "no report of batten scan --format json"};
  ReportedFinding out;
  std::string wanted = base::lower(id);
  bool found = false;
  document["findings"].each([&](json::View finding) {
    std::vector<std::string> names = finding["aliases"].strings();
    names.insert(names.begin(), std::string(finding["id"].string()));
    if (std::ranges::none_of(names, [&](const std::string& name) { return base::lower(name) == wanted; })) return;
    found = true;
    if (out.id.empty()) out.id = names.front();
    for (const std::string& name : names) {
      if (name != out.id) add_once(out.aliases, name);
    }
    add_once(out.packages, finding["package"]["purl"].string());
  });
  std::string shown = base::printable(id.substr(0, 100));
  if (!found) return Error{Code::kNotFound, format("no finding of {} is in the report", shown)};
  if (out.packages.empty()) return Error{Code::kNotFound, format("the packages that have {} have no package URL in the report", shown)};
  out.image = image_of(document["source"]);
  return out;
}

}  // namespace batten::policy
