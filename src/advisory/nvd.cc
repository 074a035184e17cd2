// SPDX-License-Identifier: Apache-2.0
#include "advisory/nvd.h"

#include <algorithm>
#include <map>
#include <vector>

#include "advisory/cvss.h"
#include "advisory/osv.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxMatches = 100'000, kMaxRanges = 2000, kMaxVersionBytes = 200;

// Where the string that begins at text[at] ends: behind its closing quote.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

// Where the object or array that begins at text[at] ends.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at + 1;
    ++at;
  }
  return text.size();
}

// The parts of a CPE 2.3 name; a colon behind a backslash belongs to its part.
std::vector<std::string_view> parts_of(std::string_view cpe) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < cpe.size(); ++i) {
    if (cpe[i] == '\\') {
      ++i;
    } else if (cpe[i] == ':') {
      out.push_back(cpe.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  out.push_back(cpe.substr(begin));
  return out;
}

bool is_foreign(std::string_view vendor, std::string_view target) {
  return vendor == "microsoft" || vendor == "apple" || target == "windows" || target == "macos" || target == "mac_os_x" ||
         target == "iphone_os" || target == "android";
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

bool is_any(std::string_view part) { return part == "*" || part == "-"; }

// What the matches of one record say about one product.
struct Product {
  std::vector<model::VersionRange> ranges;
  std::vector<std::string> versions;
  bool conditional = false;  // together with something else only
};

class Matches {
 public:
  explicit Matches(bool (*wanted)(std::string_view)) : wanted_(wanted) {}

  void add_configuration(json::View configuration) {
    std::vector<json::View> nodes = configuration["nodes"].elements();
    bool both = base::lower(configuration["operator"].string()) == "and" && nodes.size() > 1;
    if (both && std::ranges::any_of(nodes, [](json::View node) { return is_foreign_platform(node); })) return;
    for (json::View node : nodes) {
      if (node["negate"].boolean()) continue;
      node["cpeMatch"].each([&](json::View match) { add_match(match, both); });
    }
  }

  std::map<std::string, Product> products;
  std::size_t unreadable = 0;  // names of products that are none

 private:
  // A node that lists nothing but systems on which no image of ours runs.
  static bool is_foreign_platform(json::View node) {
    std::vector<json::View> matches = node["cpeMatch"].elements();
    return !matches.empty() && std::ranges::all_of(matches, [](json::View match) {
      std::vector<std::string_view> parts = parts_of(match["criteria"].string());
      return parts.size() > 4 && parts[2] == "o" && is_foreign(parts[3], "");
    });
  }

  void add_match(json::View match, bool conditional) {
    if (!match["vulnerable"].boolean() || ++count_ > kMaxMatches) return;
    // cpe:2.3:a:vendor:product:version:update:edition:language:sw_edition:target_sw:target_hw:other
    std::vector<std::string_view> parts = parts_of(match["criteria"].string());
    if (parts.size() < 13) ++unreadable;
    if (parts.size() < 13 || parts[2] != "a") return;
    std::string key = std::string(parts[3]) + ":" + std::string(parts[4]);
    if (!wanted_(key) || is_foreign("", parts[10]) || !is_any(parts[6])) return;
    auto version = [&](std::string_view member) { return std::string(match[member].string().substr(0, kMaxVersionBytes)); };
    model::VersionRange range{.introduced = version("versionStartIncluding"),
                              .fixed = version("versionEndExcluding"),
                              .last_affected = version("versionEndIncluding")};
    // A version that is not affected itself: the first one that sorts behind it.
    if (std::string after = version("versionStartExcluding"); range.introduced.empty() && !after.empty())
      range.introduced = after + ".0.0.1";
    Product& product = products[key];
    if (product.ranges.size() + product.versions.size() >= kMaxRanges) return;
    product.conditional = product.conditional || conditional;
    bool bounded = !range.introduced.empty() || !range.fixed.empty() || !range.last_affected.empty();
    if (bounded || is_any(parts[5])) {
      if (std::ranges::find(product.ranges, range) == product.ranges.end()) product.ranges.push_back(std::move(range));
    } else {
      product.versions.push_back(unescaped(parts[5]).substr(0, kMaxVersionBytes));
    }
  }

  bool (*wanted_)(std::string_view);
  std::size_t count_ = 0;
};

void add_details(json::View cve, const std::string& id, FeedSink& sink) {
  model::Vulnerability out;
  out.id = id;
  cve["descriptions"].each([&](json::View text) {
    if (text["lang"].string() == "en" && out.description.empty()) out.description = text["value"].string();
  });
  out.published = std::string(cve["published"].string().substr(0, 19));
  out.modified = std::string(cve["lastModified"].string().substr(0, 19));
  for (std::string* time : {&out.published, &out.modified}) {
    if (!time->empty()) *time += "Z";
  }
  sink.data_date(out.modified);
  for (const char* kind : {"cvssMetricV31", "cvssMetricV30", "cvssMetricV40", "cvssMetricV2"}) {
    cve["metrics"][kind].each([&](json::View metric) {
      if (auto cvss = parse_cvss(metric["cvssData"]["vectorString"].string(), "nvd"); cvss && out.cvss.size() < 10) {
        out.cvss.push_back(*std::move(cvss));
      }
    });
  }
  cve["references"].each([&](json::View reference) {
    std::string_view url = reference["url"].string();
    if (!url.empty() && url.size() <= 1000 && out.references.size() < 20) out.references.emplace_back(url);
  });
  sink.vulnerability(std::move(out));
}

Result<void> import_record(std::string_view name, std::string_view text, bool (*wanted)(std::string_view), FeedSink& sink) {
  thread_local json::Parser parser(json::Limits{.max_bytes = 64u << 20, .max_depth = 64});
  json::View root = TRY(parser.parse(text));
  json::View cve = root["cve"];
  std::string id(cve["id"].string(root["_annotation"]["cve_id"].string()));
  if (!osv::is_cve(id)) return Error{Code::kCorrupt, "no CVE record of the NVD"};
  if (cve["vulnStatus"].string() == "Rejected") return {};
  Matches matches(wanted);
  cve["configurations"].each([&](json::View configuration) { matches.add_configuration(configuration); });
  if (matches.unreadable > 0) sink.refuse(id, format("{} of the products that it is about can't be read", matches.unreadable));
  for (auto& [key, product] : matches.products) {
    model::Advisory row;
    row.vulnerability_id = row.record_id = id;
    row.ecosystem = "nvd";
    row.package = key;
    row.scheme = "dpkg";
    bool has_fix = std::ranges::any_of(product.ranges, [](const model::VersionRange& range) { return !range.fixed.empty(); });
    row.state = has_fix ? model::State::kFixed : model::State::kAffected;
    row.ranges = std::move(product.ranges);
    row.versions = std::move(product.versions);
    if (product.conditional) row.note = "the NVD says so of this program together with others";
    sink.advisory(std::move(row));
  }
  if (!matches.products.empty()) add_details(cve, id, sink);
  (void)name;
  return {};
}

}  // namespace

bool each_object_of(std::string_view text, std::string_view member, const std::function<void(std::string_view)>& visit) {
  const std::string key = "\"" + std::string(member) + "\"";
  std::size_t at = text.find('{');
  if (at == std::string_view::npos) return false;
  for (++at; at < text.size();) {
    char c = text[at];
    if (c != '"') {
      at = c == '{' || c == '[' ? end_of_value(text, at) : at + 1;
      continue;
    }
    bool here = text.substr(at, key.size()) == key;
    at = end_of_string(text, at);
    std::size_t value = text.find_first_not_of(" \t\r\n:", at);
    if (!here || value == std::string_view::npos || text[value] != '[') continue;
    for (at = value + 1; at < text.size() && text[at] != ']';) {
      if (text[at] != '{') {
        ++at;
        continue;
      }
      std::size_t end = end_of_value(text, at);
      visit(text.substr(at, end - at));
      at = end;
    }
    return true;
  }
  return false;
}

Result<void> import_nvd(std::string_view name, std::string_view bytes, bool (*wanted)(std::string_view vendor_product), FeedSink& sink) {
  bool list = each_object_of(bytes, "vulnerabilities", [&](std::string_view record) {
    if (auto done = import_record(name, record, wanted, sink); !done) sink.refuse(name, done.error().message);
  });
  return list ? Result<void>() : import_record(name, bytes, wanted, sink);
}

}  // namespace batten::advisory
