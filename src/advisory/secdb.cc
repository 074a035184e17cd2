// SPDX-License-Identifier: Apache-2.0
#include "advisory/secdb.h"

#include <string>
#include <vector>

#include "advisory/osv.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::advisory {
namespace {

// Letters, digits, '-', ':' and '.', with a digit: "XSA-201", "GHSA-xxxx-...", "GNUTLS-SA-2021-03-10". Not "(+" or "regression".
bool is_id(std::string_view word) {
  bool digit = false, dash = false;
  for (char c : word) {
    bool number = c >= '0' && c <= '9';
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!number && !letter && c != '-' && c != ':' && c != '.') return false;
    digit = digit || number;
    dash = dash || c == '-';
  }
  return (digit && dash) || word.starts_with("GHSA-");
}

void import_fix(std::string_view ecosystem_name, std::string_view package, std::string_view fixed, std::string_view text, FeedSink& sink) {
  std::vector<std::string> cves, others;
  for (std::string_view word : base::words(text)) {
    while (!word.empty() && (word.back() == ',' || word.back() == ';' || word.back() == ')')) word.remove_suffix(1);
    while (!word.empty() && word.front() == '(') word.remove_prefix(1);
    std::string id(word);
    // A slip of the pen that the data has.
    if (id.starts_with("CVE_")) id[3] = '-';
    if (osv::is_cve(id)) {
      cves.push_back(std::move(id));
    } else if (is_id(word)) {
      others.emplace_back(word);
    }
  }
  if (cves.empty() && others.empty())
    return sink.refuse(std::string(package) + " " + std::string(fixed), "no id in \"" + std::string(text) + "\"");
  // Other ids beside a CVE are names of the same thing.
  bool own_id = cves.empty();
  for (const std::string& id : own_id ? others : cves) {
    model::Advisory row;
    row.vulnerability_id = row.record_id = id;
    row.ecosystem = ecosystem_name;
    row.package = package;
    row.by_source = true;
    row.scheme = "apk";
    row.state = fixed == "0" ? model::State::kNotAffected : model::State::kFixed;
    if (fixed != "0") row.ranges.push_back({.introduced = {}, .fixed = std::string(fixed), .last_affected = {}});
    sink.advisory(std::move(row));
    if (!own_id && !others.empty() && cves.size() == 1) {
      model::Vulnerability vulnerability;
      vulnerability.id = id;
      vulnerability.aliases = others;
      sink.vulnerability(std::move(vulnerability));
    }
  }
}

}  // namespace

Result<void> import_secdb(std::string_view name, std::string_view bytes, std::string_view ecosystem, FeedSink& sink) {
  json::Document document = TRY_IN(name, json::Document::parse(bytes, {.max_bytes = 256u << 20, .max_depth = 32}));
  std::string_view release = document["distroversion"].string();
  if ((release.empty() && ecosystem.empty()) || !document["packages"].is_array()) {
    return Error{Code::kCorrupt, std::string(name) + ": not a secdb file: no distroversion or packages"};
  }
  std::string ecosystem_name(ecosystem);
  if (ecosystem_name.empty()) ecosystem_name = "alpine:" + std::string(release.starts_with('v') ? release.substr(1) : release);
  document["packages"].each([&](json::View item) {
    std::string_view package = item["pkg"]["name"].string();
    if (package.empty()) return sink.refuse(name, "a package without a name");
    item["pkg"]["secfixes"].each_member([&](std::string_view fixed, json::View ids) {
      if (fixed.empty() || !ids.is_array()) return sink.refuse(package, "secfixes is no list of ids by version");
      ids.each([&](json::View text) { import_fix(ecosystem_name, package, fixed, text.string(), sink); });
    });
  });
  return {};
}

}  // namespace batten::advisory
