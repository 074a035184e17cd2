// SPDX-License-Identifier: Apache-2.0
#include "policy/json_copy.h"

namespace batten::policy {

void copy_json(json::View from, json::Writer& out) {
  switch (from.type()) {
    case json::Type::kAbsent:
    case json::Type::kNull: out.null(); break;
    case json::Type::kBool: out.value(from.boolean()); break;
    case json::Type::kString: out.value(from.string()); break;
    case json::Type::kNumber:
      if (auto whole = from.integer()) {
        out.value(*whole);
      } else {
        out.value(from.number().value_or(0));
      }
      break;
    case json::Type::kArray:
      out.begin_array();
      from.each([&](json::View item) { copy_json(item, out); });
      out.end_array();
      break;
    case json::Type::kObject:
      out.begin_object();
      from.each_member([&](std::string_view key, json::View item) {
        out.key(key);
        copy_json(item, out);
      });
      out.end_object();
      break;
  }
}

}  // namespace batten::policy
