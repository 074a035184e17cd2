// SPDX-License-Identifier: Apache-2.0
#include "leaks/passphrase.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "leaks/generic_value.h"
#include "leaks/stand_in.h"
#include "leaks/value_shape.h"

namespace batten::leaks {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_mark(char c) { return !is_letter(c) && !is_digit(c) && !std::string_view("-./:,;'\"()").contains(c); }

// Of sentences and labels, in the languages that interfaces are written in.
constexpr auto kOfSentences = std::to_array<std::string_view>(
    {"the",        "is",      "are",     "be",        "a",         "an",       "to",         "of",       "in",        "on",
     "for",        "with",    "without", "and",       "or",        "not",      "no",         "must",     "should",    "can",
     "cannot",     "could",   "will",    "your",      "you",       "my",       "our",        "this",     "that",      "it",
     "at",         "least",   "than",    "please",    "enter",     "type",     "confirm",    "forgot",   "forgotten", "reset",
     "change",     "current", "invalid", "incorrect", "wrong",     "missing",  "required",   "optional", "character", "characters",
     "chars",      "letters", "digits",  "password",  "passwords", "passwort", "passphrase", "user",     "username",  "name",
     "login",      "log",     "sign",    "email",     "field",     "value",    "default",    "hash",     "hashed",    "key",
     "token",      "file",    "if",      "when",      "from",      "by",       "as",         "has",      "was",       "were",
     "have",       "only",    "do",      "does",      "did",       "been",     "click",      "show",     "hide",      "set",
     "use",        "used",    "using",   "test",      "tests",     "example",  "version",    "version",  "failed",    "error",
     "too",        "short",   "long",    "same",      "again",     "expired",  "expires",    "days",     "ago",       "secret",
     "select",     "where",   "insert",  "update",    "varchar",   "null",     "bearer",     "basic",    "der",       "die",
     "das",        "und",     "ist",     "nicht",     "ein",       "eine",     "mit",        "von",      "zu",        "zeichen",
     "mindestens", "le",      "la",      "les",       "de",        "du",       "des",        "et",       "un",        "une",
     "mot",        "passe",   "votre",   "el",        "los",       "las",      "su",         "del",      "por",       "para",
     "con",        "il",      "di",      "per",       "da",        "uw",       "het",        "een",      "en",        "att",
     "och",        "og",      "til",     "i",         "o",         "correct",  "lorem",      "string",   "int",       "bool",
     "return",     "const",   "var",     "new",       "function",  "lambda"});

std::string bare_word(std::string_view word) {
  std::string out;
  for (char c : base::lower(word)) {
    if (is_lower(c)) out.push_back(c);
  }
  return out;
}

bool is_of_sentence(const std::vector<std::string_view>& words) {
  return std::ranges::any_of(words, [](std::string_view word) {
    const std::string bare = bare_word(word);
    return !bare.empty() && std::ranges::find(kOfSentences, std::string_view(bare)) != kOfSentences.end();
  });
}

// "abcd efgh ijkl mnop", drawn by lot.
bool is_of_groups(const std::vector<std::string_view>& words) {
  if (words.size() != 4) return false;
  std::string joined;
  for (std::string_view word : words) {
    if (word.size() != 4 || !std::ranges::all_of(word, is_lower)) return false;
    joined += word;
  }
  const double bits_by_lot = 4.7 * static_cast<double>(joined.size());
  return shape_of(joined).word_bits > bits_by_lot;
}

// Four words or more, each another, in small letters.
bool is_drawn_from_a_list(const std::vector<std::string_view>& words) {
  if (words.size() < 4) return false;
  const bool plain = std::ranges::all_of(
      words, [](std::string_view word) { return word.size() >= 3 && word.size() <= 10 && std::ranges::all_of(word, is_lower); });
  return plain && std::set<std::string_view>(words.begin(), words.end()).size() == words.size();
}

// A word, and digits with a letter or a mark among them: "Falcon 1987!", "b4ttery horse".
bool is_spiced(const std::vector<std::string_view>& words) {
  std::size_t plain = 0, digits = 0, spiced = 0;
  for (std::string_view word : words) {
    const auto lower = std::ranges::count_if(word, is_lower), in_word = std::ranges::count_if(word, is_digit);
    const bool letters = std::ranges::any_of(word, is_letter), marks = std::ranges::any_of(word, is_mark);
    plain += lower >= 3 ? 1 : 0;
    digits += static_cast<std::size_t>(in_word);
    spiced += in_word > 0 && (letters || marks) ? 1 : 0;
  }
  return plain > 0 && digits > 0 && (spiced > 0 || digits >= 4);
}

}  // namespace

Opinion judge_passphrase(const Assignment& assignment) {
  const std::string_view value = assignment.value;
  if (!assignment.quoted || assignment.means.vague || assignment.formatted || assignment.in_list) return Opinion::kNo;
  if (assignment.means.noun != SecretNoun::kPassword || assignment.file == FileSort::kTranslation) return Opinion::kNo;
  if (value.size() < 10 || value.size() > 128 || !std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; }))
    return Opinion::kNo;
  if (value.front() == ' ' || value.back() == ' ' || value.contains("  ")) return Opinion::kNo;
  if (std::string_view(":.?,;=").contains(value.back()) || is_no_literal(value, true)) return Opinion::kNo;
  const std::vector<std::string_view> words = base::words(value);
  if (words.size() < 2 || words.size() > 10 || is_of_sentence(words) || is_stand_in(value) || names_itself(value)) return Opinion::kNo;
  if (is_of_groups(words)) return Opinion::kLikely;
  if (is_spiced(words)) return Opinion::kPossible;
  const bool kept = assignment.file == FileSort::kSettings || assignment.file == FileSort::kConfiguration ||
                    assignment.file == FileSort::kScript || assignment.in_shell_form;
  return kept && is_drawn_from_a_list(words) ? Opinion::kPossible : Opinion::kNo;
}

}  // namespace batten::leaks
