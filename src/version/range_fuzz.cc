// SPDX-License-Identifier: Apache-2.0
//
// The first line names a range syntax (anything else: all of them), the second is a version, the rest an expression. Every syntax answers
// for any bytes, the same each time, and whether the expression follows the syntax does not depend on the options.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "version/range.h"

int range_fuzz(const std::uint8_t* data, std::size_t size);

namespace {

std::string_view take_line(std::string_view& rest) {
  std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

void check_range(const batten::version::RangeSyntax& syntax, std::string_view version, std::string_view expression) {
  using namespace batten::version;
  for (std::string_view name : syntax.schemes) {
    const Scheme& scheme = *find_scheme(name);
    auto strict = in_range(syntax, scheme, expression, version), again = in_range(syntax, scheme, expression, version);
    auto open = in_range(syntax, scheme, expression, version, {.prereleases = true});
    if (strict.has_value() != again.has_value() || strict.has_value() != open.has_value()) std::abort();
    if (strict && *strict != *again) std::abort();
    if (!strict && strict.error().code != batten::Code::kCorrupt && strict.error().code != batten::Code::kLimit) std::abort();
  }
}

}  // namespace

int range_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::version;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const RangeSyntax* named = find_range(take_line(rest));
  std::string_view version = take_line(rest);
  for (const RangeSyntax* syntax : all_ranges()) {
    if (named == nullptr || named == syntax) check_range(*syntax, version, rest);
  }
  return 0;
}
