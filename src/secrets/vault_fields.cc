// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_fields.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/base64.h"
#include "base/json.h"
#include "base/text.h"
#include "secrets/json_field.h"
#include "secrets/json_member.h"

namespace batten::secrets {
namespace {

constexpr json::Limits kLimits{.max_bytes = kMaxJsonBytes, .max_depth = 100, .wipes = true};

bool is_utf8(std::string_view bytes) {
  std::string valid = base::to_utf8(bytes);
  bool out = valid == bytes;
  base::wipe(valid);
  return out;
}

WipedText quoted(std::string_view text) {
  std::string out;
  out.reserve(6 * text.size() + 2);  // never copied while it grows
  json::append_quoted(out, text);
  return WipedText(std::move(out));
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
    WipedText out = quoted(text);
    base::wipe(text);
    return out;
  }
  if (!is_utf8(value))
    return Error{Code::kInvalidArgument,
                 "the value is no UTF-8 text, and only text can be stored; with ?encoding=base64 it is stored as base64"};
  if (!reference.field.empty()) return quoted(value);
  auto document = json::Document::parse(value, kLimits);
  if (!document || !document->root().is_object() || document->root().size() == 0)
    return Error{Code::kInvalidArgument, "without #FIELD the value has to be a JSON object with the fields of the secret"};
  WipedText out;
  out.append(base::trim(value));
  return out;
}

Result<WipedText> with_field(std::string_view object, std::string_view name, std::string_view value_json) {
  WipedText out;
  out.append("{");
  bool is_first = true, is_there = false;
  auto append = [&](std::string_view key_json, std::string_view value) {
    if (!is_first) out.append(",");
    is_first = false;
    out.append(key_json);
    out.append(":");
    out.append(value);
  };
  std::string quoted_name = json::quote(name);
  if (!object.empty()) {
    json::Document document = TRY(json::Document::parse(object, kLimits));
    std::vector<RawMember> raw = raw_members(object);
    std::size_t place = 0;
    if (!document.root().is_object() || document.root().size() != raw.size())
      return Error{Code::kCorrupt, "the stored secret is no JSON object"};
    document.root().each_member([&](std::string_view key, json::View) {
      const RawMember& member = raw[place++];
      if (key != name) return append(std::string("\"") + std::string(member.key) + "\"", member.value);
      if (!std::exchange(is_there, true)) append(quoted_name, value_json);  // of two of that name one stays
    });
  }
  if (!is_there) append(quoted_name, value_json);
  out.append("}");
  return out;
}

}  // namespace batten::secrets
