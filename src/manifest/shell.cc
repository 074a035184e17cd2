// SPDX-License-Identifier: Apache-2.0
#include "manifest/shell.h"

#include <algorithm>
#include <iterator>

#include "manifest/shell_parser.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxCommands = 2000, kMaxWords = 20'000;
constexpr int kMaxDepth = 50;

}  // namespace

bool ShellCommand::is_wrapped_in(std::string_view program) const {
  return std::ranges::any_of(wrapped_in, [&](const ShellWord& one) { return program_of(one.value) == program; });
}

bool ShellCommand::has_option(std::initializer_list<std::string_view> options) const {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i].value;
    if (word == "--") return false;
    if (!word.starts_with('-')) continue;
    for (std::string_view option : options) {
      if (word == option) return true;
      bool is_long = option.starts_with("--");
      if (is_long && word.size() > option.size() && word.starts_with(option) && word[option.size()] == '=') return true;
      if (!is_long && option.size() == 2 && !word.starts_with("--") && word.contains(option[1])) return true;
    }
  }
  return false;
}

ShellScript parse_shell(const MappedText& text, const Lines& lines, const ShellOptions& options) {
  ShellCount count;
  return ShellParser(text, lines, options, 0, count).run({});
}

ShellScript parse_arguments(const std::vector<MappedText>& arguments, const std::vector<ShellWord>& words, const Lines& lines,
                            const ShellOptions& options) {
  ShellCount count;
  MappedText none;
  return ShellParser(none, lines, options, 0, count).run_arguments(arguments, words);
}

ShellScript ShellParser::run(const std::vector<ShellWord>& wrapped_in) {
  wrapped_in_ = wrapped_in;
  while (!done()) {
    list(false);
    if (done()) break;
    fail("an unexpected ) or ;;");
    ++at_;
  }
  commands_.insert(commands_.end(), std::move_iterator(later_.begin()), std::move_iterator(later_.end()));
  return {std::move(commands_), std::move(problem_)};
}

ShellScript ShellParser::run_arguments(const std::vector<MappedText>& arguments, const std::vector<ShellWord>& words) {
  arguments_ = &arguments;
  ShellCommand out;
  out.words = words;
  if (!words.empty()) emit(std::move(out));
  commands_.insert(commands_.end(), std::move_iterator(later_.begin()), std::move_iterator(later_.end()));
  return {std::move(commands_), std::move(problem_)};
}

// Up to the end, a ) that was not opened here or, in a case, ;; or esac.
void ShellParser::list(bool in_case) {
  bool ends = false;
  while (!ends && count_.commands < kMaxCommands && count_.words < kMaxWords) {
    skip_blanks();
    if (done() || peek() == ')' || is(";;") || is(";&")) return;
    if (peek() == '#') {
      at_ = std::min(all_.find('\n', at_), all_.size());
    } else if (separator() || reserved(in_case, ends)) {
      continue;
    } else if (is("((")) {
      std::size_t close = all_.find("))", at_);
      if (close == std::string_view::npos) fail("(( has no end");
      at_ = close == std::string_view::npos ? all_.size() : close + 2;
    } else if (peek() == '(') {
      group();
    } else {
      command();
    }
  }
  if (ends) return;
  fail("more commands or words than are read");
  at_ = all_.size();
}

bool ShellParser::separator() {
  using enum ShellCommand::After;
  if (is("&&")) {
    after_ = kAnd;
    at_ += 2;
  } else if (is("||")) {
    after_ = kOr;
    at_ += 2;
  } else if (is("&>")) {
    return false;
  } else if (peek() == '|') {
    at_ += is("|&") ? 2 : 1;
    after_ = kPipe;
    if (!list_->empty()) list_->back().pipe_to_next = true;
  } else if (peek() == '&') {
    after_ = kBackground;
    ++at_;
  } else if (peek() == ';' || peek() == '\n') {
    // A line may end behind an operator: it is still the operator that counts.
    bool operator_before = after_ == kAnd || after_ == kOr || after_ == kPipe;
    if (peek() == ';' || !operator_before) after_ = kSequence;
    if (peek() == '\n') {
      newline();
    } else {
      ++at_;
    }
  } else {
    return false;
  }
  return true;
}

