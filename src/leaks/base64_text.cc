// SPDX-License-Identifier: Apache-2.0
#include "leaks/base64_text.h"

#include <algorithm>

#include "base/base64.h"
#include "base/json.h"

namespace batten::leaks {

std::optional<std::string> read_base64(std::string_view text) {
  std::string plain(text);
  std::ranges::replace(plain, '-', '+');
  std::ranges::replace(plain, '_', '/');
  return base::unbase64(plain);
}

bool base64_holds_json(std::string_view text, std::initializer_list<std::string_view> members) {
  std::optional<std::string> bytes = read_base64(text);
  if (!bytes) return false;
  Result<json::Document> document = json::Document::parse(*bytes, {.max_bytes = 64u << 10, .max_depth = 10});
  return document && document->root().is_object() &&
         std::ranges::all_of(members, [&](std::string_view member) { return static_cast<bool>((*document)[member]); });
}

}  // namespace batten::leaks
