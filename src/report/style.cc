// SPDX-License-Identifier: Apache-2.0
#include "report/style.h"

#include "base/text.h"
#include "report/columns.h"

namespace batten::report {

std::string Style::paint(Colour colour, std::string_view text) const {
  if (!colour_ || colour == Colour::kPlain) return std::string(text);
  const char* code = "0";
  switch (colour) {
    case Colour::kPlain: break;
    case Colour::kBold: code = "1"; break;
    case Colour::kDim: code = "2"; break;
    case Colour::kRed: code = "31"; break;
    case Colour::kBoldRed: code = "1;31"; break;
    case Colour::kYellow: code = "33"; break;
    case Colour::kGreen: code = "32"; break;
    case Colour::kCyan: code = "36"; break;
  }
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

Colour Style::of(model::Severity severity) {
  switch (severity) {
    case model::Severity::kCritical: return Colour::kBoldRed;
    case model::Severity::kHigh: return Colour::kRed;
    case model::Severity::kMedium: return Colour::kYellow;
    case model::Severity::kLow: return Colour::kCyan;
    case model::Severity::kNegligible:
    case model::Severity::kUnknown: break;
  }
  return Colour::kDim;
}

std::string fit(std::string_view raw, std::size_t width) {
  std::string text = on_terminal(raw);
  if (columns(text) <= width) return text;
  return width == 0 ? "" : std::string(first_columns(text, width - 1)) + "…";
}

std::string pad(std::string_view text, std::size_t width) {
  std::string out = fit(text, width);
  out.append(width - columns(out), ' ');
  return out;
}

std::vector<std::string> wrap(std::string_view raw, std::size_t width) {
  std::vector<std::string> out;
  std::string flat(raw);
  for (char& c : flat) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  std::string line;
  for (std::string_view word : base::words(flat)) {
    std::string shown = fit(word, width);
    if (!line.empty() && columns(line) + 1 + columns(shown) > width) {
      out.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line.push_back(' ');
    line += shown;
  }
  if (!line.empty()) out.push_back(std::move(line));
  return out;
}

std::string one_line(std::string_view raw) {
  std::string flat(raw);
  for (char& c : flat) {
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  }
  std::string out;
  for (std::string_view word : base::words(flat)) {
    if (!out.empty()) out.push_back(' ');
    out += word;
  }
  return out;
}

std::string beginning(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xc0) == 0x80) --max_bytes;
  return std::string(text.substr(0, max_bytes)) + "…";
}

}  // namespace batten::report