// A word of the language where a command may begin.
bool ShellParser::reserved(bool in_case, bool& ends) {
  std::string_view next = peek_word();
  if (next.empty() || next.size() > 8) return false;
  if (next == "esac" && in_case) {
    ends = true;
    return true;
  }
  static constexpr std::string_view kOpening[] = {"if", "while", "until"}, kClosing[] = {"fi", "done"},
                                    kBetween[] = {"then", "else", "elif", "do", "!", "coproc"};
  auto among = [&](auto& words) { return std::ranges::find(words, next) != std::end(words); };
  if (among(kOpening)) {
    ++conditional_;
  } else if (among(kClosing)) {
    conditional_ = std::max(0, conditional_ - 1);
  } else if (next == "{") {
    braces_.push_back(function_next_);
    if (function_next_) ++conditional_;
    function_next_ = false;
  } else if (next == "}") {
    if (!braces_.empty()) {
      if (braces_.back()) conditional_ = std::max(0, conditional_ - 1);
      braces_.pop_back();
    }
  } else if (next == "for" || next == "select") {
    ++conditional_;
    at_ += next.size();
    skip_header();
    return true;
  } else if (next == "case") {
    case_clause();
    return true;
  } else if (next == "function") {
    at_ += next.size();
    function_name();
    return true;
  } else if (!among(kBetween)) {
    return false;
  }
  at_ += next.size();
  return true;
}

// for NAME in WORDS: up to the end of the line or ;.
void ShellParser::skip_header() {
  skip_blanks();
  if (is("((")) {
    std::size_t close = all_.find("))", at_);
    at_ = close == std::string_view::npos ? all_.size() : close + 2;
    return;
  }
  while (!done()) {
    skip_blanks();
    if (done() || std::string_view(";\n&|()<>").contains(peek())) break;
    word();
  }
  spans_.clear();
}

void ShellParser::case_clause() {
  if (depth_ >= kMaxDepth) {
    fail("nested too deeply");
    at_ = all_.size();
    return;
  }
  ++depth_;
  ++conditional_;
  at_ += 4;
  skip_blanks();
  word();
  auto blank_lines = [&] {
    skip_blanks();
    while (!done() && (peek() == '\n' || peek() == '#')) {
      if (peek() == '\n') {
        newline();
      } else {
        at_ = std::min(all_.find('\n', at_), all_.size());
      }
      skip_blanks();
    }
  };
  blank_lines();
  if (peek_word() == "in") at_ += 2;
  while (!done()) {
    blank_lines();
    if (peek_word() == "esac") break;
    // The patterns, then the list.
    while (!done() && peek() != ')') {
      std::size_t before = at_;
      if (!std::string_view(" \t\r\n|(;&<>").contains(peek())) word();
      if (at_ == before) ++at_;
    }
    if (done()) break;
    ++at_;
    after_ = ShellCommand::After::kSequence;
    list(true);
    if (is(";;&")) {
      at_ += 3;
    } else if (is(";;") || is(";&")) {
      at_ += 2;
    } else if (peek() == ')') {
      ++at_;
    }
  }
  if (peek_word() == "esac") {
    at_ += 4;
  } else {
    fail("case has no esac");
  }
  spans_.clear();
  conditional_ = std::max(0, conditional_ - 1);
  --depth_;
}

void ShellParser::group() {
  if (depth_ >= kMaxDepth) {
    fail("nested too deeply");
    at_ = all_.size();
    return;
  }
  ++depth_;
  ++at_;
  ShellOptions options = options_;
  list(false);
  options_ = std::move(options);
  --depth_;
  if (peek() == ')') {
    ++at_;
  } else {
    fail("( has no end");
  }
}

void ShellParser::function_name() {
  skip_blanks();
  word();
  spans_.clear();
  skip_blanks();
  if (is("()")) at_ += 2;
  function_next_ = true;
}

void ShellParser::command() {
  ShellCommand out;
  out.after = after_;
  out.pipefail = options_.pipefail;
  out.errexit = options_.errexit;
  out.conditional = conditional_ > 0;
  out.wrapped_in = wrapped_in_;
  spans_.clear();
  std::size_t begin = at_, end = at_;
  while (!done() && ++count_.words < kMaxWords) {
    skip_blanks();
    if (done() || peek() == '#' || peek() == ')' || peek() == '\n') break;
    if (redirect(out)) {
      end = at_;
      continue;
    }
    if (std::string_view(";&|").contains(peek())) break;
    if (peek() == '(') {
      // name() { ...; }
      if (out.words.size() == 1 && is("()")) {
        at_ += 2;
        function_next_ = true;
        return;
      }
      fail("an unexpected (");
      ++at_;
      continue;
    }
    std::string_view name = out.words.empty() ? assigned_name(all_.substr(at_)) : std::string_view();
    std::size_t before = at_;
    ShellWord next = word();
    end = at_;
    if (at_ == before) break;
    if (!name.empty()) {
      next.value = next.value.substr(std::min(next.value.find('=') + 1, next.value.size()));
      out.before.push_back({std::string(name), std::move(next)});
      spans_.pop_back();
      if (peek() == '(') skip_array();
      end = at_;
    } else {
      out.words.push_back(std::move(next));
      if (out.words.size() == 1 && out.words[0].value == "[[" && !out.words[0].quoted) {
        test_command(out);
        end = at_;
      }
    }
  }
  if (at_ == begin && !done()) ++at_;  // nothing that we know: never stand still
  out.place = text_.place(begin, end, lines_);
  emit(std::move(out));
}

