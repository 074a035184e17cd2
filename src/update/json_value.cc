// SPDX-License-Identifier: Apache-2.0
#include "update/json_value.h"

#include <algorithm>

#include "base/format.h"

namespace batten::update {
namespace {

constexpr json::Limits kLimits{.max_bytes = 64u << 20, .max_depth = 100};

std::string number_text(json::View view) {
  if (auto integer = view.integer()) return std::to_string(*integer);
  json::Writer out(0);
  out.value(view.number().value_or(0));
  return out.take();
}

void write(const JsonValue& value, std::string& out) {
  char separator = 0;
  const auto separate = [&] {
    if (separator != 0) out += separator;
    separator = ',';
  };
  switch (value.type) {
    case json::Type::kString: json::append_quoted(out, value.text); break;
    case json::Type::kNumber:
    case json::Type::kBool: out += value.text; break;
    case json::Type::kArray:
      out += '[';
      for (const JsonValue& element : value.elements) separate(), write(element, out);
      out += ']';
      break;
    case json::Type::kObject:
      out += '{';
      for (const auto& [key, member] : value.members) separate(), json::append_quoted(out, key), out += ':', write(member, out);
      out += '}';
      break;
    case json::Type::kAbsent:
    case json::Type::kNull: out += "null"; break;
  }
}

}  // namespace

Result<JsonValue> JsonValue::parse(std::string_view text) {
  json::Document document = TRY(json::Document::parse(text, kLimits));
  return of(document.root());
}

JsonValue JsonValue::of(json::View view) {
  JsonValue out;
  out.type = view.type() == json::Type::kAbsent ? json::Type::kNull : view.type();
  switch (out.type) {
    case json::Type::kString: out.text = view.string(); break;
    case json::Type::kNumber: out.text = number_text(view); break;
    case json::Type::kBool: out.text = view.boolean() ? "true" : "false"; break;
    case json::Type::kArray: view.each([&](json::View element) { out.elements.push_back(of(element)); }); break;
    case json::Type::kObject:
      view.each_member([&](std::string_view key, json::View member) { out.members.emplace_back(key, of(member)); });
      break;
    default: break;
  }
  return out;
}

JsonValue JsonValue::string(std::string_view text) {
  JsonValue out;
  out.type = json::Type::kString;
  out.text = text;
  return out;
}

JsonValue JsonValue::object() {
  JsonValue out;
  out.type = json::Type::kObject;
  return out;
}

JsonValue JsonValue::array() {
  JsonValue out;
  out.type = json::Type::kArray;
  return out;
}

const JsonValue* JsonValue::find(std::string_view key) const {
  const auto at = std::ranges::find_if(members, [&](const auto& member) { return member.first == key; });
  return at == members.end() ? nullptr : &at->second;
}

JsonValue* JsonValue::find(std::string_view key) { return const_cast<JsonValue*>(std::as_const(*this).find(key)); }

const JsonValue& JsonValue::operator[](std::string_view key) const {
  static const JsonValue nothing;
  const JsonValue* found = find(key);
  return found == nullptr ? nothing : *found;
}

JsonValue& JsonValue::set(std::string_view key, JsonValue value) {
  if (type != json::Type::kObject) *this = object();
  if (JsonValue* there = find(key)) return *there = std::move(value);
  return members.emplace_back(key, std::move(value)).second;
}

void JsonValue::erase(std::string_view key) {
  std::erase_if(members, [&](const auto& member) { return member.first == key; });
}

bool JsonValue::is_nothing() const {
  switch (type) {
    case json::Type::kString: return text.empty();
    case json::Type::kNumber: return text == "0";
    case json::Type::kBool: return text == "false";
    case json::Type::kArray: return elements.empty();
    case json::Type::kObject: return members.empty();
    default: return true;
  }
}

std::string JsonValue::written() const {
  std::string out;
  write(*this, out);
  return out;
}

}  // namespace batten::update
