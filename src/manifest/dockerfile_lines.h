// SPDX-License-Identifier: Apache-2.0
//
// The lines of a Dockerfile: directives at its head, comments, lines that go on, documents. Below words and instructions.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "manifest/dockerfile.h"

namespace batten::manifest {

// An instruction as its lines say it.
struct JoinedLines {
  MappedText text;  // from the keyword on, without blanks at its ends
  std::size_t begin = 0, end = 0;
  std::vector<model::Placed<std::string>> comments;
};

class LineReader {
 public:
  // Reads the directives as well; notes and out.directives get what is found. out.text has to stay.
  explicit LineReader(Dockerfile& out);

  // The next instruction; nothing at the end: out.comments then has the comments behind the last.
  std::optional<JoinedLines> next();
  // The body of a document that is announced in the instruction read last, which then ends behind it. False: it has no end.
  bool read_body(Heredoc& document);
  std::size_t end() const { return end_; }  // of the last line read, without its newline
  const Lines& lines() const { return lines_; }

 private:
  struct Line {
    std::string_view text;  // without \r and \n at its end
    std::size_t offset = 0;
  };
  bool more() const { return at_ < text_.size(); }
  Line take();
  void read_directives();
  void remember_comment(const Line& line);

  Dockerfile& out_;
  std::string_view text_;
  std::size_t at_ = 0, end_ = 0;
  Lines lines_;
  std::vector<model::Placed<std::string>> comments_;
};

// Documents that a text announces: <<EOF, <<-EOF (leading tabs do not count), 3<<"EOF". Only a word of its own does: $((1<<N)) does not.
std::vector<Heredoc> announced_documents(std::string_view text, char escape);

}  // namespace batten::manifest
