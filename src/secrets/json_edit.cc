// SPDX-License-Identifier: Apache-2.0
#include "secrets/json_edit.h"

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.h"
#include "secrets/json_field.h"
#include "secrets/json_member.h"

namespace batten::secrets {
namespace {

constexpr json::Limits kLimits{.max_bytes = kMaxJsonBytes, .max_depth = 100, .wipes = true};

// Of which members the value is to be replaced, in their order. corrupt when the text is no object.
Result<std::vector<RawMember>> members_called(std::string_view object, std::string_view name) {
  json::Document document = TRY(json::Document::parse(object, kLimits));
  if (!document.root().is_object()) return Error{Code::kCorrupt, "no JSON object, so it has no fields"};
  std::vector<RawMember> raw = raw_members(object), out;
  if (document.root().size() != raw.size()) return Error{Code::kCorrupt, "the fields can't be found in their text"};
  std::size_t place = 0;
  document.root().each_member([&](std::string_view key, json::View) {
    if (key == name) out.push_back(raw[place]);
    ++place;
  });
  return out;
}

}  // namespace

WipedText quoted_json(std::string_view text) {
  std::string out;
  out.reserve(6 * text.size() + 2);  // never copied while it grows
  json::append_quoted(out, text);
  return WipedText(std::move(out));
}

Result<WipedText> with_member(std::string_view object, std::string_view name, std::string_view value_json) {
  std::vector<RawMember> old = TRY(members_called(object, name));
  WipedText out;
  std::size_t copied = 0;
  auto copy_to = [&](std::size_t end) { out.append(object.substr(copied, end - copied)), copied = end; };
  for (const RawMember& member : old) {
    copy_to(static_cast<std::size_t>(member.value.data() - object.data()));
    out.append(value_json);
    copied += member.value.size();
  }
  if (old.empty()) {
    copy_to(object.rfind('}'));
    if (!raw_members(object).empty()) out.append(",");
    out.append(json::quote(name));
    out.append(":");
    out.append(value_json);
  }
  copy_to(object.size());
  return out;
}

}  // namespace batten::secrets
