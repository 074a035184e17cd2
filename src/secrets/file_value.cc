// SPDX-License-Identifier: Apache-2.0
#include "secrets/file_value.h"

#include "base/secret_bytes.h"
#include "secrets/json_field.h"

namespace batten::secrets {

Result<Secret> file_value(std::string_view bytes, const Reference& reference) {
  Secret out;
  if (!reference.field.empty()) {
    out.value = TRY(json_field(bytes, reference.field));
    return out;
  }
  if (!reference.options.contains("raw")) {
    if (bytes.ends_with('\n')) bytes.remove_suffix(1);
    if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  }
  if (bytes.empty()) return Error{Code::kNotFound, "it is empty"};
  out.value = base::SecretBytes(bytes);
  return out;
}

}  // namespace batten::secrets
