// SPDX-License-Identifier: Apache-2.0
//
// Words of a command line (POSIX shell, 2.2 and 2.3). Nothing is expanded: $X, $(..) and `..` stay as they are written.
#include "manifest/container_syntax.h"

namespace batten::manifest {
namespace {

class Splitter {
 public:
  // operators: characters that end the command. script: so do line ends and comments.
  Splitter(std::string_view text, std::string_view operators, bool script) : text_(text), operators_(operators), script_(script) {}

  bool run() {
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '\\') {
        backslash();
      } else if (c == '\'' || c == '"') {
        if (!quoted(c)) return false;
      } else if (c == '$' && at_ + 1 < text_.size() && (text_[at_ + 1] == '(' || text_[at_ + 1] == '{')) {
        nested(text_[at_ + 1] == '(' ? ')' : '}');
      } else if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && !script_)) {
        close();
      } else if (operators_.contains(c) || c == '\n') {
        break;
      } else if (script_ && c == '#' && !open_) {
        break;
      } else {
        put(c);
      }
    }
    close();
    return true;
  }

  std::vector<LineWord> words;
  std::size_t end() const { return at_; }

 private:
  void open() {
    if (open_) return;
    open_ = true;
    word_ = {};
    word_.offset = static_cast<std::uint32_t>(at_);
  }
  void put(char c) {
    open();
    word_.text += c;
  }
  void close() {
    if (!open_) return;
    open_ = false;
    word_.length = static_cast<std::uint32_t>(at_ - word_.offset);
    words.push_back(std::move(word_));
  }

  void backslash() {
    std::size_t next = at_ + 1;
    if (next < text_.size() && text_[next] == '\r' && next + 1 < text_.size() && text_[next + 1] == '\n') ++next;
    if (next >= text_.size()) return;
    if (text_[next] != '\n') put(text_[next]);
    at_ = next;
  }

  bool quoted(char quote) {
    open();
    for (++at_; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == quote) return true;
      if (c == '\\' && quote == '"' && at_ + 1 < text_.size() && std::string_view("\"\\$`\n").contains(text_[at_ + 1])) {
        ++at_;
        if (text_[at_] != '\n') word_.text += text_[at_];
      } else {
        word_.text += c;
      }
    }
    return false;
  }

  // $(..) or ${..} up to its own end, as a part of the word.
  void nested(char closing) {
    char opening = text_[at_ + 1];
    put(text_[at_++]);
    std::size_t depth = 0;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '\n' && closing == '}') break;
      put(c);
      if (c == opening) ++depth;
      if (c == closing && --depth == 0) return;
    }
    --at_;
  }

  std::string_view text_;
  std::string_view operators_;
  bool script_;
  std::size_t at_ = 0;
  bool open_ = false;
  LineWord word_;
};

}  // namespace

std::optional<std::vector<LineWord>> line_words(std::string_view text, std::size_t* end) {
  Splitter splitter(text, ";&|<>()", true);
  bool closed = splitter.run();
  if (end != nullptr) *end = splitter.end();
  if (!closed) return std::nullopt;
  return std::move(splitter.words);
}

namespace {

std::optional<std::vector<std::string>> texts_of(Splitter splitter) {
  if (!splitter.run()) return std::nullopt;
  std::vector<std::string> out;
  for (LineWord& word : splitter.words) out.push_back(std::move(word.text));
  return out;
}

}  // namespace

std::optional<std::vector<std::string>> command_words(std::string_view text) { return texts_of(Splitter(text, "", false)); }
std::optional<std::vector<std::string>> compose_words(std::string_view text) { return texts_of(Splitter(text, ";&|<>", false)); }

}  // namespace batten::manifest
