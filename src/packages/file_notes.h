// SPDX-License-Identifier: Apache-2.0
//
// Notes about one file: the first few one by one, the rest as a count, so that a hostile file can't fill the report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/format.h"
#include "base/note.h"

namespace batten::packages {

class FileNotes {
 public:
  FileNotes(std::string_view path, base::Notes& notes) : path_(path), notes_(notes) {}
  FileNotes(const FileNotes&) = delete;
  FileNotes& operator=(const FileNotes&) = delete;
  ~FileNotes() {
    if (count_ > kShown) notes_.push_back({base::Note::Kind::kSkipped, path_, format("and {} more like these", count_ - kShown), ""});
  }

  void skipped(std::string message) {
    if (++count_ <= kShown) notes_.push_back({base::Note::Kind::kSkipped, path_, std::move(message), ""});
  }

 private:
  static constexpr std::size_t kShown = 20;
  std::string path_;
  base::Notes& notes_;
  std::size_t count_ = 0;
};

}  // namespace batten::packages
