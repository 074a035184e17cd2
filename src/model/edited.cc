// SPDX-License-Identifier: Apache-2.0
#include "model/edited.h"

namespace batten::model {

std::string edited(std::string_view text, std::span<const Edit> edits) {
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out.append(text.substr(at, edit.offset - at)).append(edit.text);
    at = edit.offset + edit.length;
  }
  return out.append(text.substr(at));
}

}  // namespace batten::model
