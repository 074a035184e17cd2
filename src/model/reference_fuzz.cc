// SPDX-License-Identifier: Apache-2.0
//
// Image references and package URLs: what is accepted must come back from its text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "model/purl.h"
#include "model/reference.h"

int reference_fuzz(const std::uint8_t* data, std::size_t size);

int reference_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto reference = batten::model::parse_reference(text)) {
    auto again = batten::model::parse_reference(reference->text());
    if (!again || *again != *reference) std::abort();
  }
  if (auto purl = batten::model::parse_purl(text)) (void)batten::model::parse_purl(purl->text()).has_value();
  return 0;
}
