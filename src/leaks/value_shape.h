// SPDX-License-Identifier: Apache-2.0
//
// What a value is made of: which classes of characters, and whether words or chance put them there. The latter is a comparison of two
// descriptions of it by their length: as words, numbers and what joins them ("prodDbPassword", "connection-pool-2"), by the letters that
// follow each other in words, or as characters drawn by lot. Only what is shorter as words is words.
#pragma once

#include <cstddef>
#include <string_view>

namespace batten::leaks {

struct ValueShape {
  std::size_t lower = 0, upper = 0, digits = 0, marks = 0, others = 0;  // marks: other ASCII; others: blanks, control and non-ASCII bytes
  std::size_t different = 0;                                            // bytes that differ
  bool hex = false;                                                     // hexadecimal digits of one case, and hyphens
  double word_bits = 0;                                                 // length of its description as words
  double random_bits = 0;                                               // as characters of the classes that it has

  // Of lower, upper, digits, marks: how many it has.
  int classes() const;
  // Positive: rather drawn by lot; bits.
  double surprise() const { return word_bits - random_bits; }
};

// Looks at the first 256 bytes.
ValueShape shape_of(std::string_view value);

}  // namespace batten::leaks
