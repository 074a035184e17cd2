// SPDX-License-Identifier: Apache-2.0
//
// JSON that can be changed: an engine's answer is turned into what it is asked for next, and members that are not known here stay.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace batten::update {

struct JsonValue {
  json::Type type = json::Type::kNull;
  std::string text;  // of a string; a number as it is written; "true", "false"
  std::vector<JsonValue> elements;
  std::vector<std::pair<std::string, JsonValue>> members;  // in their order

  bool operator==(const JsonValue&) const = default;

  static Result<JsonValue> parse(std::string_view text);  // corrupt, limit
  static JsonValue of(json::View view);
  static JsonValue string(std::string_view text);
  static JsonValue object();
  static JsonValue array();

  // Null when there is none.
  const JsonValue* find(std::string_view key) const;
  JsonValue* find(std::string_view key);
  // A null value where there is none.
  const JsonValue& operator[](std::string_view key) const;
  std::string_view text_of(std::string_view key) const { return (*this)[key].text; }
  bool is_true(std::string_view key) const { return text_of(key) == "true"; }
  // Makes it an object when it is none.
  JsonValue& set(std::string_view key, JsonValue value);
  void erase(std::string_view key);
  // Null, or nothing in it: "", [], {}, 0, false.
  bool is_nothing() const;

  std::string written() const;
};

}  // namespace batten::update
