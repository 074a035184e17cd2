// SPDX-License-Identifier: Apache-2.0
#include "leaks/placeholder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"
#include "leaks/value_shape.h"

namespace batten::leaks {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_named(char c) { return is_letter(c) || is_digit(c) || std::string_view("_-. :/|\"'$?@,").contains(c); }
bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == ' ' || c == ':'; }

// Four different characters or fewer in a long value: somebody leaned on a key.
bool is_monotonous(std::string_view secret) {
  std::array<bool, 256> seen{};
  int different = 0;
  for (char c : secret) {
    if (!seen[static_cast<unsigned char>(c)]) seen[static_cast<unsigned char>(c)] = true, ++different;
  }
  return secret.size() >= 12 && different <= 4;
}

// How far in a row c stands behind the one before: the alphabet, digits, a keyboard's rows, the same once more.
bool follows(char before, char c, int step) {
  constexpr std::string_view kRows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  if (step == 0) return before == c;
  if ((is_letter(before) && is_letter(c)) || (is_digit(before) && is_digit(c))) {
    if (c - before == step) return true;
  }
  if (step == 1 && ((before == '9' && (c == '0' || c == 'a')) || (before == 'f' && c == '0') || (before == 'z' && c == '0'))) return true;
  if (step == -1 && before == '0' && c == '9') return true;
  return step == 1 && std::ranges::any_of(kRows, [&](std::string_view row) {
           std::size_t at = row.find(before);
           return at != row.npos && at + 1 < row.size() && row[at + 1] == c;
         });
}

// In sequences and repetitions of four or more ("1234", "zyxw", "qwerty", "aaaa") lie so many characters; longest is the longest one.
std::size_t in_rows(std::string_view lower, std::size_t& longest) {
  std::size_t all = 0;
  for (std::size_t i = 0; i + 1 < lower.size();) {
    std::size_t best = 1;
    for (int step : {1, -1, 0}) {
      std::size_t length = 1;
      while (i + length < lower.size() && follows(lower[i + length - 1], lower[i + length], step)) ++length;
      best = std::max(best, length);
    }
    if (best >= 4) all += best;
    // Many of one character fill up a field of tokens that are bytes.
    if (best >= 4 && lower[i] != lower[i + 1]) longest = std::max(longest, best);
    i += best >= 4 ? best : 1;
  }
  return all;
}

// The longest part that is one piece over and over ("abcabcabc", "deadbeefdeadbeef"), at least twice and eight characters of it again.
std::size_t repeated(std::string_view lower) {
  std::size_t longest = 0;
  for (std::size_t period = 1; period <= 20 && period * 2 <= lower.size(); ++period) {
    std::size_t same = 0;
    for (std::size_t i = period; i < lower.size(); ++i) {
      same = lower[i] == lower[i - period] ? same + 1 : 0;
      if (same >= std::max<std::size_t>(8, period)) longest = std::max(longest, same + period);
    }
  }
  return longest;
}

// "kjfhueyt9485osdfasdkljfh4lkjhakldjfh": fingers that lay on the keyboard's middle row.
bool is_mashed(std::string_view secret, const ValueShape& shape) {
  if (shape.hex || shape.upper > 0 || shape.marks > 0 || shape.lower < 24) return false;
  const auto middle = std::ranges::count_if(secret.substr(0, 256), [](char c) { return std::string_view("asdfghjkl").contains(c); });
  return static_cast<std::size_t>(middle) * 5 >= shape.lower * 4;
}

bool bordered(std::string_view text, std::size_t at, std::size_t length) {
  return (at == 0 || !is_letter(text[at - 1])) && (at + length == text.size() || !is_letter(text[at + length]));
}

