// SPDX-License-Identifier: Apache-2.0
//
// git cat-file --batch-all-objects --batch gives "ID TYPE SIZE\n", the object's bytes and "\n" for each object (git-cat-file(1)); git log
// --raw -z names for each commit the objects that it brought (git-diff-tree(1), "Raw output format").
#include "leaks/git_history.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/process.h"
#include "base/text.h"
#include "leaks/file_search.h"

namespace batten::leaks {
namespace {

constexpr std::chrono::minutes kPatience{5};
constexpr std::size_t kMaxHeader = 200, kMaxRecord = 1u << 16;

std::vector<std::string> git(const std::string& repository, std::initializer_list<std::string_view> words) {
  std::vector<std::string> out = {"git",      "-C",
                                  repository, "--no-replace-objects",
                                  "-c",       "safe.directory=*",
                                  "-c",       "core.fsmonitor=false",
                                  "-c",       "log.showSignature=false",
                                  "-c",       "protocol.allow=never",
                                  "-c",       "core.hooksPath=/dev/null"};
  for (std::string_view word : words) out.emplace_back(word);
  return out;
}

const std::vector<std::string>& variables() {
  static const std::vector<std::string> out = {"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_OPTIONAL_LOCKS=0",
                                               "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",         "GIT_PAGER=cat"};
  return out;
}

// What one object holds, until it is known where it belongs.
using ByObject = std::map<std::string, std::vector<model::Leak>, std::less<>>;  // by object id

// Takes the batch apart as it comes.
class Batch {
 public:
  Batch(const Patterns& patterns, const std::string& key, base::Progress& progress, model::LeakReport& report)
      : search_(patterns, key), progress_(progress), report_(report) {}

  Result<void> take(std::string_view bytes) {
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

  std::uint64_t missing() const { return missing_; }
  ByObject take_found() { return std::move(found_); }

 private:
  enum class State : unsigned char { kHeader, kContent, kBehind };

  Result<void> begin() {
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

  void end() {
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

  FileSearch search_;
  base::Progress& progress_;
  model::LeakReport& report_;
  State state_ = State::kHeader;
  std::string header_, id_, type_;
  std::uint64_t left_ = 0, missing_ = 0;
  bool searched_ = false;
  ByObject found_;
};

// Where an object stood: the first commit that brought it, and each path it had.
struct Origin {
  std::string path, commit;
  friend auto operator<=>(const Origin&, const Origin&) = default;
};

// git log --raw -z --reverse: "COMMIT\0" then records ":modes old new STATUS\0path\0".
class Log {
 public:
  explicit Log(const ByObject& found) : found_(found) {}

  Result<void> take(std::string_view bytes) {
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
  std::map<std::string, std::vector<Origin>, std::less<>> take_origins() { return std::move(origins_); }

 private:
  void token(std::string_view text) {
    text = base::trim(text);
    if (text.empty()) return;
    if (!object_.empty() || expects_path_) {
      if (!object_.empty()) add(text);
      object_.clear();
      expects_path_ = false;
    } else if (text.starts_with(':')) {
      std::vector<std::string_view> words = base::words(text);
      expects_path_ = true;
      if (words.size() >= 4 && found_.contains(words[3])) object_ = words[3];
    } else {
      commit_ = text;
    }
  }

  void add(std::string_view path) {
    std::vector<Origin>& known = origins_[object_];
    bool has = std::ranges::any_of(known, [&](const Origin& one) { return one.path == path; });
    if (!has && known.size() < 100) known.push_back({std::string(path), commit_});
  }

  const ByObject& found_;
  std::string rest_, commit_, object_;
  bool expects_path_ = false;
  std::map<std::string, std::vector<Origin>, std::less<>> origins_;
};

// Objects that HEAD's tree holds.
Result<std::set<std::string, std::less<>>> objects_of_head(const std::string& repository) {
  std::set<std::string, std::less<>> out;
  std::string rest;
  Result<void> listed = base::stream_process(
      git(repository, {"ls-tree", "-r", "-z", "--full-tree", "HEAD"}), variables(),
      [&](std::string_view bytes) -> Result<void> {
        rest += bytes;
        std::size_t done = 0;
        for (std::size_t end; (end = rest.find('\0', done)) != std::string::npos; done = end + 1) {
          std::vector<std::string_view> words = base::words(std::string_view(rest).substr(done, std::min<std::size_t>(end - done, 120)));
          if (words.size() >= 3) out.emplace(words[2]);
        }
        rest.erase(0, done);
        return {};
      },
      kPatience);
  if (!listed) out.clear();  // a repository without any commit
  return out;
}

void place(ByObject found, const std::map<std::string, std::vector<Origin>, std::less<>>& origins,
           const std::set<std::string, std::less<>>& at_head, model::LeakReport& report) {
  for (auto& [id, leaks] : found) {
    auto at = origins.find(id);
    std::vector<Origin> places = at != origins.end() ? at->second : std::vector<Origin>{{"object " + id.substr(0, 12), ""}};
    for (const Origin& origin : places) {
      for (model::Leak leak : leaks) {
        leak.place.path = origin.path;
        leak.place.commit = origin.commit;
        leak.place.removed = !at_head.contains(id);
        leak.readable_by = "whoever can read the repository";
        report.leaks.push_back(std::move(leak));
      }
    }
  }
}

}  // namespace

Result<model::LeakReport> search_history(const std::string& repository, const Patterns& patterns, const std::string& fingerprint_key,
                                         base::Progress& progress) {
  model::LeakReport out;
  out.target = repository;

  // Every object was searched once.
  Batch batch(patterns, fingerprint_key, progress, out);
  Result<void> read = base::stream_process(
      git(repository, {"cat-file", "--batch-all-objects", "--batch", "--unordered", "--buffer"}), variables(),
      [&](std::string_view bytes) {
        out.bytes += bytes.size();
        return batch.take(bytes);
      },
      kPatience);
  progress.finish("versions of files");
  if (!read && read.error().code == Code::kNotFound) return Error{Code::kNotFound, "git: no such program: the history can't be read"};
  if (!read) return base::in_context(repository, read.error());

  if (batch.missing() > 0)
    out.notes.push_back({base::Note::Kind::kSkipped, repository, format("{} versions of files are not here", batch.missing()),
                         "a partial clone: fetch it whole"});

  // What was found is placed: by the commits that brought it, and whether HEAD still has it.
  ByObject found = batch.take_found();
  if (!found.empty()) {
    Log log(found);
    TRY_IN(repository, base::stream_process(
                           git(repository, {"log", "--all", "--reflog", "--reverse", "--raw", "-z", "-m", "--no-abbrev", "--no-renames",
                                            "--no-ext-diff", "--no-textconv", "--root", "--format=%H"}),
                           variables(), [&](std::string_view bytes) { return log.take(bytes); }, kPatience));
    place(std::move(found), log.take_origins(), TRY(objects_of_head(repository)), out);
  }
  std::ranges::sort(out.leaks, [](const model::Leak& a, const model::Leak& b) {
    return std::tie(a.place.path, a.place.commit, a.place.line, a.place.column) <
           std::tie(b.place.path, b.place.commit, b.place.line, b.place.column);
  });
  return out;
}

}  // namespace batten::leaks
