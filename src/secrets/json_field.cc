// SPDX-License-Identifier: Apache-2.0
#include "secrets/json_field.h"

#include <string>

#include "base/json.h"

namespace batten::secrets {

Result<base::SecretBytes> json_field(std::string_view json, std::string_view field) {
  json::Document document = TRY(json::Document::parse(json));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "no JSON object, so it has no fields"};
  json::View member = document[field];
  if (!member || member.type() == json::Type::kNull) return Error{Code::kNotFound, "it has no such field"};
  if (!member.is_string()) return Error{Code::kUnsupported, "the field is no string"};
  return base::SecretBytes(member.string());
}

}  // namespace batten::secrets
