// SPDX-License-Identifier: Apache-2.0
#include "leaks/password.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "leaks/entropy.h"
#include "leaks/stand_in.h"
#include "leaks/value_shape.h"

namespace batten::leaks {
namespace {

// Whole values that are the word for it, or that manuals give to everybody.
constexpr std::string_view kWords[] = {
    "admin",      "administrator", "bar",      "bitnami",        "changeit",  "changeme",   "default",
    "demo",       "development",   "dummy",    "elastic",        "empty",     "example",    "fake",
    "false",      "foo",           "foobar",   "guest",          "hidden",    "hunter2",    "invalid",
    "letmein",    "localhost",     "login",    "minioadmin",     "mongo",     "mypass",     "mypw",
    "mysecret",   "mysql",         "nil",      "none",           "null",      "optional",   "pass",
    "passphrase", "passwd",        "password", "passwort",       "postgres",  "postgresql", "prompt",
    "pw",         "pwd",           "rabbitmq", "redacted",       "redis",     "required",   "root",
    "sa",         "sample",        "secret",   "secretpassword", "something", "string",     "supersecret",
    "test",       "testing",       "tiger",    "token",          "toor",      "true",       "undefined",
    "unset",      "user",          "username", "value",          "verysecret"};
// Inside a value they say that it stands for another.
constexpr std::string_view kParts[] = {"password", "passwd",      "changeme", "change_me", "change-me",
                                       "example",  "placeholder", "secret",   "insert",    "replace"};

bool is_marker(std::string_view text) {
  constexpr std::string_view kFronts = "$%{<[(@#`";
  if (kFronts.contains(text.front()) && (text.front() != '$' || text.size() < 2 || text[1] == '{' || text[1] == '(' || text[1] == '_' ||
                                         (text[1] >= 'A' && text[1] <= 'Z') || (text[1] >= 'a' && text[1] <= 'z'))) {
    if (text.front() != '@' && text.front() != '#') return true;
    if (text.size() > 1 && (text[1] == '{' || text[1] == '@' || text[1] == '[')) return true;
  }
  for (std::string_view inside : {"${", "{{", "$(", "<%", "#{", "%(", "%s", "%v", "%d", "{}", "...", "***", "\xe2\x80\xa6"}) {
    if (text.contains(inside)) return true;
  }
  return base::lower(text).contains("xxx") || text.ends_with('>') || (text.starts_with('{') && text.ends_with('}'));
}

bool any_of(std::string_view text, std::string_view characters) { return text.find_first_of(characters) != text.npos; }

// The word itself, and what people make of it: "password1", "my_password", "test123".
bool is_word_for_it(std::string_view lower) {
  std::string_view bare = lower;
  while (!bare.empty() && (bare.back() < 'a' || bare.back() > 'z')) bare.remove_suffix(1);
  if (std::ranges::find(kWords, lower) != std::end(kWords) || std::ranges::find(kWords, bare) != std::end(kWords)) return true;
  if (lower.starts_with("your")) return true;
  for (std::string_view part : kParts) {
    if (lower.contains(part) && lower.size() < part.size() + 10) return true;
  }
  return bare.empty() && lower.size() < 8;  // 123456
}

}  // namespace

Opinion judge_password(std::string_view text) {
  if (text.size() < 4 || is_marker(text)) return Opinion::kNo;
  const std::string lower = base::lower(text);
  if (is_word_for_it(lower) || entropy(text) < 1.6 || is_stand_in(text)) return Opinion::kNo;
  if (names_itself(text) && (text.size() < 16 || shape_of(text).surprise() <= 6)) return Opinion::kNo;
  const bool has_digit = any_of(text, "0123456789"), has_sign = any_of(text, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
  const bool has_case = lower != text && any_of(text.substr(1), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && any_of(text, "abcdefghijklmnopqrstuvwxyz");
  return text.size() >= 6 && (has_digit || has_sign || has_case) ? Opinion::kLikely : Opinion::kPossible;
}

Opinion judge_password_in_code(std::string_view text) {
  if (text.contains('(') || text.contains("->") || text.contains("::") || text.contains("[:")) return Opinion::kNo;
  const bool is_name = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '[' || c == ']' || c == '-';
  });
  if (is_name && (text.contains('.') || text.contains('_') || text.contains('['))) return Opinion::kNo;
  return judge_password(text);
}

}  // namespace batten::leaks
