// SPDX-License-Identifier: Apache-2.0
#include "version/number_list.h"

#include "version/digits.h"

namespace batten::version {

bool is_number_list(std::string_view text, std::string_view separators, std::size_t least) {
  for (std::size_t count = 1;; ++count) {
    if (take_digits(text).empty()) return false;
    if (text.empty()) return count >= least;
    if (!separators.contains(text.front())) return false;
    text.remove_prefix(1);
  }
}

std::strong_ordering compare_number_lists(std::string_view left, std::string_view right, std::string_view separators) {
  bool left_valid = is_number_list(left, separators, 1), right_valid = is_number_list(right, separators, 1);
  if (!left_valid || !right_valid) return left_valid != right_valid ? left_valid <=> right_valid : left.compare(right) <=> 0;
  while (true) {
    if (auto order = compare_digits(take_digits(left), take_digits(right)); order != 0) return order;
    if (left.empty() || right.empty()) return right.empty() <=> left.empty();
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
}

}  // namespace batten::version
