// SPDX-License-Identifier: Apache-2.0
#include "rules/field.h"

#include <charconv>
#include <string>
#include <unordered_map>

namespace batten::rules {
namespace {

using Index = std::unordered_map<std::string_view, const Field*>;

const Index& index() {
  static const Index kIndex = [] {
    Index out;
    for (const FieldFamily* family : all_field_families()) {
      for (const Field& field : family->fields) out.emplace(field.name, &field);
    }
    return out;
  }();
  return kIndex;
}

}  // namespace

const Field* find_field(std::string_view name) {
  if (auto found = index().find(name); found != index().end()) return found->second;
  for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    auto found = index().find(name.substr(0, dot));
    if (found == index().end() || dot + 1 == name.size()) continue;
    const ArgumentRule rule = found->second->argument;
    if (rule == ArgumentRule::kKey || rule == ArgumentRule::kOptionalKey) return found->second;
  }
  return nullptr;
}

std::string_view dotted_argument(const Field& field, std::string_view name) {
  return name.size() > field.name.size() ? name.substr(field.name.size() + 1) : std::string_view();
}

std::string_view field_text(const Field& field, const Value& value, Scratch& scratch) {
  const bool addresses = field.kind == Value::Kind::kAddress || field.kind == Value::Kind::kNetwork || field.kind == Value::Kind::kHost;
  if (value.kind != Value::Kind::kList || !addresses) return value_text(value, scratch);
  const std::span<std::string_view> texts = scratch.texts(value.list.size());
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = address_text(value.list[i], scratch);
  return value_text(Value::of_list(texts), scratch);
}

FieldArgument make_argument(std::string_view text) {
  FieldArgument out{.given = true, .text = text, .number = -1};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) out.number = number;
  return out;
}

}  // namespace batten::rules