// Does chance put such a piece into one of a million tokens or more? Letters of either case where the token has both.
bool by_chance(const ValueShape& shape, std::size_t length, std::size_t piece) {
  const double alphabet = shape.hex ? 16 : (shape.lower > 0 ? 26 : 0) + (shape.upper > 0 ? 26 : 0) + (shape.digits > 0 ? 10 : 0);
  const double one = (shape.lower > 0 && shape.upper > 0 ? 2 : 1) / std::max(alphabet, 2.0);
  return static_cast<double>(length) * std::pow(one, static_cast<double>(piece)) > 4e-6;
}

bool says_so(std::string_view lower, const ValueShape& shape) {
  // Anywhere, where chance does not bring them.
  constexpr std::string_view kWords[] = {
      "example",    "xxxxx",      "placeholder", "123456789",  "abcdefghij", "redacted", "replace",    "insert",   "your_",      "your-",
      "yourtoken",  "yoursecret", "yourkey",     "yourpass",   "yourapi",    "thisisa",  "notareal",   "notreal",  "notasecret", "changeme",
      "deadbeef",   "foobar",     "dummy",       "sample",     "some-",      "some_",    "somesecret", "mysecret", "fillme",     "fill-in",
      "invalid",    "censored",   "removed",     "masked",     "todo_",      "tbd_",     "_here",      "-here",    "goeshere",   "put_your",
      "enter_your", "enteryour",  "apikeyhere",  "obfuscated", "sanitized",  "hidden"};
  for (std::string_view word : kWords) {
    for (std::size_t at = lower.find(word); at != lower.npos; at = lower.find(word, at + 1)) {
      if (!by_chance(shape, lower.size(), word.size()) || (lower.size() < 30 && bordered(lower, at, word.size()) && word.size() > 4))
        return true;
    }
  }
  return false;
}

// "fake-token-for-tests": longer than a password, words from end to end, and one of them says that it is none.
bool is_prose_about_itself(std::string_view lower, const ValueShape& shape) {
  if (lower.size() < 12 || shape.surprise() > 0) return false;
  constexpr std::string_view kWords[] = {"test", "fake",   "dummy", "demo", "mock",    "sample", "token", "your",
                                         "this", "secret", "stub",  "foo",  "fixture", "key",    "api",   "example"};
  return std::ranges::count_if(kWords, [&](std::string_view word) { return lower.contains(word); }) >= 2;
}

bool is_expression(std::string_view text) {
  text = base::trim(text);
  return text.size() > 1 && (is_letter(text.front()) || text.front() == '_' || text.front() == '.' || text.front() == '$') &&
         std::ranges::all_of(text, is_named);
}

// "${TOKEN}", "{{ token }}", "$(cat token)", "<token>", "%TOKEN%", "%s", "#{token}", "[token]", "@token@", "__TOKEN__".
bool is_template(std::string_view secret, std::string_view lower) {
  constexpr std::pair<std::string_view, std::string_view> kInside[] = {{"${", "}"},  {"{{", "}}"},  {"$(", ")"}, {"#{", "}"},
                                                                       {"<%", "%>"}, {"$[[", "]]"}, {"{%", "%}"}};
  for (const auto& [opens, closes] : kInside) {
    std::size_t at = lower.find(opens);
    if (at == lower.npos) continue;
    at += opens.size();
    const std::size_t end = lower.find(closes, at);
    if (end != lower.npos && is_expression(lower.substr(at, end - at))) return true;
  }
  constexpr std::pair<std::string_view, std::string_view> kAround[] = {{"<", ">"},   {"%", "%"}, {"[", "]"}, {"@", "@"},
                                                                       {"__", "__"}, {"{", "}"}, {"$", "$"}};
  for (const auto& [opens, closes] : kAround) {
    if (secret.size() > opens.size() + closes.size() && secret.starts_with(opens) && secret.ends_with(closes)) {
      std::string_view name = lower.substr(opens.size(), lower.size() - opens.size() - closes.size());
      if (std::ranges::all_of(name, is_name)) return true;
    }
  }
  return secret == "%s" || secret == "%v" || secret == "%q";
}

