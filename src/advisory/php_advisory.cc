// SPDX-License-Identifier: Apache-2.0
#include "advisory/php_advisory.h"

#include <algorithm>
#include <optional>

#include "advisory/osv.h"
#include "advisory/updateinfo.h"
#include "base/text.h"
#include "base/yaml.h"
#include "model/lookup_name.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxRanges = 1000, kMaxVersionBytes = 200;

// "<1.0.5" and the like into the range; false for what is no such comparison.
bool narrow(std::string_view comparison, model::VersionRange& range) {
  comparison = base::trim(comparison);
  std::size_t begin = comparison.find_first_not_of("<>= ");
  if (begin == std::string_view::npos || comparison.size() > kMaxVersionBytes) return false;
  std::string_view op = base::trim(comparison.substr(0, begin));
  std::string version(comparison.substr(begin));
  if (op == ">=") {
    range.introduced = version;
  } else if (op == ">") {
    range.introduced = version + ".0.0.1";  // the first one that sorts behind it
  } else if (op == "<") {
    range.fixed = version;
  } else if (op == "<=") {
    range.last_affected = version;
  } else if (op == "=" || op == "==" || op.empty()) {
    range.introduced = range.last_affected = version;
  } else {
    return false;
  }
  return true;
}

std::optional<std::vector<model::VersionRange>> ranges_of(yaml::View branches) {
  std::vector<model::VersionRange> out;
  bool readable = true;
  branches.each_member([&](yaml::View, yaml::View branch) {
    model::VersionRange range;
    std::vector<std::string> versions = branch["versions"].strings();
    for (const std::string& comparison : versions) readable = narrow(comparison, range) && readable;
    readable = readable && !versions.empty() && out.size() < kMaxRanges;
    if (readable) out.push_back(std::move(range));
  });
  if (!readable || out.empty()) return std::nullopt;
  return out;
}

// "security-advisories-master/typo3/cms/2014-05-22.yaml" -> "friendsofphp/typo3/cms/2014-05-22"
std::string id_of_file(std::string_view path) {
  std::vector<std::string_view> parts = base::split(path, '/');
  if (parts.size() < 3 || !parts.back().ends_with(".yaml") || path.size() > 300) return {};
  std::string_view file = parts.back().substr(0, parts.back().size() - 5);
  return "friendsofphp/" + std::string(parts[parts.size() - 3]) + "/" + std::string(parts[parts.size() - 2]) + "/" + std::string(file);
}

}  // namespace

std::string php_advisory_id(std::string_view url) {
  constexpr std::string_view kRepository = "github.com/FriendsOfPHP/security-advisories/blob/";
  std::size_t at = url.find(kRepository);
  return at == std::string_view::npos ? std::string() : id_of_file(url.substr(at + kRepository.size()));
}

Result<void> import_php_advisory(std::string_view name, std::string_view bytes, FeedSink& sink) {
  auto document = yaml::Document::parse(bytes, {.max_bytes = 1u << 20, .max_depth = 20, .max_nodes = 50'000});
  if (!document) {
    sink.refuse(name, document.error().message);
    return {};
  }
  constexpr std::string_view kScheme = "composer://";
  std::string_view reference = (*document)["reference"].string();
  std::string cve(base::trim((*document)["cve"].string()));
  model::Advisory row;
  row.vulnerability_id = osv::is_cve(cve) ? cve : id_of_file(name);
  auto ranges = ranges_of((*document)["branches"]);
  if (!reference.starts_with(kScheme) || reference.size() > 300 || row.vulnerability_id.empty() || !ranges) {
    // The repository also holds files for its own machinery.
    if (!name.contains("/.") && !name.starts_with('.')) sink.refuse(name, "no package, no id, or no versions that can be read");
    return {};
  }
  row.record_id = id_of_file(name).empty() ? "friendsofphp/" + row.vulnerability_id : id_of_file(name);
  row.ecosystem = "composer";
  row.package = model::lookup_name("composer", reference.substr(kScheme.size()));
  row.scheme = "packagist";
  row.ranges = *std::move(ranges);
  bool has_fix = std::ranges::any_of(row.ranges, [](const model::VersionRange& range) { return !range.fixed.empty(); });
  row.state = has_fix ? model::State::kFixed : model::State::kAffected;
  model::Vulnerability entry;
  entry.id = row.vulnerability_id;
  if (row.record_id != entry.id) entry.aliases.push_back(row.record_id);
  entry.title = base::trim((*document)["title"].string());
  if (std::string_view url = (*document)["link"].string(); !url.empty() && url.size() <= 1000) entry.references.emplace_back(url);
  sink.advisory_if_absent(std::move(row));
  sink.vulnerability(std::move(entry));
  return {};
}

}  // namespace batten::advisory
