// SPDX-License-Identifier: Apache-2.0
#include "model/digest.h"

#include <algorithm>

namespace batten::model {

Result<Digest> Digest::parse(std::string_view text) {
  auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (text.size() != 71 || !text.starts_with("sha256:") || !std::all_of(text.begin() + 7, text.end(), is_hex)) {
    return Error{Code::kInvalidArgument, "not a sha256 digest: '" + std::string(text.substr(0, 80)) + "'"};
  }
  return Digest(std::string(text));
}

}  // namespace batten::model
