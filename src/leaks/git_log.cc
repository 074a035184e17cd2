// SPDX-License-Identifier: Apache-2.0
#include "leaks/git_log.h"

#include <algorithm>

#include "base/text.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kMaxRecord = 1u << 16;

}  // namespace

Result<void> GitLog::take(std::string_view bytes) {
  rest_ += bytes;
  std::size_t done = 0;
  while (true) {
    std::size_t end = rest_.find('\0', done);
    if (end == std::string::npos) break;
    token(std::string_view(rest_).substr(done, end - done));
    done = end + 1;
  }
  rest_.erase(0, done);
  if (rest_.size() > kMaxRecord) return Error{Code::kCorrupt, "git log: a record without end"};
  return {};
}

void GitLog::token(std::string_view text) {
  if (expects_path_) {  // as it is: a path may be of blanks alone, or begin with ':'
    if (!object_.empty()) add(text);
    object_.clear();
    expects_path_ = false;
    return;
  }
  text = base::trim(text);
  if (text.empty()) return;
  if (text.starts_with(':')) {
    std::vector<std::string_view> words = base::words(text);
    expects_path_ = true;
    if (words.size() >= 4 && found_.contains(words[3])) object_ = words[3];
  } else {
    commit_ = text;
  }
}

void GitLog::add(std::string_view path) {
  std::vector<GitOrigin>& known = origins_[object_];
  bool has = std::ranges::any_of(known, [&](const GitOrigin& one) { return one.path == path; });
  if (!has && known.size() < 100) known.push_back({std::string(path), commit_});
}

}  // namespace batten::leaks