// "abcd...", "sk-****", "....": cut or covered.
bool is_cut(std::string_view secret) {
  return secret.contains("...") || secret.contains("****") || secret.contains("\xe2\x80\xa6") ||
         secret.contains("\xe2\x80\xa2\xe2\x80\xa2") || secret.contains("xxxx-xxxx");
}

// "a1b2c3d4e5f6", "a123b45c6d78e9f012a3": two rows, one in the other.
bool is_braided(std::string_view lower) {
  std::size_t digits = 0, letters = 0, broken = 0;
  char digit = 0, letter = 0;
  for (char c : lower) {
    if (is_digit(c)) {
      if (++digits > 1) broken += follows(digit, c, 1) ? 0 : 1;
      digit = c;
    } else if (is_letter(c)) {
      if (++letters > 1) broken += follows(letter, c, 1) || (letter == 'f' && c == 'a') || letter == c ? 0 : 1;
      letter = c;
    }
  }
  return digits >= 4 && letters >= 4 && digits + letters >= 12 && broken <= (digits + letters) / 12;
}

// "000102030405", "00112233445566778899aabb": bytes that count.
bool is_counting(std::string_view lower) {
  if (lower.size() < 12 || lower.size() % 2 != 0) return false;
  auto value = [](char c) { return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  int before = 0, step = 0;
  for (std::size_t i = 0; i < lower.size(); i += 2) {
    const int high = value(lower[i]), low = value(lower[i + 1]);
    if (high < 0 || low < 0) return false;
    const int byte = high * 16 + low;
    if (i == 2) step = byte - before;
    if (i > 2 && ((byte - before - step) & 0xff) != 0) return false;
    before = byte;
  }
  return true;
}

// Such as documentation shows everywhere: jwt.io's token and RFC 7519's, the tokens of RFC 6749 and 6750, the passwords of RFC 7617, the
// secret of RFC 6238's examples, AWS's.
bool is_well_known(std::string_view secret) {
  constexpr std::string_view kPieces[] = {"eyJzdWIiOiIxMjM0NTY3ODkwIiwi",
                                          "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAs",
                                          "AQoDYXdzEJr",
                                          "wJalrXUtnFEMI",
                                          "DXjSUawnel2fr6SKC7G25CNxTyWKE5PF9XX6H",
                                          "2YotnFZFEjr1zCsicMWpAA",
                                          "tGzv3JOkF0XG5Qx2TlKWIA",
                                          "SplxlOBeZQQYbYS6WxSbIA",
                                          "czZCaGRSa3F0Mzp",
                                          "gX1fBat3bV",
                                          "7Fjfp0ZBr1KtDRbnfVdmIw",
                                          "QWxhZGRpbjpvcGVuIHNlc2FtZQ",
                                          "QWxhZGRpbjpPcGVuU2VzYW1l",
                                          "mF_9.B5f-4.1JqM",
                                          "JBSWY3DPEHPK3PXP",
                                          "eyJzb21lIjoicGF5bG9hZCJ9",
                                          "GEZDGNBVGY3TQOJQ"};
  return std::ranges::any_of(kPieces, [&](std::string_view piece) { return secret.contains(piece); });
}

}  // namespace

bool is_placeholder(std::string_view secret) {
  if (secret.size() > 4096) return false;
  if (is_monotonous(secret) || is_cut(secret) || is_well_known(secret)) return true;
  const std::string lower = base::lower(secret);
  if (is_template(secret, lower)) return true;
  const ValueShape shape = shape_of(secret);
  if (says_so(lower, shape) || is_braided(lower) || is_counting(lower) || is_prose_about_itself(lower, shape) || is_mashed(secret, shape))
    return true;
  std::size_t longest = 0;
  const std::size_t rows = in_rows(lower, longest);
  if (longest >= 10 || rows == secret.size() || (secret.size() >= 8 && rows * 2 > secret.size())) return true;
  const std::size_t again = repeated(lower);
  return again >= 12 && again * 2 >= secret.size();
}

}  // namespace batten::leaks
