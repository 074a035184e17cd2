// SPDX-License-Identifier: Apache-2.0
#include "report/template_tokens.h"

#include <algorithm>
#include <cctype>

#include "base/format.h"

namespace batten::report {
namespace {

constexpr std::size_t kMaxTokens = 500;  // of one tag

bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Piece>> pieces() {
    while (at_ < text_.size()) {
      std::size_t tag = next_tag();
      std::size_t begin = at_;
      bool output = tag < text_.size() && text_[tag + 1] == '{';
      std::size_t text_end = tag;
      std::size_t alone_until = 0;
      Place place;
      Piece piece;
      if (tag < text_.size()) {
        advance(tag);
        place = place_;
        std::size_t line_begin = line_begin_;
        piece = TRY(tag_piece(output));
        if (!output) alone_until = alone(line_begin, tag);
        if (alone_until > 0) text_end = std::max(line_begin, begin);
      } else {
        advance(tag);
      }
      if (text_end > begin) add_text(text_.substr(begin, text_end - begin));
      if (alone_until > 0) advance(alone_until);
      if (tag < text_.size() && !piece.text.empty()) out_.push_back(std::move(piece));
    }
    return std::move(out_);
  }

 private:
  std::size_t next_tag() const {
    for (std::size_t i = text_.find('{', at_); i != std::string_view::npos && i + 1 < text_.size(); i = text_.find('{', i + 1)) {
      if (text_[i + 1] == '{' || text_[i + 1] == '%' || text_[i + 1] == '#') return i;
    }
    return text_.size();
  }

  void advance(std::size_t to) {
    for (; at_ < to; ++at_) {
      ++place_.column;
      if (text_[at_] != '\n') continue;
      place_ = {place_.line + 1, 1};
      line_begin_ = at_ + 1;
    }
  }

  // Where the next line begins when the tag from there to here is all that its line holds; else 0.
  std::size_t alone(std::size_t line_begin, std::size_t tag) const {
    std::string_view before = text_.substr(line_begin, tag - line_begin);
    if (before.find_first_not_of(" \t") != std::string_view::npos) return 0;
    std::size_t end = std::min(text_.find_first_not_of(" \t\r", at_), text_.size());
    if (end < text_.size() && text_[end] != '\n') return 0;
    return std::min(end + 1, text_.size());
  }

  void add_text(std::string_view text) {
    Piece piece;
    piece.text = text;
    out_.push_back(std::move(piece));
  }

  // A comment gives a piece without text.
  Result<Piece> tag_piece(bool output) {
    Place begin = place_;
    bool comment = text_[at_ + 1] == '#';
    std::string_view end = output ? "}}" : comment ? "#}" : "%}";
    advance(at_ + 2);
    Piece piece{output ? Piece::Kind::kOutput : Piece::Kind::kBlock, "tag", {}, begin};
    if (comment) {
      std::size_t close = text_.find(end, at_);
      if (close == std::string_view::npos) return template_error(begin, "a comment without #}");
      advance(close + 2);
      piece.text.clear();
      return piece;
    }
    while (true) {
      while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) advance(at_ + 1);
      if (text_.substr(at_).starts_with(end)) break;
      if (at_ >= text_.size()) return template_error(begin, format("a tag without {}", end));
      if (piece.tokens.size() >= kMaxTokens) return template_error(begin, "a tag of too many words");
      piece.tokens.push_back(TRY(token()));
    }
    advance(at_ + 2);
    return piece;
  }

  Result<Token> token() {
    Token out{Token::Kind::kSign, "", place_};
    char c = text_[at_];
    if (c == '"' || c == '\'') return quoted(c);
    std::size_t end = at_ + 1;
    if (starts_name(c)) {
      out.kind = Token::Kind::kName;
      while (end < text_.size() && (starts_name(text_[end]) || is_digit(text_[end]))) ++end;
    } else if (is_digit(c)) {
      out.kind = Token::Kind::kNumber;
      bool point = false;
      while (end < text_.size() &&
             (is_digit(text_[end]) || (text_[end] == '.' && !point && end + 1 < text_.size() && is_digit(text_[end + 1])))) {
        point = point || text_[end] == '.';
        ++end;
      }
    } else if (std::string_view("=!<>").contains(c) && end < text_.size() && text_[end] == '=') {
      ++end;
    } else if (!std::string_view(".|()[],<>").contains(c)) {
      return template_error(place_, "unexpected character in a tag");
    }
    out.text = text_.substr(at_, end - at_);
    advance(end);
    return out;
  }

  Result<Token> quoted(char quote) {
    Token out{Token::Kind::kText, "", place_};
    for (advance(at_ + 1); at_ < text_.size() && text_[at_] != quote; advance(at_ + 1)) {
      char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        advance(at_ + 1);
        c = text_[at_];
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      }
      out.text.push_back(c);
    }
    if (at_ >= text_.size()) return template_error(out.place, "a text without its closing quote");
    advance(at_ + 1);
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0, line_begin_ = 0;
  Place place_;
  std::vector<Piece> out_;
};

}  // namespace

Error template_error(const Place& place, std::string_view message) {
  return Error{Code::kInvalidArgument, format("line {}, column {}: {}", place.line, place.column, message)};
}

Result<std::vector<Piece>> template_pieces(std::string_view text) { return Lexer(text).pieces(); }

}  // namespace batten::report
