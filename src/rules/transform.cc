// SPDX-License-Identifier: Apache-2.0
//
// tolower() and its relatives.
#include <algorithm>
#include <string>

#include "base/base64.h"
#include "rules/event_path.h"
#include "rules/pattern.h"
#include "rules/reading.h"

namespace batten::rules {
namespace {

std::string_view in_case(std::string_view text, bool upper, Scratch& scratch) {
  std::span<char> out = scratch.space(text.size());
  std::ranges::transform(text, out.begin(),
                         [upper](char c) { return upper ? (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) : lower_case(c); });
  return {out.data(), out.size()};
}

// none: what can't be decoded.
std::optional<std::string_view> of_text(Transformer transformer, std::string_view text, Scratch& scratch) {
  switch (transformer) {
    case Transformer::kLower: return in_case(text, false, scratch);
    case Transformer::kUpper: return in_case(text, true, scratch);
    case Transformer::kBasename: return filename_of(text);
    default: break;
  }
  const std::optional<std::string> decoded = base::unbase64(text);
  return decoded ? std::optional(scratch.copy(*decoded)) : std::nullopt;
}

Value of_one(Transformer transformer, const Value& value, Scratch& scratch) {
  if (!value.has_value()) return value;
  if (value.kind != Value::Kind::kList) {
    const auto text = of_text(transformer, value_text(value, scratch), scratch);
    return text ? Value::of_text(*text) : Value::none();
  }
  const std::span<std::string_view> list = scratch.texts(value.list.size());
  std::size_t count = 0;
  for (std::string_view one : value.list) {
    if (const auto text = of_text(transformer, one, scratch)) list[count++] = *text;
  }
  return Value::of_list(list.first(count));
}

Value length(const Value& value, Scratch& scratch) {
  if (!value.has_value()) return value;
  const std::size_t size = value.kind == Value::Kind::kList ? value.list.size() : value_text(value, scratch).size();
  return Value::of_number(static_cast<std::int64_t>(size));
}

// All texts of the parts from first on, with between in between.
Value joined(std::span<const Value> parts, std::string_view between, Scratch& scratch) {
  std::string out;
  bool first = true;
  const auto add = [&](std::string_view text) {
    if (!first) out += between;
    first = false;
    out += text;
  };
  for (const Value& part : parts) {
    if (!part.has_value()) return Value::none();
    if (part.kind == Value::Kind::kList) {
      for (std::string_view one : part.list) add(one);
    } else {
      add(value_text(part, scratch));
    }
  }
  return Value::of_text(scratch.copy(out));
}

// Letters of the options that args has, as getopt(3) reads them: "n:v" knows -n with a value and -v.
Value options_of(std::string_view args, std::string_view known, Scratch& scratch) {
  const std::span<std::string_view> found = scratch.texts(args.size() + 1);
  std::size_t count = 0;
  while (!args.empty()) {
    const std::size_t blank = std::min(args.find(' '), args.size());
    const std::string_view word = args.substr(0, blank);
    args.remove_prefix(std::min(args.size(), blank + 1));
    if (word == "--") break;
    if (word.size() < 2 || word.front() != '-') continue;
    for (std::size_t i = 1; i < word.size(); ++i) {
      const std::size_t at = word[i] == ':' ? std::string_view::npos : known.find(word[i]);
      if (at == std::string_view::npos) continue;
      found[count++] = known.substr(at, 1);
      if (at + 1 >= known.size() || known[at + 1] != ':') continue;
      if (i + 1 == word.size()) args.remove_prefix(std::min(args.size(), std::min(args.find(' '), args.size()) + 1));
      break;  // what is left of the word is its value
    }
  }
  return Value::of_list(found.first(count));
}

}  // namespace

Value transform(Transformer transformer, std::span<const Value> parts, Scratch& scratch) {
  if (parts.empty()) return Value::none();
  switch (transformer) {
    case Transformer::kLength: return length(parts[0], scratch);
    case Transformer::kConcat: return joined(parts, {}, scratch);
    case Transformer::kJoin: {
      // join(separator, values...), and join(list, separator).
      if (parts.size() == 2 && parts[0].kind == Value::Kind::kList) return joined(parts.first(1), value_text(parts[1], scratch), scratch);
      return joined(parts.subspan(1), value_text(parts[0], scratch), scratch);
    }
    case Transformer::kGetopt:
      if (parts.size() < 2 || !parts[0].has_value()) return Value::none();
      return options_of(value_text(parts[0], scratch), value_text(parts[1], scratch), scratch);
    default: return of_one(transformer, parts[0], scratch);
  }
}

}  // namespace batten::rules
