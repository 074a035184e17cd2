// SPDX-License-Identifier: Apache-2.0
//
// The first line names a scheme (anything else: all of them), then come three versions, a line each. Whatever they are, the order must be
// one: a version equals itself, turning a pair round turns the answer round, and what holds from the first to the second and on to the
// third holds from the first to the third.
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "version/scheme.h"

int version_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

std::string_view take_line(std::string_view& rest) {
  std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

void check_order(const batten::version::Scheme& scheme, const std::string_view (&versions)[3]) {
  int order[3][3];
  for (int i = 0; i < 3; ++i) {
    (void)scheme.valid(versions[i]);
    for (int j = 0; j < 3; ++j) {
      order[i][j] = sign(scheme.compare(versions[i], versions[j]));
      if (scheme.compare_prefix != nullptr) (void)scheme.compare_prefix(versions[i], versions[j]);
    }
  }
  for (int i = 0; i < 3; ++i) {
    must(order[i][i] == 0);
    for (int j = 0; j < 3; ++j) {
      must(order[i][j] == -order[j][i]);
      for (int k = 0; k < 3; ++k) {
        if (order[i][j] <= 0 && order[j][k] <= 0) must(order[i][k] <= 0);
        if (order[i][j] == 0 && order[j][k] == 0) must(order[i][k] == 0);
      }
    }
  }
}

}  // namespace

int version_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::version;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const Scheme* named = find_scheme(take_line(rest));
  std::string_view versions[3];
  for (std::string_view& version : versions) version = take_line(rest);
  for (const Scheme* scheme : all_schemes()) {
    if (named == nullptr || named == scheme) check_order(*scheme, versions);
  }
  return 0;
}
