// SPDX-License-Identifier: Apache-2.0
//
// Words, quotes, substitutions and redirections of a shell.
#include <algorithm>
#include <cctype>

#include "manifest/shell_parser.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kWordEnds = " \t\v\f\r\n;&|()<>";
constexpr int kMaxDepth = 50;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

void ShellParser::fail(std::string_view problem) {
  if (problem_.empty()) problem_ = problem;
}

void ShellParser::skip_blanks() {
  while (!done() && (std::string_view(" \t\v\f\r").contains(peek()) || is("\\\n"))) at_ += is("\\\n") ? 2 : 1;
}

void ShellParser::raw(ShellWord& out, std::size_t size) {
  out.value += all_.substr(at_, size);
  at_ = std::min(at_ + size, all_.size());
}

// What stands at the begin of a word as far as no quote or $ is in it: for words that the shell itself knows.
std::string_view ShellParser::peek_word() const {
  std::size_t end = at_;
  while (end < all_.size() && !kWordEnds.contains(all_[end])) ++end;
  return all_.substr(at_, end - at_);
}

ShellWord ShellParser::word() {
  ShellWord out;
  std::size_t begin = at_;
  while (!done()) {
    char c = peek();
    if ((is("<(") || is(">(")) && at_ == begin) {
      substitution(out, 2);
    } else if (kWordEnds.contains(c)) {
      break;
    } else if (c == '\\') {
      if (peek(1) != '\n' && at_ + 1 < all_.size()) out.value.push_back(peek(1));
      out.quoted = true;
      at_ = std::min(at_ + 2, all_.size());
    } else if (c == '\'') {
      out.quoted = true;
      std::size_t close = all_.find('\'', at_ + 1);
      if (close == std::string_view::npos) {
        fail("a quote has no end");
        close = all_.size();
      }
      out.value += all_.substr(at_ + 1, close - at_ - 1);
      at_ = std::min(close + 1, all_.size());
    } else if (c == '"') {
      double_quoted(out);
    } else if (c == '$') {
      dollar(out);
    } else if (c == '`') {
      backquotes(out);
    } else {
      raw(out, 1);
    }
  }
  out.place = text_.place(begin, at_, lines_);
  spans_.emplace_back(begin, at_);
  return out;
}

void ShellParser::double_quoted(ShellWord& out) {
  out.quoted = true;
  ++at_;
  while (!done() && peek() != '"') {
    char c = peek();
    if (c == '\\' && at_ + 1 < all_.size()) {
      char next = peek(1);
      if (next != '\n') {
        if (!std::string_view("\"\\$`").contains(next)) out.value.push_back(c);
        out.value.push_back(next);
      }
      at_ += 2;
    } else if (c == '$') {
      dollar(out);
    } else if (c == '`') {
      backquotes(out);
    } else {
      raw(out, 1);
    }
  }
  if (done()) return fail("a quote has no end");
  ++at_;
}

void ShellParser::dollar(ShellWord& out) {
  char next = peek(1);
  if (is("$((")) {
    out.expanded = true;
    std::size_t close = all_.find("))", at_);
    if (close == std::string_view::npos) fail("$(( has no end");
    raw(out, (close == std::string_view::npos ? all_.size() : close + 2) - at_);
  } else if (next == '(') {
    substitution(out, 2);
  } else if (next == '{') {
    braces(out);
  } else if (next == '\'' && !out.value.ends_with('$')) {  // $'\n' of bash
    out.quoted = true;
    std::size_t close = at_ + 2;
    while (close < all_.size() && all_[close] != '\'') close += all_[close] == '\\' ? 2 : 1;
    if (close >= all_.size()) fail("a quote has no end");
    at_ += 2;
    raw(out, std::min(close, all_.size()) - std::min(at_, all_.size()));
    at_ = std::min(at_ + 1, all_.size());
  } else if (is_name(next) || std::string_view("@*#?$!-").contains(next)) {
    if (next == '\0') return raw(out, 1);
    out.expanded = true;
    std::size_t size = 2;
    while (is_name(next) && is_name(peek(size))) ++size;
    raw(out, size);
  } else {
    raw(out, 1);
  }
}

// ${...}, with what may be in it.
void ShellParser::braces(ShellWord& out) {
  out.expanded = true;
  int depth = 0;
  char quote = '\0';
  while (!done()) {
    char c = peek();
    if (c == '\\') {
      raw(out, 2);
    } else if (quote == '\0' && is("$(") && !is("$((")) {
      dollar(out);
    } else {
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        ++depth;
      } else if (c == '}') {
        --depth;
      }
      raw(out, 1);
      if (c == '}' && depth == 0) return;
    }
  }
  fail("${ has no end");
}

