// SPDX-License-Identifier: Apache-2.0
//
// The file has tens of thousands of entries: each is parsed for itself.
#include "advisory/suse_scores.h"

#include <string>

#include "advisory/cvss.h"
#include "advisory/osv.h"
#include "base/text.h"
#include "base/yaml.h"

namespace batten::advisory {
namespace {

void import_entry(std::string_view name, std::string_view text, FeedSink& sink) {
  auto document = yaml::Document::parse(text, {.max_bytes = 1u << 20, .max_depth = 20, .max_nodes = 5000});
  if (!document) return sink.refuse(name, document.error().message);
  document->root().each_member([&](yaml::View key, yaml::View entry) {
    model::Vulnerability out;
    out.id = key.string();
    entry["cvss"].each([&](yaml::View score) {
      if (auto cvss = parse_cvss(score["vector"].string(), "suse"); cvss && out.cvss.size() < 10) out.cvss.push_back(*std::move(cvss));
    });
    if (osv::is_cve(out.id) && !out.cvss.empty()) sink.vulnerability(std::move(out));
  });
}

}  // namespace

Result<void> import_suse_scores(std::string_view name, std::string_view bytes, FeedSink& sink) {
  std::size_t begin = std::string_view::npos;
  auto finish = [&](std::size_t end) {
    if (begin != std::string_view::npos) import_entry(name, bytes.substr(begin, end - begin), sink);
  };
  for (std::size_t line = 0; line < bytes.size();) {
    if (bytes.substr(line, 4) == "CVE-") {
      finish(line);
      begin = line;
    }
    std::size_t newline = bytes.find('\n', line);
    line = newline == std::string_view::npos ? bytes.size() : newline + 1;
  }
  finish(bytes.size());
  if (begin == std::string_view::npos) return Error{Code::kCorrupt, "no CVE in it"};
  return {};
}

}  // namespace batten::advisory
