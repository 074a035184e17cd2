// SPDX-License-Identifier: Apache-2.0
#include "advisory/xml_records.h"

#include <string>

namespace batten::advisory {
namespace {

constexpr std::uint64_t kMaxRecords = 10'000'000;
constexpr xml::Limits kLimits{.max_bytes = 16u << 20, .max_depth = 64, .max_nodes = 500'000};

bool ends_name(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '>' || c == '/'; }

// Where the next start tag of that name begins.
std::size_t find_start(std::string_view text, std::string_view tag, std::size_t from) {
  for (std::size_t at = text.find(tag, from); at != std::string_view::npos; at = text.find(tag, at + 1)) {
    if (at + tag.size() < text.size() && ends_name(text[at + tag.size()])) return at;
  }
  return std::string_view::npos;
}

// Where the element that begins at start ends; npos: it does not.
std::size_t find_end(std::string_view text, std::string_view end_tag, std::size_t start) {
  std::size_t close = text.find('>', start);
  if (close == std::string_view::npos) return close;
  if (text[close - 1] == '/') return close + 1;
  std::size_t end = text.find(end_tag, close);
  return end == std::string_view::npos ? end : end + end_tag.size();
}

}  // namespace

Result<std::uint64_t> each_xml_record(std::string_view text, std::string_view element, const std::function<void(xml::View)>& visit,
                                      const std::function<void(const Error&)>& broken) {
  const std::string tag = "<" + std::string(element);
  const std::string end_tag = "</" + std::string(element) + ">";
  std::uint64_t visited = 0;
  std::size_t end = 0;
  for (std::size_t at = find_start(text, tag, 0); at != std::string_view::npos; at = find_start(text, tag, end)) {
    end = find_end(text, end_tag, at);
    if (end == std::string_view::npos) return Error{Code::kCorrupt, "the last <" + std::string(element) + "> has no end"};
    if (++visited > kMaxRecords) return Error{Code::kLimit, "more than ten million <" + std::string(element) + ">"};
    auto document = xml::Document::parse(text.substr(at, end - at), kLimits);
    if (document) {
      visit(document->root());
    } else {
      broken(document.error());
    }
  }
  return visited;
}

}  // namespace batten::advisory
