// SPDX-License-Identifier: Apache-2.0
#include "leaks/looks_random.h"

#include <cstdint>

namespace batten::leaks {
namespace {

enum class Class : std::uint8_t { kLower, kUpper, kDigit, kOther };

Class class_of(char c) {
  if (c >= 'a' && c <= 'z') return Class::kLower;
  if (c >= 'A' && c <= 'Z') return Class::kUpper;
  return c >= '0' && c <= '9' ? Class::kDigit : Class::kOther;
}

}  // namespace

bool looks_random(std::string_view value) {
  std::size_t changes = 0, digits = 0;
  Class before = Class::kOther;
  for (char c : value) {
    const Class now = class_of(c);
    if (now == Class::kOther) continue;  // '_' and '-' separate words as well
    if (now == Class::kDigit) ++digits;
    if (before != Class::kOther && now != before) ++changes;
    before = now;
  }
  // Names change from small letters to capitals and back at each word; digits stand at their end, if anywhere.
  return digits > 0 ? changes * 5 >= value.size() : changes * 2 >= value.size();
}

Opinion likely_if_random(const Candidate& candidate) { return looks_random(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

}  // namespace batten::leaks
