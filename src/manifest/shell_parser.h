// SPDX-License-Identifier: Apache-2.0
//
// The parser behind parse_shell: one per text. Compound commands are only walked through: what counts are the simple commands in them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifest/shell.h"

namespace batten::manifest {

// What all parsers of one script have read together.
struct ShellCount {
  std::size_t commands = 0, words = 0;
};

class ShellParser {
 public:
  // count is theirs together. wrapped_in: what the text was given to.
  ShellParser(const MappedText& text, const Lines& lines, const ShellOptions& options, int depth, ShellCount& count)
      : text_(text), all_(text.text), lines_(lines), options_(options), depth_(depth), count_(count) {}

  ShellScript run(const std::vector<ShellWord>& wrapped_in);
  // Instead: one command of arguments that are split already.
  ShellScript run_arguments(const std::vector<MappedText>& arguments, const std::vector<ShellWord>& words);

 private:
  using Span = std::pair<std::size_t, std::size_t>;
  // A document in the text whose body comes after the end of the line.
  struct Pending {
    std::vector<ShellCommand>* list = nullptr;  // null: the command is gone
    std::size_t command = 0, redirect = 0;
    std::string end;
    bool without_tabs = false;
  };

  bool is(std::string_view what) const { return all_.substr(at_).starts_with(what); }
  bool done() const { return at_ >= all_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < all_.size() ? all_[at_ + ahead] : '\0'; }
  void fail(std::string_view problem);
  void skip_blanks();
  void newline();

  // Lists and commands (shell.cc).
  void list(bool in_case);
  bool separator();
  bool reserved(bool in_case, bool& ends);
  void skip_header();
  void case_clause();
  void group();
  void function_name();
  void command();
  void skip_array();
  void test_command(ShellCommand& out);
  void emit(ShellCommand out);
  void read_nested(const ShellCommand& out, std::size_t taken);
  void read_document(const ShellCommand& out, const MappedText& body);
  void apply_set(const ShellCommand& set);
  void nested(const MappedText& script, const ShellOptions& options, const std::vector<ShellWord>& wrapped_in);

  // Words (shell_words.cc).
  ShellWord word();
  void double_quoted(ShellWord& out);
  void dollar(ShellWord& out);
  void braces(ShellWord& out);
  void backquotes(ShellWord& out);
  void substitution(ShellWord& out, std::size_t opening);
  void raw(ShellWord& out, std::size_t size);
  std::string_view peek_word() const;
  bool redirect(ShellCommand& out);
  MappedText resolved(Span span) const;

  const MappedText& text_;
  std::string_view all_;
  const Lines& lines_;
  ShellOptions options_;
  int depth_;
  ShellCount& count_;
  std::size_t at_ = 0;
  std::string problem_;
  std::vector<ShellCommand> commands_, later_;
  std::vector<ShellCommand>* list_ = &commands_;
  std::vector<Pending> pending_;
  std::vector<ShellWord> wrapped_in_;
  std::vector<Span> spans_;                             // of the words of the command that is read
  const std::vector<MappedText>* arguments_ = nullptr;  // instead of spans_
  std::size_t document_ = 0;                            // next of options_.documents
  ShellCommand::After after_ = ShellCommand::After::kStart;
  std::vector<bool> braces_;  // open {: whether it is a function's
  bool function_next_ = false;
  int conditional_ = 0;
};

// What a command is given to (sudo, env, xargs ...): moves it from words to wrapped_in; returns how many words went.
std::size_t unwrap_command(ShellCommand& command);
// "apt-get" of "/usr/bin/apt-get".
std::string_view program_of(std::string_view word);
bool is_shell(std::string_view program);
// Of words that call a shell: which is the script (sh -c "..."), and what its options say; 0: none is.
std::size_t script_word(const std::vector<ShellWord>& words, ShellOptions& options);
// "NAME" of an assignment NAME=..; empty when it is none.
std::string_view assigned_name(std::string_view word);

}  // namespace batten::manifest
