// SPDX-License-Identifier: Apache-2.0
#include "leaks/git_batch.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kMaxHeader = 200;

}  // namespace

Result<void> GitBatch::take(std::string_view bytes) {
  while (!bytes.empty()) {
    if (state_ == State::kHeader) {
      std::size_t end = bytes.find('\n');
      header_ += bytes.substr(0, end);
      if (header_.size() > kMaxHeader) return Error{Code::kCorrupt, "git cat-file: a header without end"};
      if (end == std::string_view::npos) return {};
      bytes.remove_prefix(end + 1);
      Result<void> begun = begin();
      if (!begun) return begun;
    } else if (state_ == State::kContent) {
      std::string_view part = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
      if (searched_) search_.feed(part);
      left_ -= part.size();
      bytes.remove_prefix(part.size());
      if (left_ == 0) end();
    } else {
      bytes.remove_prefix(1);  // the newline behind the content
      state_ = State::kHeader;
    }
  }
  return {};
}

Result<void> GitBatch::begin() {
  std::vector<std::string_view> words = base::words(header_);
  if (words.size() == 2 && words[1] == "missing") {  // of a partial clone
    ++missing_;
    header_.clear();
    return {};
  }
  std::optional<std::uint64_t> size = words.size() == 3 ? base::parse_unsigned(words[2]) : std::nullopt;
  if (!size) return Error{Code::kCorrupt, "git cat-file: " + base::printable(header_)};
  id_ = words[0];
  type_ = words[1];
  left_ = *size;
  searched_ = type_ != "tree";
  header_.clear();
  state_ = State::kContent;
  if (searched_) search_.begin("");
  if (left_ == 0) end();
  return {};
}

void GitBatch::end() {
  state_ = State::kBehind;
  if (!searched_) return;
  base::Notes notes;
  std::vector<model::Leak> leaks = search_.end(notes);
  for (base::Note& note : notes) {
    note.where = type_ + " " + id_.substr(0, 12) + note.where;
    report_.notes.push_back(std::move(note));
  }
  if (type_ != "blob") {
    for (model::Leak& leak : leaks) {
      leak.place.path = type_ == "tag" ? "message of a tag" : "message of a commit";
      leak.place.commit = id_;
      report_.leaks.push_back(std::move(leak));
    }
  } else if (!leaks.empty()) {
    found_[id_] = std::move(leaks);
  }
  ++report_.files;
  if (report_.files % 1024 == 0) progress_.update("versions of files", report_.files, 0);
}

}  // namespace batten::leaks
