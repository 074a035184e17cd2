// SPDX-License-Identifier: Apache-2.0
#include "model/purl.h"

#include "base/format.h"
#include "base/text.h"

namespace batten::model {
namespace {

std::string encoded(std::string_view text, std::string_view also_plain) {
  std::string out;
  for (char c : text) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~").contains(c) ||
                 also_plain.contains(c);
    if (plain) {
      out.push_back(c);
    } else {
      out += format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      if (auto byte = base::parse_unsigned(text.substr(i + 1, 2), 16)) {
        out.push_back(static_cast<char>(*byte));
        i += 2;
        continue;
      }
    }
    out.push_back(text[i]);
  }
  return out;
}

}  // namespace

std::string Purl::text() const {
  std::string out = "pkg:" + type + "/";
  if (!space.empty()) out += encoded(space, "/") + "/";
  out += encoded(name, "");
  if (!version.empty()) out += "@" + encoded(version, ":");
  char separator = '?';
  for (const auto& [key, value] : qualifiers) {
    if (value.empty()) continue;
    out.push_back(separator);
    out += key + "=" + encoded(value, ":/");
    separator = '&';
  }
  if (!subpath.empty()) out += "#" + encoded(subpath, "/");
  return out;
}

Result<Purl> parse_purl(std::string_view text) {
  auto wrong = [&](std::string_view why) { return Error{Code::kCorrupt, format("'{}' is no package URL: {}", text.substr(0, 200), why)}; };
  std::string_view rest = text;
  if (!rest.starts_with("pkg:")) return wrong("it does not start with pkg:");
  if (rest.size() > 8192) return wrong("it is too long");
  rest.remove_prefix(4);
  while (rest.starts_with('/')) rest.remove_prefix(1);
  Purl out;
  if (std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
    out.subpath = decoded(rest.substr(hash + 1));
    rest = rest.substr(0, hash);
  }
  if (std::size_t question = rest.find('?'); question != std::string_view::npos) {
    for (std::string_view pair : base::split(rest.substr(question + 1), '&')) {
      std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || equals == 0) continue;
      out.qualifiers[base::lower(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
    }
    rest = rest.substr(0, question);
  }
  std::size_t type_end = rest.find('/');
  if (type_end == std::string_view::npos || type_end == 0) return wrong("no type");
  out.type = base::lower(rest.substr(0, type_end));
  rest.remove_prefix(type_end + 1);
  // The version starts at the last @ behind the last slash; a scope's @ (npm) is percent-encoded or before a slash.
  std::size_t at = rest.rfind('@');
  std::size_t slash = rest.rfind('/');
  if (at != std::string_view::npos && at != 0 && (slash == std::string_view::npos || at > slash)) {
    out.version = decoded(rest.substr(at + 1));
    rest = rest.substr(0, at);
    slash = rest.rfind('/');
  }
  if (slash != std::string_view::npos) {
    out.space = decoded(rest.substr(0, slash));
    rest = rest.substr(slash + 1);
  }
  out.name = decoded(rest);
  if (out.name.empty()) return wrong("no name");
  return out;
}

}  // namespace batten::model
