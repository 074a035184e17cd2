// SPDX-License-Identifier: Apache-2.0
//
// Versions of Python packages, read as PEP 440 ("Version Identification") and its appendix say:
// [N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local], with the other spellings that it allows. Shared by the scheme and by the specifiers.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace batten::version {

// Views into the text. A part that is absent and one without a number ("1.0.dev") are told apart by the flags.
struct Pep440 {
  enum class Pre : std::uint8_t { kAlpha, kBeta, kCandidate, kNone };

  bool valid = false;
  std::string_view epoch, release;  // "2", "1.0.3"
  Pre pre = Pre::kNone;
  std::string_view pre_number, post_number, dev_number;
  bool has_post = false, has_dev = false;
  std::string_view local;

  bool prerelease() const { return pre != Pre::kNone || has_dev; }
};

Pep440 read_pep440(std::string_view text);

enum class Local { kCounts, kIgnored };
// Both must be valid.
std::strong_ordering compare_pep440(const Pep440& left, const Pep440& right, Local local = Local::kCounts);
// Epoch and release alone.
bool same_release(const Pep440& left, const Pep440& right);

}  // namespace batten::version