// NAME=(a b) of bash.
void ShellParser::skip_array() {
  std::size_t words = spans_.size();
  ++at_;
  while (!done() && peek() != ')') {
    std::size_t before = at_;
    word();
    if (at_ == before) ++at_;
  }
  if (!done()) ++at_;
  spans_.resize(words);
}

// Within [[ ]] operators are words.
void ShellParser::test_command(ShellCommand& out) {
  while (!done()) {
    skip_blanks();
    if (done() || peek() == '\n') return;
    std::size_t before = at_;
    ShellWord next = word();
    if (at_ == before) {
      ++at_;
      spans_.pop_back();
      continue;
    }
    bool last = next.value == "]]";
    out.words.push_back(std::move(next));
    if (last) return;
  }
}

void ShellParser::emit(ShellCommand out) {
  bool has_document =
      std::ranges::any_of(out.redirects, [](const ShellRedirect& one) { return one.op.starts_with("<<") && one.op != "<<<"; });
  if (out.words.empty() && out.before.empty() && !has_document) return;
  ++count_.commands;
  std::size_t taken = unwrap_command(out);
  if (!out.words.empty()) out.name = program_of(out.words[0].value);
  if (out.name == "set") apply_set(out);
  list_->push_back(std::move(out));
  after_ = ShellCommand::After::kSequence;
  const std::string& name = list_->back().name;
  bool runs_text = is_shell(name) || name == "eval" || name == "su" || name == "runuser";
  if (!has_document && !runs_text) return;
  // A copy: what is nested may add to the list.
  ShellCommand added = list_->back();
  if (!added.words.empty()) read_nested(added, taken);
  if (has_document && document_ <= options_.documents.size() && document_ > 0 && (added.words.empty() || is_shell(added.name))) {
    read_document(added, *options_.documents[document_ - 1]);
  }
}

// sh -c "...", eval "..."
void ShellParser::read_nested(const ShellCommand& out, std::size_t taken) {
  ShellOptions options;
  std::size_t index = script_word(out.words, options);
  if (index == 0) return;
  std::vector<ShellWord> wrapped_in = out.wrapped_in;
  wrapped_in.push_back(out.words[0]);
  std::size_t position = taken + index;
  if (arguments_ != nullptr) {
    if (position < arguments_->size()) nested((*arguments_)[position], options, wrapped_in);
  } else if (position < spans_.size()) {
    nested(resolved(spans_[position]), options, wrapped_in);
  }
}

// RUN <<EOF and RUN bash <<EOF: the document is a script, unless it says that it is another language's.
void ShellParser::read_document(const ShellCommand& out, const MappedText& body) {
  ShellOptions options{.pipefail = out.pipefail, .errexit = out.errexit, .documents = {}};
  if (out.words.empty() && body.text.starts_with("#!")) {
    std::string_view first = std::string_view(body.text).substr(2, body.text.find('\n') - 2);
    while (first.starts_with(' ')) first.remove_prefix(1);
    std::size_t blank = std::min(first.find(' '), first.size());
    std::string_view program = program_of(first.substr(0, blank));
    if (program == "env") {
      first = first.substr(std::min(blank + 1, first.size()));
      program = program_of(first.substr(0, first.find(' ')));
    }
    if (!is_shell(program)) return;
    options.errexit = first.contains(" -e");
    options.pipefail = false;
  }
  if (!out.words.empty()) {
    options = {};
    script_word(out.words, options);
  }
  nested(body, options, out.wrapped_in);
}

void ShellParser::nested(const MappedText& script, const ShellOptions& options, const std::vector<ShellWord>& wrapped_in) {
  if (depth_ >= kMaxDepth) return fail("nested too deeply");
  ShellScript found = ShellParser(script, lines_, options, depth_ + 1, count_).run(wrapped_in);
  if (!found.problem.empty()) fail(found.problem);
  for (ShellCommand& one : found.commands) {
    one.conditional = one.conditional || conditional_ > 0;
    later_.push_back(std::move(one));
  }
}

void ShellParser::apply_set(const ShellCommand& set) {
  for (std::size_t i = 1; i < set.words.size(); ++i) {
    const std::string& word = set.words[i].value;
    if (word.size() < 2 || (word[0] != '-' && word[0] != '+') || word == "--") continue;
    bool on = word[0] == '-';
    if (word.contains('e')) options_.errexit = on;
    if (word.contains('o') && i + 1 < set.words.size()) {
      const std::string& name = set.words[++i].value;
      if (name == "pipefail") options_.pipefail = on;
      if (name == "errexit") options_.errexit = on;
    }
  }
}

}  // namespace batten::manifest
