// SPDX-License-Identifier: Apache-2.0
//
// "did you mean": the known name that a mistyped word is nearest to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace batten::base {

// Offered names one by one. Wrong, missing, needless letters and two neighbours that changed places count one each (optimal string
// alignment); every third letter may be wrong, but not all of them. Of names that are equally near the first wins.
class Nearest {
 public:
  explicit Nearest(std::string_view word) : word_(word) {}
  void offer(std::string_view name);  // a view into it is kept
  std::string_view found() const;     // empty when none is near

 private:
  std::string_view word_, found_;
  std::size_t best_ = 64;
};

std::string nearest(std::string_view word, const std::vector<std::string>& names);
std::string nearest(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace batten::base
