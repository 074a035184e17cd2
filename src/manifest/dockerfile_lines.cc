// SPDX-License-Identifier: Apache-2.0
#include "manifest/dockerfile_lines.h"

#include <algorithm>
#include <cctype>

#include "base/format.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

constexpr std::string_view kBlanks = " \t\v\f\r";

std::size_t leading_blanks(std::string_view line) { return std::min(line.find_first_not_of(kBlanks), line.size()); }

bool is_comment(std::string_view line) {
  std::size_t begin = leading_blanks(line);
  return begin < line.size() && line[begin] == '#';
}

// The part before an escape character that makes the line go on; nothing: it ends here. A doubled one stands for itself.
std::optional<std::string_view> before_join(std::string_view line, char escape) {
  std::size_t last = line.find_last_not_of(" \t");
  if (last == std::string_view::npos || line[last] != escape) return std::nullopt;
  if (last > 0 && line[last - 1] == escape) return std::nullopt;
  return line.substr(0, last);
}

// "# name = value"; nothing for another comment.
std::optional<std::pair<std::string, std::string_view>> directive_of(std::string_view line) {
  if (!line.starts_with('#')) return std::nullopt;
  std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  std::string_view name = base::trim(line.substr(1, equals - 1)), value = base::trim(line.substr(equals + 1));
  if (value.empty()) return std::nullopt;
  return std::pair{base::lower(name), value};
}

// The next word of a shell line, quotes and all: "a b"c is one.
std::string_view next_word(std::string_view& rest, char escape) {
  std::size_t begin = leading_blanks(rest), end = begin;
  char quote = '\0';
  for (; end < rest.size(); ++end) {
    char c = rest[end];
    if (c == escape && quote != '\'') {
      ++end;
    } else if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (kBlanks.contains(c)) {
      break;
    }
  }
  end = std::min(end, rest.size());
  std::string_view word = rest.substr(begin, end - begin);
  rest.remove_prefix(end);
  return word;
}

}  // namespace

std::vector<Heredoc> announced_documents(std::string_view text, char escape) {
  std::vector<Heredoc> out;
  while (text.contains("<<") && out.size() < 100) {
    std::string_view word = next_word(text, escape);
    while (!word.empty() && std::isdigit(static_cast<unsigned char>(word[0])) != 0) word.remove_prefix(1);
    if (!word.starts_with("<<")) continue;
    word.remove_prefix(2);
    Heredoc document;
    document.without_tabs = word.starts_with('-');
    if (document.without_tabs) word.remove_prefix(1);
    if (word.contains('<')) continue;  // a here-string of the shell
    for (char c : word) {
      if (c != '"' && c != '\'' && c != escape) {
        document.word.push_back(c);
      } else {
        document.expanded = false;
      }
    }
    if (!document.word.empty()) out.push_back(std::move(document));
  }
  return out;
}

LineReader::LineReader(Dockerfile& out) : out_(out), text_(out.text), lines_(out.text) {
  if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  read_directives();
}

LineReader::Line LineReader::take() {
  Line out{.text = {}, .offset = at_};
  std::size_t end = std::min(text_.find('\n', at_), text_.size());
  out.text = text_.substr(at_, end - at_);
  at_ = std::min(end + 1, text_.size());
  out.text = out.text.substr(0, out.text.find_last_not_of('\r') + 1);
  end_ = out.offset + out.text.size();
  return out;
}

// Only in the first lines; one that is not known is a comment and ends them.
void LineReader::read_directives() {
  std::size_t begin = at_;
  if (text_.substr(at_).starts_with("#!")) take();
  while (more()) {
    Line line = take();
    auto found = directive_of(line.text.substr(leading_blanks(line.text)));
    if (!found || (found->first != "syntax" && found->first != "escape" && found->first != "check")) break;
    auto offset = static_cast<std::size_t>(found->second.data() - text_.data());
    model::Place place = lines_.place(offset, found->second.size());
    if (out_.directive(found->first) != nullptr) {
      out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", place.line), format("a second # {}=", found->first),
                            "BuildKit refuses it: leave one"});
      continue;
    }
    out_.directives.push_back({found->first, {std::string(found->second), place}});
    if (found->first != "escape") continue;
    if (found->second == "`" || found->second == "\\") {
      out_.escape = found->second[0];
    } else {
      out_.notes.push_back({base::Note::Kind::kSkipped, format("line {}", place.line), "# escape= is neither \\ nor `", ""});
    }
  }
  at_ = begin;
}

void LineReader::remember_comment(const Line& line) {
  std::size_t begin = line.text.find('#') + 1;
  std::string_view text = base::trim(line.text.substr(begin));
  std::size_t offset = line.offset + begin - 1;
  comments_.push_back({std::string(text), lines_.place(offset, line.text.size() - begin + 1)});
}

std::optional<JoinedLines> LineReader::next() {
  JoinedLines out;
  bool started = false, goes_on = true, empty_lines = false;
  while (goes_on && more()) {
    Line line = take();
    if (is_comment(line.text)) {
      remember_comment(line);
      continue;
    }
    std::size_t blanks = leading_blanks(line.text);
    if (blanks == line.text.size()) {
      empty_lines = empty_lines || started;
      continue;
    }
    if (!started) {
      out.begin = line.offset + blanks;
      line.text.remove_prefix(blanks);
      line.offset += blanks;
      started = true;
    }
    std::optional<std::string_view> before = before_join(line.text, out_.escape);
    goes_on = before.has_value();
    out.text.append(before.value_or(line.text), line.offset);
    out.end = line.offset + line.text.size();
  }
  if (!started) {
    out_.comments = std::move(comments_);
    return std::nullopt;
  }
  end_ = out.end;
  out.comments = std::move(comments_);
  comments_.clear();
  std::size_t size = out.text.text.find_last_not_of(kBlanks) + 1;
  out.text.text.resize(size);
  while (!out.text.pieces.empty() && out.text.pieces.back().at >= size) out.text.pieces.pop_back();
  return out;
}

bool LineReader::read_body(Heredoc& document) {
  std::size_t begin = at_, end = at_;
  bool found = false;
  while (!found && more()) {
    Line line = take();
    std::string_view text = line.text;
    std::size_t tabs = document.without_tabs ? std::min(text.find_first_not_of('\t'), text.size()) : 0;
    found = text.substr(tabs) == document.word;
    if (found) break;
    document.body.append(text.substr(tabs), line.offset + tabs);
    if (at_ > line.offset && text_[at_ - 1] == '\n') document.body.append("\n", at_ - 1);
    end = at_;
  }
  document.place = lines_.place(begin, end - begin);
  return found;
}

}  // namespace batten::manifest
