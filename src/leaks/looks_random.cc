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
  if (value.empty()) return false;
  std::size_t changes = 0, capitalised = 0, digits = 0, lower = 0, upper = 0;
  Class before = Class::kOther;
  for (char c : value) {
    const Class now = class_of(c);
    if (now == Class::kOther) continue;  // '_' and '-' separate words as well
    digits += now == Class::kDigit ? 1 : 0;
    lower += now == Class::kLower ? 1 : 0;
    upper += now == Class::kUpper ? 1 : 0;
    if (before != Class::kOther && now != before) ++changes;
    if (before == Class::kUpper && now == Class::kLower) ++capitalised;
    before = now;
  }
  // A name's words are three letters long at least; digits stand at their end, if anywhere.
  if (digits == 0) return changes * 2 >= value.size();
  if (lower == 0 || upper == 0) return changes * 8 >= value.size();
  return (changes - capitalised + 1) * 4 >= value.size();
}

Opinion likely_if_random(const Candidate& candidate) { return looks_random(candidate.secret) ? Opinion::kLikely : Opinion::kNo; }

}  // namespace batten::leaks
