// SPDX-License-Identifier: Apache-2.0
#include "packages/deb822.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace batten::packages {
namespace {

// dpkg knows about 40 fields; more than this many is no control file.
constexpr std::size_t kMaxFields = 1000;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Policy 5.1: printable, no colon, no blank.
bool is_field_name(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view Stanza::operator[](std::string_view name) const {
  for (const Field& field : fields) {
    if (same_name(field.name, name)) return field.value;
  }
  return {};
}

bool Stanza::has(std::string_view name) const {
  return std::ranges::any_of(fields, [&](const Field& field) { return same_name(field.name, name); });
}

std::string_view StanzaReader::take_line() {
  std::size_t end = rest_.find('\n');
  std::string_view line = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
  ++line_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool StanzaReader::next(Stanza& stanza) {
  stanza = Stanza{.number = 0, .line = 0, .bad_line = 0, .joined = false, .fields = std::move(stanza.fields)};
  stanza.fields.clear();
  bool begun = false;
  // A value ends where the next field begins; views of one text, so that it can be widened line by line.
  auto widen = [&](std::string_view line) {
    Field& field = stanza.fields.back();
    field.value = std::string_view(field.value.data(), static_cast<std::size_t>(line.data() + line.size() - field.value.data()));
  };
  while (!rest_.empty()) {
    std::string_view before = rest_;
    std::string_view line = take_line();
    if (line.empty()) {
      if (begun) break;
      continue;
    }
    if (line.front() == '#') continue;
    if (!begun) {
      begun = true;
      stanza.number = ++number_;
      stanza.line = line_;
      stanza.joined = std::exchange(next_is_joined_, false);
    }
    auto bad = [&] {
      if (stanza.bad_line == 0) stanza.bad_line = line_;
    };
    if (line.front() == ' ' || line.front() == '\t') {
      stanza.fields.empty() ? bad() : widen(line);
      continue;
    }
    std::size_t colon = line.find(':');
    std::string_view name = line.substr(0, colon);
    while (!name.empty() && (name.back() == ' ' || name.back() == '\t')) name.remove_suffix(1);
    if (colon == std::string_view::npos || !is_field_name(name) || stanza.fields.size() >= kMaxFields) {
      bad();
      continue;
    }
    if (!first_field_.empty() && same_name(name, first_field_) && stanza.has(name)) {
      rest_ = before;
      --line_;
      next_is_joined_ = true;
      break;
    }
    stanza.fields.push_back({name, line.substr(colon + 1)});
  }
  for (Field& field : stanza.fields) field.value = base::trim(field.value);
  return begun;
}

}  // namespace batten::packages
