// SPDX-License-Identifier: Apache-2.0
#include "advisory/purl_parts.h"

#include "base/text.h"

namespace batten::advisory {
namespace {

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = text[i] == '%' && i + 2 < text.size() ? base::parse_unsigned(text.substr(i + 1, 2), 16) : std::nullopt;
    if (byte) i += 2;
    out.push_back(byte ? static_cast<char>(*byte) : text[i]);
  }
  return out;
}

}  // namespace

std::optional<PurlParts> parse_purl(std::string_view text) {
  if (!text.starts_with("pkg:") || text.size() > 4096) return std::nullopt;
  text.remove_prefix(4);
  while (text.starts_with('/')) text.remove_prefix(1);
  text = text.substr(0, text.find('#'));
  PurlParts out;
  if (std::size_t question = text.find('?'); question != std::string_view::npos) {
    for (std::string_view part : base::split(text.substr(question + 1), '&')) {
      std::size_t equals = part.find('=');
      if (equals != std::string_view::npos) out.qualifiers.emplace(base::lower(part.substr(0, equals)), decoded(part.substr(equals + 1)));
    }
    text = text.substr(0, question);
  }
  std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  out.type = base::lower(text.substr(0, slash));
  text.remove_prefix(slash + 1);
  if (std::size_t last = text.rfind('/'); last != std::string_view::npos) {
    out.name_space = decoded(text.substr(0, last));
    text.remove_prefix(last + 1);
  }
  std::size_t at = text.rfind('@');
  if (at != std::string_view::npos && at > 0) {
    out.version = decoded(text.substr(at + 1));
    text = text.substr(0, at);
  }
  out.name = decoded(text);
  if (out.name.empty()) return std::nullopt;
  return out;
}

}  // namespace batten::advisory
