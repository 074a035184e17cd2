// SPDX-License-Identifier: Apache-2.0
#include "update/facts_memory.h"

#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"

namespace batten::update {
namespace {

constexpr int kForm = 2;  // of the file
constexpr std::uint64_t kMaxBytes = 16u << 20;
constexpr std::size_t kMostFiles = 1000, kMostVulnerabilities = 100'000;

}  // namespace

std::string write_facts(const ImageFacts& facts) {
  json::Writer out(0);
  out.begin_object().member("form", kForm).member("packages", static_cast<std::uint64_t>(facts.packages)).member("size", facts.size);
  out.member("created", facts.created)
      .member("base", facts.base_name)
      .member("base_digest", facts.base_digest)
      .member("complete", facts.complete);
  out.member("advisories", facts.advisories).member("unread", facts.unread).key("vulnerabilities").begin_array();
  for (const Vulnerability& one : facts.vulnerabilities) {
    out.begin_object().member("id", one.id).member("package", one.package).member("severity", model::severity_name(one.severity));
    out.member("fixed", one.fixed_version).member("in_base", one.in_base).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

Result<ImageFacts> parse_facts(std::string_view text) {
  json::Document document = TRY(json::Document::parse(text, {.max_bytes = kMaxBytes, .max_depth = 10}));
  if (document["form"].integer() != kForm) return Error{Code::kCorrupt, "facts of an image: another form"};
  ImageFacts out;
  out.packages = static_cast<std::size_t>(std::max<std::int64_t>(document["packages"].integer().value_or(0), 0));
  out.size = static_cast<std::uint64_t>(std::max<std::int64_t>(document["size"].integer().value_or(0), 0));
  out.created = document["created"].integer().value_or(0);
  out.base_name = document["base"].string();
  out.base_digest = document["base_digest"].string();
  out.complete = document["complete"].boolean();
  out.advisories = document["advisories"].string();
  out.unread = document["unread"].string();
  bool broken = !document["vulnerabilities"].is_array();
  document["vulnerabilities"].each([&](json::View item) {
    auto severity = model::parse_severity(item["severity"].string());
    broken = broken || !severity || item["id"].string().empty() || out.vulnerabilities.size() == kMostVulnerabilities;
    if (broken) return;
    out.vulnerabilities.push_back({std::string(item["id"].string()), std::string(item["package"].string()), *severity,
                                   std::string(item["fixed"].string()), item["in_base"].boolean()});
  });
  // Half of a list would look like fewer vulnerabilities.
  if (broken) return Error{Code::kCorrupt, "facts of an image: vulnerabilities"};
  return out;
}

std::string FactsMemory::path_of(const std::string& key) const { return directory_ + "/" + base::sha256_hex(key) + ".json"; }

std::optional<ImageFacts> FactsMemory::find(const std::string& key) const {
  if (directory_.empty()) return std::nullopt;
  auto text = base::read_file(path_of(key), kMaxBytes);
  auto facts = text ? parse_facts(*text) : Result<ImageFacts>(text.error());
  return facts ? std::optional(std::move(*facts)) : std::nullopt;
}

void FactsMemory::keep(const std::string& key, const ImageFacts& facts) const {
  if (directory_.empty()) return;
  if (auto names = base::list_directory(directory_); names && names->size() > kMostFiles) {
    for (const std::string& name : *names) (void)::unlink((directory_ + "/" + name).c_str());
  }
  (void)base::write_file_atomic(path_of(key), write_facts(facts));
}

}  // namespace batten::update
