// SPDX-License-Identifier: Apache-2.0
#include "base/xml_text.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"

namespace batten::xml {
namespace {

constexpr std::size_t kMaxAttributes = 500;  // of one tag

void append_utf8(std::string& out, std::uint32_t code) {
  auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

Result<void> from_utf16(std::string_view bytes, bool big_endian, std::string& out) {
  Error wrong{Code::kCorrupt, "not XML: line 1, column 1: wrong UTF-16"};
  if (bytes.size() % 2 != 0) return wrong;
  auto unit = [&](std::size_t at) {
    auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<std::uint32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xE000) {
      if (code >= 0xDC00 || at + 2 >= bytes.size()) return wrong;
      std::uint32_t low = unit(at += 2);
      if (low < 0xDC00 || low >= 0xE000) return wrong;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
  }
  return {};
}

// What <?xml version="1.0" encoding="..."?> says, in lower case.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return "";
  text = text.substr(0, std::min<std::size_t>(text.find("?>"), 200));
  std::size_t at = text.find("encoding");
  if (at == std::string_view::npos) return "";
  at = text.find_first_of("\"'", at);
  if (at == std::string_view::npos) return "";
  std::string_view name = text.substr(at + 1);
  return base::lower(name.substr(0, name.find(text[at])));
}

}  // namespace

Result<std::string_view> as_utf8(std::string_view bytes, std::string& room) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return bytes.substr(3);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    TRY(from_utf16(bytes.substr(2), bytes.starts_with("\xFE\xFF"), room));
    return room;
  }
  std::string encoding = declared_encoding(bytes);
  if (encoding.empty() || encoding == "utf-8" || encoding == "utf8" || encoding == "us-ascii" || encoding == "ascii") return bytes;
  if (encoding == "iso-8859-1" || encoding == "latin1" || encoding == "windows-1252" || encoding == "cp1252") {
    for (char c : bytes) append_utf8(room, static_cast<unsigned char>(c));
    return room;
  }
  return Error{Code::kUnsupported, format("XML: line 1, column 1: encoding {}", base::printable(encoding))};
}

Result<void> check_tags(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
    std::string_view rest = text.substr(at);
    std::string_view end = rest.starts_with("<!--") ? "-->" : rest.starts_with("<![CDATA[") ? "]]>" : rest.starts_with("<?") ? "?>" : "";
    if (!end.empty()) {
      at = text.find(end, at);
      if (at == std::string_view::npos) break;
      continue;
    }
    std::size_t values = 0;
    for (++at; at < text.size() && text[at] != '>' && text[at] != '<'; ++at) {
      if (text[at] != '"' && text[at] != '\'') continue;
      at = std::min(text.find(text[at], at + 1), text.size() - 1);
      if (++values <= kMaxAttributes) continue;
      std::string_view before = text.substr(0, at);
      return Error{Code::kLimit, format("XML: line {}, column {}: more than {} attributes", std::ranges::count(before, '\n') + 1,
                                        before.size() - (before.rfind('\n') + 1) + 1, kMaxAttributes)};
    }
  }
  return {};
}

}  // namespace batten::xml
