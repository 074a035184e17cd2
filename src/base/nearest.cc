// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.h"

#include <algorithm>
#include <array>

namespace batten::base {
namespace {

constexpr std::size_t kLongest = 48;

std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, kLongest + 1>;
  Row before{}, above{}, row{};
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      bool changed_places = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (changed_places) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

template <typename Names>
std::string nearest_of(std::string_view word, const Names& names) {
  Nearest nearest(word);
  for (const auto& name : names) nearest.offer(name);
  return std::string(nearest.found());
}

}  // namespace

void Nearest::offer(std::string_view name) {
  if (word_.size() > kLongest || name.size() > kLongest) return;
  std::size_t far = distance(word_, name);
  if (far < best_) best_ = far, found_ = name;
}

std::string_view Nearest::found() const {
  return best_ <= std::max<std::size_t>(1, word_.size() / 3) && best_ < word_.size() ? found_ : std::string_view();
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) { return nearest_of(word, names); }
std::string nearest(std::string_view word, const std::vector<std::string_view>& names) { return nearest_of(word, names); }

}  // namespace batten::base
