// SPDX-License-Identifier: Apache-2.0
#include "secrets/json_field.h"

#include <cstddef>
#include <vector>

#include "base/json.h"
#include "secrets/json_member.h"
#include "secrets/provider.h"

namespace batten::secrets {

Result<base::SecretBytes> json_field(std::string_view json, std::string_view field) {
  json::Document document = TRY(json::Document::parse(json, {.max_bytes = kMaxJsonBytes, .wipes = true}));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "no JSON object, so it has no fields"};
  std::size_t place = 0, count = 0;
  json::View member;
  document.root().each_member([&](std::string_view key, json::View value) {
    if (!member && key == field) member = value, place = count;
    ++count;
  });
  if (!member) return Error{Code::kNotFound, "it has no such field"};
  if (member.type() == json::Type::kNull) return Error{Code::kNotFound, "the field is null"};
  std::string_view text = member.string();
  std::vector<RawMember> raw;
  if (!member.is_string()) {
    raw = raw_members(json);
    if (raw.size() != count) return Error{Code::kCorrupt, "the field can't be found in its text"};
    text = raw[place].value;
  }
  if (text.empty()) return Error{Code::kNotFound, "the field is empty"};
  if (text.size() > kMaxSecretBytes) return Error{Code::kLimit, "the field is larger than 16 MiB"};
  return base::SecretBytes(text);
}

}  // namespace batten::secrets
