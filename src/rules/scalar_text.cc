// SPDX-License-Identifier: Apache-2.0
//
// Folding, indentation and chomping change nothing but blanks, so the other characters of the value are those of the file in the same
// order; a blank is where the file has one behind the character before it. Only quoted styles write characters differently.
#include "rules/scalar_text.h"

#include <algorithm>
#include <optional>

namespace batten::rules {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Bytes of the value that an escape of a double-quoted scalar stands for, and its own length. The value tells which: it begins with them.
struct Escape {
  std::size_t file = 0;
  std::size_t value = 0;
};

std::size_t character_size(std::string_view value) {
  std::size_t size = 1;
  while (size < value.size() && continues(value[size])) ++size;
  return size;
}

Escape read_escape(std::string_view file, std::string_view value) {
  if (file.size() < 2) return {.file = file.size(), .value = 0};
  if (file[1] == '\n' || file[1] == '\r') {  // a line that goes on
    std::size_t end = 1;
    while (end < file.size() && is_blank(file[end])) ++end;
    return {.file = end, .value = 0};
  }
  std::size_t digits = file[1] == 'x' ? 2 : file[1] == 'u' ? 4 : file[1] == 'U' ? 8 : 0;
  return {.file = std::min(file.size(), 2 + digits), .value = character_size(value)};
}

// The content of a block begins behind its header's line.
std::size_t content_begin(std::string_view file, std::size_t at, yaml::Style style) {
  if (style == yaml::Style::kDoubleQuoted || style == yaml::Style::kSingleQuoted) return at + 1;
  if (style != yaml::Style::kLiteral && style != yaml::Style::kFolded) return at;
  std::size_t line = file.find('\n', at);
  return line == std::string_view::npos ? file.size() : line + 1;
}

// Behind an anchor and a tag.
std::size_t skip_properties(std::string_view file, std::size_t at) {
  while (at < file.size() && (file[at] == '&' || file[at] == '!')) {
    while (at < file.size() && !is_blank(file[at])) ++at;
    while (at < file.size() && is_blank(file[at])) ++at;
  }
  return at;
}

std::optional<PlacedText> follow(std::string_view value, std::string_view file, std::size_t at, yaml::Style style, Spot first) {
  PlacedText out;
  for (std::size_t i = 0; i < value.size();) {
    bool escaped = style == yaml::Style::kDoubleQuoted && at < file.size() && file[at] == '\\';
    if (!escaped && is_blank(value[i])) {
      if (at < file.size() && file[at] == value[i]) {
        out.append(value.substr(i, 1), first + static_cast<Spot>(at++));
      } else {
        out.append_made(value.substr(i, 1), first + static_cast<Spot>(std::min(at, file.size())));
      }
      ++i;
      continue;
    }
    if (!escaped) {
      while (at < file.size() && is_blank(file[at])) ++at;
      escaped = style == yaml::Style::kDoubleQuoted && at < file.size() && file[at] == '\\';
    }
    if (at >= file.size()) return std::nullopt;
    if (escaped) {
      Escape escape = read_escape(file.substr(at), value.substr(i));
      out.append_made(value.substr(i, escape.value), first + static_cast<Spot>(at));
      at += escape.file;
      i += escape.value;
      continue;
    }
    if (file[at] != value[i]) return std::nullopt;
    std::size_t same = 1;  // bytes of one word that are written as they mean
    auto is_plain = [&](char c) { return !is_blank(c) && c != '\'' && c != '\\'; };
    while (i + same < value.size() && at + same < file.size() && value[i + same] == file[at + same] && is_plain(value[i + same])) {
      if (!is_plain(value[i + same - 1])) break;
      ++same;
    }
    out.append(value.substr(i, same), first + static_cast<Spot>(at));
    at += style == yaml::Style::kSingleQuoted && value[i] == '\'' ? 2 : same;
    i += same;
  }
  return out;
}

}  // namespace

PlacedText scalar_text(yaml::View scalar, std::string_view file, Spot first) {
  std::string_view value = scalar.string();
  std::size_t start = scalar.start().offset;
  if (scalar.alias().empty() && start < file.size()) {
    std::size_t at = start;
    if (!scalar.anchor().empty() || !scalar.tag().empty()) at = skip_properties(file, at);
    std::optional<PlacedText> text = follow(value, file, content_begin(file, at, scalar.style()), scalar.style(), first);
    if (text) return *std::move(text);
  }
  PlacedText out;
  out.append_made(value, first + static_cast<Spot>(start));
  return out;
}

}  // namespace batten::rules
