// SPDX-License-Identifier: Apache-2.0
#include "leaks/stand_in.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "leaks/value_shape.h"

namespace batten::leaks {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_lower(static_cast<char>(c | 0x20)); }

// For the thing itself, in the languages whose words for it are written in tests.
constexpr auto kThings =
    std::to_array<std::string_view>({"password", "passwd", "passwords", "passwort",   "passphrase", "kennwort",   "geheim",  "senha",
                                     "haslo",    "heslo",  "parola",    "wachtwoord", "contrasena", "motdepasse", "secret",  "pass",
                                     "pwd",      "pw",     "passw",     "passwrd",    "pswd",       "psw",        "passcode"});
// For a trial of it, and what people write when they need some word.
constexpr auto kTrials = std::to_array<std::string_view>(
    {"test",    "tests",   "testing", "tester",  "my",     "your",   "user",    "username", "admin", "root",    "guest",   "foo",
     "bar",     "baz",     "qux",     "quux",    "foobar", "demo",   "dummy",   "fake",     "mock",  "sample",  "example", "some",
     "any",     "other",   "bad",     "wrong",   "good",   "right",  "correct", "invalid",  "valid", "new",     "old",     "initial",
     "first",   "second",  "third",   "long",    "short",  "nice",   "strong",  "weak",     "super", "very",    "this",    "that",
     "is",      "a",       "an",      "the",     "not",    "no",     "hello",   "world",    "blah",  "bla",     "bogus",   "stub",
     "plain",   "simple",  "value",   "string",  "word",   "key",    "token",   "login",    "auth",  "db",      "sql",     "role",
     "account", "temp",    "tmp",     "default", "store",  "home",   "of",      "for",      "me",    "self",    "you",     "force",
     "same",    "another", "empty",   "null",    "none",   "client", "server",  "file",     "field", "updated", "option",  "changed",
     "change",  "reset",   "expired", "unknown", "yo",     "evil",   "thing",   "lorem",    "ipsum"});

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

// Can words be laid end to end over all of it? One of them must be for the thing or stand for a trial of three letters or more.
bool is_laid_out(std::string_view letters) {
  if (letters.size() > 64) return false;
  std::vector<bool> reached(letters.size() + 1), tells(letters.size() + 1);
  reached[0] = true;
  auto lay = [&](std::string_view word, std::size_t from, bool telling) {
    if (!letters.substr(from).starts_with(word)) return;
    reached[from + word.size()] = true;
    if (telling || tells[from]) tells[from + word.size()] = true;
  };
  for (std::size_t from = 0; from < letters.size(); ++from) {
    if (!reached[from]) continue;
    for (std::string_view word : kThings) lay(word, from, true);
    for (std::string_view word : kTrials) lay(word, from, word.size() >= 3);
  }
  return reached[letters.size()] && tells[letters.size()];
}

// What of it stands for no letter at its ends ("123!" of "p@r0l@123!"), counted: digits that follow each other are one.
std::pair<std::string_view, std::size_t> without_ends(std::string_view value, std::string_view letters) {
  std::size_t taken = 0;
  auto is_inner = [&](char c) { return is_letter(c) || letters.contains(c); };
  for (char behind = 0; !value.empty() && !is_inner(value.back()); value.remove_suffix(1)) {
    taken += is_digit(behind) && behind == value.back() + 1 ? 0 : 1;
    behind = value.back();
  }
  while (!value.empty() && !is_inner(value.front())) value.remove_prefix(1), ++taken;
  return {value, taken};
}

std::string letters_of(std::string_view text) {
  std::string out;
  std::ranges::copy_if(text, std::back_inserter(out), is_lower);
  return out;
}

bool bordered(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !is_lower(text[at - 1])) && (at + length == text.size() || !is_lower(text[at + length]));
}

}  // namespace

std::string plain_letters(std::string_view value) {
  std::string out = base::lower(value);
  constexpr std::pair<char, char> kStandFor[] = {{'0', 'o'}, {'1', 'i'}, {'3', 'e'}, {'4', 'a'}, {'5', 's'},
                                                 {'7', 't'}, {'@', 'a'}, {'$', 's'}, {'!', 'i'}};
  for (char& c : out) {
    for (const auto& [mark, letter] : kStandFor) {
      if (c == mark) c = letter;
    }
  }
  return out;
}

bool is_stand_in(std::string_view value) {
  if (value.size() > 64) return false;
  // "torturepass", "vmpass": one word that ends so.
  if (std::ranges::all_of(value, is_lower) && value.size() > 4 && value.size() <= 16 && value.ends_with("pass")) return true;
  // What stands for letters may stand at the ends too: "p@$$", "t0p s3cr3t0".
  for (std::string_view at_ends : {"", "@$", "@$0134"}) {
    const auto [inner, around] = without_ends(value, at_ends);
    if (inner.empty() || around > 4) continue;
    for (const std::string& letters : {letters_of(base::lower(inner)), letters_of(plain_letters(inner))}) {
      if (letters.size() * 3 >= inner.size() * 2 && is_laid_out(letters)) return true;
    }
  }
  return false;
}

bool names_itself(std::string_view value) {
  const std::string lower = base::lower(value), plain = plain_letters(value);
  constexpr std::string_view kLong[] = {"password", "passwd", "passwort", "passphrase", "secret"};
  for (std::string_view word : kLong) {
    for (const std::string* text : {&lower, &plain}) {
      if (!text->contains(word)) continue;
      // Beside a long random part the word is a prefix of an issuer.
      if (value.size() < word.size() + 12 || shape_of(*text).surprise() <= 6) return true;
    }
  }
  constexpr std::string_view kShort[] = {"pass", "pwd", "pw", "passw"};
  for (std::string_view word : kShort) {
    for (std::size_t at = lower.find(word); at != lower.npos; at = lower.find(word, at + 1)) {
      if (bordered(lower, at, word.size()) && shape_of(value).surprise() <= 6) return true;
    }
  }
  return false;
}

bool is_documentation_host(std::string_view host) {
  std::string lower = base::lower(host.substr(0, host.find_first_of(":/?#")));
  while (lower.ends_with('.')) lower.pop_back();
  for (std::string_view name :
       {"example.com", "example.org", "example.net", "example.edu", "example", "test", "invalid", "host.com", "test.host"}) {
    if (lower == name || (lower.ends_with(name) && lower[lower.size() - name.size() - 1] == '.')) return true;
  }
  return false;
}

bool is_worked_example(std::string_view text) {
  return text.contains("# => ") || text.contains("#=> ") || text.contains("\n>>> ") || text.contains("    >>> ");
}

bool talks_to_documentation(std::string_view text) {
  bool any = false;
  for (std::size_t at = text.find("://"); at != text.npos; at = text.find("://", at)) {
    at += 3;
    std::string_view rest = text.substr(at);
    rest = rest.substr(0, rest.find_first_of("/ \t\r\n\"'`<>)];,"));
    if (const std::size_t login = rest.rfind('@'); login != rest.npos) rest.remove_prefix(login + 1);
    if (!is_documentation_host(rest)) return false;
    any = true;
  }
  return any;
}

}  // namespace batten::leaks
