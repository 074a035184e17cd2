// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_fields.h"

#include <string>

#include "base/base64.h"
#include "base/json.h"
#include "base/text.h"
#include "secrets/json_edit.h"
#include "secrets/json_field.h"

namespace batten::secrets {
namespace {

constexpr json::Limits kLimits{.max_bytes = kMaxJsonBytes, .max_depth = 100, .wipes = true};

bool is_utf8(std::string_view bytes) {
  std::string valid = base::to_utf8(bytes);
  bool out = valid == bytes;
  base::wipe(valid);
  return out;
}

}  // namespace

Result<bool> is_base64(const Reference& reference) {
  auto at = reference.options.find("encoding");
  if (at == reference.options.end()) return false;
  if (at->second != "base64") return Error{Code::kInvalidArgument, "?encoding= can only be base64"};
  if (reference.field.empty()) return Error{Code::kInvalidArgument, "?encoding=base64 is for one field: add #FIELD"};
  return true;
}

Result<WipedText> written_field(const Reference& reference, std::string_view value) {
  if (value.empty()) return Error{Code::kInvalidArgument, "an empty secret is not stored"};
  if (value.size() > kMaxSecretBytes) return Error{Code::kLimit, "larger than 16 MiB"};
  if (TRY(is_base64(reference))) {
    std::string text = base::base64(value);
    WipedText out = quoted_json(text);
    base::wipe(text);
    return out;
  }
  if (!is_utf8(value))
    return Error{Code::kInvalidArgument,
                 "the value is no UTF-8 text, and only text can be stored; with ?encoding=base64 it is stored as base64"};
  if (!reference.field.empty()) return quoted_json(value);
  auto document = json::Document::parse(value, kLimits);
  if (!document || !document->root().is_object() || document->root().size() == 0)
    return Error{Code::kInvalidArgument, "without #FIELD the value has to be a JSON object with the fields of the secret"};
  WipedText out;
  out.append(base::trim(value));
  return out;
}

}  // namespace batten::secrets