void ShellParser::backquotes(ShellWord& out) {
  out.expanded = true;
  std::size_t close = at_ + 1;
  while (close < all_.size() && all_[close] != '`') close += all_[close] == '\\' ? 2 : 1;
  if (close >= all_.size()) {
    fail("a backquote has no end");
    return raw(out, all_.size() - at_);
  }
  ShellOptions options = options_;
  options.documents.clear();
  std::size_t before = later_.size();
  nested(text_.slice(at_ + 1, close), options, wrapped_in_);
  for (std::size_t i = before; i < later_.size(); ++i) later_[i].substituted = true;
  raw(out, close + 1 - at_);
}

// $(..), <(..), >(..): a list of its own in the same text.
void ShellParser::substitution(ShellWord& out, std::size_t opening) {
  out.expanded = true;
  std::size_t begin = at_;
  if (depth_ >= kMaxDepth) {
    fail("nested too deeply");
    return raw(out, all_.size() - at_);
  }
  ++depth_;
  at_ += opening;
  std::vector<ShellCommand> mine;
  std::vector<Span> spans = std::move(spans_);
  std::vector<bool> open = std::move(braces_);
  auto* outer = list_;
  auto after = after_;
  ShellOptions options = options_;
  bool function = function_next_;
  int conditional = conditional_;
  spans_.clear();
  braces_.clear();
  list_ = &mine;
  after_ = ShellCommand::After::kStart;
  list(false);
  for (Pending& one : pending_) {
    if (one.list == &mine) one.list = nullptr;
  }
  list_ = outer;
  after_ = after;
  spans_ = std::move(spans);
  braces_ = std::move(open);
  function_next_ = function;
  conditional_ = conditional;
  options_ = std::move(options);
  --depth_;
  for (ShellCommand& one : mine) {
    one.substituted = true;
    later_.push_back(std::move(one));
  }
  if (peek() == ')') {
    ++at_;
  } else {
    fail("$( has no end");
  }
  out.value += all_.substr(begin, at_ - begin);
}

// At an operator that redirects (with its number): takes it and its word.
bool ShellParser::redirect(ShellCommand& out) {
  std::size_t digits = 0;
  while (is_digit(peek(digits))) ++digits;
  std::size_t both = digits == 0 && (is("&>")) ? 1 : 0;
  char c = peek(digits + both);
  if (c != '<' && c != '>') return false;
  if (digits == 0 && both == 0 && (is("<(") || is(">("))) return false;
  ShellRedirect one;
  if (digits > 0 && digits < 4) one.descriptor = std::stoi(std::string(all_.substr(at_, digits)));
  at_ += digits;
  static constexpr std::string_view kOperators[] = {"&>>", "&>", "<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">"};
  for (std::string_view op : kOperators) {
    if (!is(op)) continue;
    one.op = op;
    at_ += op.size();
    break;
  }
  skip_blanks();
  one.target = word();
  spans_.pop_back();
  bool document = one.op == "<<" || one.op == "<<-";
  if (document && document_ < options_.documents.size()) {
    one.body = options_.documents[document_]->text;
  } else if (document) {
    pending_.push_back({list_, list_->size(), out.redirects.size(), one.target.value, one.op == "<<-"});
  }
  out.redirects.push_back(std::move(one));
  if (document) ++document_;
  return true;
}

// Behind the end of a line stand the bodies of the documents that it announced.
void ShellParser::newline() {
  ++at_;
  for (Pending& one : pending_) {
    std::string body;
    bool found = false;
    while (!found && !done()) {
      std::size_t end = std::min(all_.find('\n', at_), all_.size());
      std::string_view line = all_.substr(at_, end - at_);
      at_ = std::min(end + 1, all_.size());
      if (one.without_tabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
      found = line == one.end;
      if (!found) body.append(line).append("\n");
    }
    if (!found) fail("a document has no end");
    if (one.list != nullptr && one.command < one.list->size() && one.redirect < (*one.list)[one.command].redirects.size()) {
      (*one.list)[one.command].redirects[one.redirect].body = std::move(body);
    }
  }
  pending_.clear();
}

// The word at span of the text without its quotes, each byte with its place; variables stay.
MappedText ShellParser::resolved(Span span) const {
  MappedText out;
  char quote = '\0';
  for (std::size_t at = span.first; at < span.second; ++at) {
    char c = all_[at];
    if (quote == '\'' ? c == '\'' : (c == quote || (quote == '\0' && (c == '"' || c == '\'')))) {
      quote = c == quote ? '\0' : c;
      continue;
    }
    bool escapes = c == '\\' && quote != '\'' && at + 1 < span.second;
    if (escapes && (quote == '\0' || std::string_view("\"\\$`\n").contains(all_[at + 1]))) {
      ++at;
      if (all_[at] == '\n') continue;
    }
    out.append(all_.substr(at, 1), text_.offset_of(at));
  }
  return out;
}

}  // namespace batten::manifest
