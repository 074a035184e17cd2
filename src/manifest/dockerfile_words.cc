// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile_words.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kBlanks = " \t\v\f\r\n";

bool is_blank(char c) { return kBlanks.contains(c); }
bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Size of $NAME or ${...} at the begin of text, 1 when it is neither.
std::size_t variable_size(std::string_view text) {
  if (text.size() < 2) return 1;
  if (text[1] == '{') {
    int depth = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '{') ++depth;
      if (text[i] == '}' && --depth == 0) return i + 1;
    }
    return text.size();
  }
  std::size_t size = 1;
  while (size < text.size() && is_name(text[size])) ++size;
  return size;
}

class Resolver {
 public:
  Resolver(const MappedText& text, Span span, const WordContext& context, MappedText* resolved)
      : text_(text), span_(span), context_(context), resolved_(resolved) {}

  Word run() {
    out_.place = text_.place(span_.first, span_.second, *context_.lines);
    char quote = '\0';
    for (at_ = span_.first; at_ < span_.second;) {
      char c = text_.text[at_];
      if (quote == '\'') {
        if (c == quote) {
          quote = '\0';
          ++at_;
        } else {
          take(1);
        }
      } else if (c == context_.escape) {
        escaped(quote);
      } else if (c == quote || (quote == '\0' && (c == '"' || c == '\''))) {
        quote = c == quote ? '\0' : c;
        out_.quoted = true;
        ++at_;
      } else if (c == '$') {
        variable();
      } else {
        take(1);
      }
    }
    return std::move(out_);
  }

 private:
  void take(std::size_t size) {
    std::string_view bytes = std::string_view(text_.text).substr(at_, size);
    if (resolved_ != nullptr) {
      resolved_->append(bytes, text_.offset_of(at_));
    } else {
      out_.value += bytes;
    }
    at_ += size;
  }

  // Within double quotes it escapes only what means something there.
  void escaped(char quote) {
    bool last = at_ + 1 >= span_.second;
    if (!last) {
      char next = text_.text[at_ + 1];
      if (quote == '\0' || next == quote || next == '$' || next == context_.escape) {
        ++at_;
        return take(1);
      }
    }
    if (quote == '\0') {
      ++at_;  // at the end of a word it stands for nothing
    } else {
      take(1);
    }
  }

  void variable() {
    std::string_view rest = std::string_view(text_.text).substr(at_, span_.second - at_);
    std::size_t size = variable_size(rest);
    if (size == 1) return take(1);
    if (context_.values == nullptr || resolved_ != nullptr || *context_.budget < size) {
      out_.unknown = true;
      return take(size);
    }
    std::vector<std::string> missing;
    std::string value = expand_variables(rest.substr(0, size), *context_.values, context_.escape, missing);
    std::size_t cost = std::max(value.size(), size);
    *context_.budget -= std::min(*context_.budget, cost);
    if (missing.empty()) {
      out_.value += value;
      at_ += size;
    } else {
      out_.unknown = true;
      take(size);
    }
  }

  const MappedText& text_;
  Span span_;
  const WordContext& context_;
  MappedText* resolved_;
  std::size_t at_ = 0;
  Word out_;
};

// A JSON array of strings with the place of each; other values are only skipped over.
class JsonReader {
 public:
  JsonReader(const MappedText& text, Span span, const WordContext& context)
      : text_(text), at_(span.first), end_(span.second), context_(context) {}

  JsonWords run() {
    JsonWords out;
    blanks();
    if (!is('[')) return out;
    ++at_;
    blanks();
    bool strings = true;
    bool more = !is(']');
    while (more) {
      blanks();
      if (out.words.size() >= kMaxWords) {
        out.kind = JsonWords::Kind::kLong;
        return out;
      }
      if (is('"')) {
        if (!string(out)) return {};
      } else if (scalar()) {
        strings = false;
      } else {
        return {};
      }
      blanks();
      more = is(',');
      if (more) ++at_;
    }
    if (!is(']')) return {};
    ++at_;
    blanks();
    if (at_ != end_) return {};
    out.kind = strings ? JsonWords::Kind::kStrings : JsonWords::Kind::kOther;
    return out;
  }

 private:
  bool is(char c) const { return at_ < end_ && text_.text[at_] == c; }
  void blanks() {
    while (at_ < end_ && is_blank(text_.text[at_])) ++at_;
  }

  // A number, true, false, null.
  bool scalar() {
    std::size_t begin = at_;
    while (at_ < end_ && (is_name(text_.text[at_]) || text_.text[at_] == '.' || text_.text[at_] == '-' || text_.text[at_] == '+')) ++at_;
    std::string_view word = std::string_view(text_.text).substr(begin, at_ - begin);
    if (word.empty()) return false;
    return word == "true" || word == "false" || word == "null" || word[0] == '-' || std::isdigit(static_cast<unsigned char>(word[0])) != 0;
  }

