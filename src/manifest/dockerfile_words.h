// SPDX-License-Identifier: Apache-2.0
//
// Words of an instruction: splitting, quotes, escapes and variables as BuildKit's lexer does it, and the JSON form.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest/dockerfile.h"

namespace batten::manifest {

// What a word is read with. values: null where BuildKit replaces no variables.
struct WordContext {
  const Lines* lines = nullptr;
  char escape = '\\';
  const std::map<std::string, std::string>* values = nullptr;
  std::size_t* budget = nullptr;  // bytes that values may still add in this file
};

// Of one instruction; those behind are not read.
inline constexpr std::size_t kMaxWords = 20'000;

// Bytes [first, second) of a joined text.
using Span = std::pair<std::size_t, std::size_t>;

std::vector<Span> split_blanks(std::string_view text, Span span);               // quotes are bytes as any other
std::vector<Span> split_quoted(std::string_view text, Span span, char escape);  // blanks in quotes or behind an escape separate nothing
Span trimmed(std::string_view text, Span span);

// Quotes and escapes resolved, variables replaced. resolved, when not null, gets the value with the place of each byte; then variables
// stay.
Word resolve_word(const MappedText& text, Span span, const WordContext& context, MappedText* resolved = nullptr);

// Takes the flags at the begin of span off it.
std::vector<Flag> take_flags(const MappedText& text, Span& span, const WordContext& context);

struct JsonWords {
  // kOther: an array, not of strings alone; kLong: of more than kMaxWords
  enum class Kind : std::uint8_t { kNone, kStrings, kOther, kLong };
  Kind kind = Kind::kNone;
  std::vector<Word> words;
  std::vector<MappedText> resolved;  // of each word
};
JsonWords parse_json_words(const MappedText& text, Span span, const WordContext& context);

}  // namespace batten::manifest
