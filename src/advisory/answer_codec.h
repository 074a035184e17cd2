// SPDX-License-Identifier: Apache-2.0
//
// A repository's whole answer as one file of the cache, so that a second scan neither checks signatures nor unpacks lists again.
// Bytes: "batten-repository-1", asked (varint seconds), date, origins, notes, packages; texts are sized, lists have a count before.
// A package names its origin by its place among the origins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "advisory/repository.h"

namespace batten::advisory {

struct KeptAnswer {
  std::int64_t asked = 0;
  RepositoryAnswer answer;
};

std::string encode_answer(const KeptAnswer& kept);
// corrupt.
Result<KeptAnswer> decode_answer(std::string_view bytes);

}  // namespace batten::advisory