  bool string(JsonWords& out) {
    std::size_t begin = at_++;
    MappedText value;
    while (at_ < end_ && text_.text[at_] != '"') {
      char c = text_.text[at_];
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\') {
        if (!escape(value)) return false;
      } else {
        value.append(std::string_view(&c, 1), text_.offset_of(at_));
        ++at_;
      }
    }
    if (at_ >= end_) return false;
    ++at_;
    Word word;
    word.value = value.text;
    word.quoted = true;
    word.place = text_.place(begin, at_, *context_.lines);
    out.words.push_back(std::move(word));
    out.resolved.push_back(std::move(value));
    return true;
  }

  bool escape(MappedText& value) {
    std::size_t offset = text_.offset_of(at_);
    if (++at_ >= end_) return false;
    char c = text_.text[at_++];
    constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    if (std::size_t index = kFrom.find(c); index != std::string_view::npos) {
      value.append(kTo.substr(index, 1), offset);
      return true;
    }
    if (c != 'u' || end_ - at_ < 4) return false;
    auto code = base::parse_unsigned(std::string_view(text_.text).substr(at_, 4), 16);
    if (!code) return false;
    at_ += 4;
    std::string bytes;
    auto put = [&](std::uint64_t byte) { bytes.push_back(static_cast<char>(byte)); };
    if (*code < 0x80) {
      put(*code);
    } else if (*code < 0x800) {
      put(0xc0 | (*code >> 6));
      put(0x80 | (*code & 0x3f));
    } else if (*code >= 0xd800 && *code < 0xe000) {
      bytes = "\xef\xbf\xbd";  // half of a pair: such a name is nobody's
    } else {
      put(0xe0 | (*code >> 12));
      put(0x80 | ((*code >> 6) & 0x3f));
      put(0x80 | (*code & 0x3f));
    }
    value.append(bytes, offset);
    return true;
  }

  const MappedText& text_;
  std::size_t at_, end_;
  const WordContext& context_;
};

}  // namespace

Span trimmed(std::string_view text, Span span) {
  while (span.first < span.second && is_blank(text[span.first])) ++span.first;
  while (span.second > span.first && is_blank(text[span.second - 1])) --span.second;
  return span;
}

std::vector<Span> split_blanks(std::string_view text, Span span) {
  std::vector<Span> out;
  for (std::size_t at = span.first; at < span.second && out.size() < kMaxWords;) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    std::size_t begin = at;
    while (at < span.second && !is_blank(text[at])) ++at;
    out.emplace_back(begin, at);
  }
  return out;
}

std::vector<Span> split_quoted(std::string_view text, Span span, char escape) {
  std::vector<Span> out;
  for (std::size_t at = span.first; at < span.second && out.size() < kMaxWords;) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    std::size_t begin = at;
    char quote = '\0';
    for (; at < span.second && (quote != '\0' || !is_blank(text[at])); ++at) {
      char c = text[at];
      if (c == escape && quote != '\'') {
        ++at;
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    at = std::min(at, span.second);
    out.emplace_back(begin, at);
  }
  return out;
}

Word resolve_word(const MappedText& text, Span span, const WordContext& context, MappedText* resolved) {
  return Resolver(text, span, context, resolved).run();
}

std::vector<Flag> take_flags(const MappedText& text, Span& span, const WordContext& context) {
  std::vector<Flag> out;
  span = trimmed(text.text, span);
  while (std::string_view(text.text).substr(span.first, span.second - span.first).starts_with("--")) {
    Span word = span;
    char quote = '\0';
    std::size_t at = span.first;
    for (; at < span.second && (quote != '\0' || !is_blank(text.text[at])); ++at) {
      char c = text.text[at];
      if (c == context.escape) {
        ++at;
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      }
    }
    word.second = std::min(at, span.second);
    span = trimmed(text.text, {word.second, span.second});
    Word whole = resolve_word(text, word, context);
    if (whole.value == "--") break;
    Flag flag;
    std::size_t equals = whole.value.find('=');
    flag.has_value = equals != std::string::npos;
    flag.name = whole.value.substr(2, flag.has_value ? equals - 2 : equals);
    if (flag.has_value) flag.value = whole.value.substr(equals + 1);
    flag.unknown = whole.unknown;
    flag.place = whole.place;
    std::size_t written = std::min(text.text.find('=', word.first) + 1, word.second);
    flag.value_place = text.place(flag.has_value ? written : word.second, word.second, *context.lines);
    out.push_back(std::move(flag));
  }
  return out;
}

JsonWords parse_json_words(const MappedText& text, Span span, const WordContext& context) { return JsonReader(text, span, context).run(); }

}  // namespace batten::manifest
