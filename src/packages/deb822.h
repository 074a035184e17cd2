// SPDX-License-Identifier: Apache-2.0
//
// Stanzas of "Name: value" fields as Debian's control files have them (Debian Policy chapter 5, deb822(5)): dpkg's status, apt's
// *.sources, machine-readable copyright files. Views into the text; nothing is copied.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace batten::packages {

struct Field {
  std::string_view name;
  std::string_view value;  // trimmed; continuation lines follow as they are, newlines included
};

struct Stanza {
  std::size_t number = 0;    // counted from 1
  std::size_t line = 0;      // of its first field, from 1
  std::size_t bad_line = 0;  // the first line that is neither field nor continuation (it was passed over); 0: none
  bool joined = false;       // no blank line stood before it: the first field's name came a second time
  std::vector<Field> fields;

  // The value of the first field of that name, whatever its case; empty when absent.
  std::string_view operator[](std::string_view name) const;
  bool has(std::string_view name) const;
};

class StanzaReader {
 public:
  // The field that begins every stanza ("Package"): when it comes a second time, a new stanza has begun though the blank line
  // is missing. Empty: no such field.
  StanzaReader(std::string_view text, std::string_view first_field) : rest_(text), first_field_(first_field) {}
  // False at the end.
  bool next(Stanza& stanza);

 private:
  std::string_view take_line();
  std::string_view rest_;
  std::string_view first_field_;
  std::size_t line_ = 0;
  std::size_t number_ = 0;
  bool next_is_joined_ = false;
};

bool same_name(std::string_view left, std::string_view right);

}  // namespace batten::packages
