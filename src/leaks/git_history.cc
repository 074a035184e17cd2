// SPDX-License-Identifier: Apache-2.0
//
// Runs git three times: cat-file gives every object, log says which commit brought it, ls-tree what HEAD has.
#include "leaks/git_history.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/process.h"
#include "base/text.h"
#include "leaks/git_batch.h"
#include "leaks/git_log.h"

namespace batten::leaks {
namespace {

constexpr std::chrono::minutes kPatience{5};

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

void place(LeaksByObject found, const GitOrigins& origins, const std::set<std::string, std::less<>>& at_head, model::LeakReport& report) {
  for (auto& [id, leaks] : found) {
    auto at = origins.find(id);
    std::vector<GitOrigin> places = at != origins.end() ? at->second : std::vector<GitOrigin>{{"object " + id.substr(0, 12), ""}};
    for (const GitOrigin& origin : places) {
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
  GitBatch batch(patterns, fingerprint_key, progress, out);
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
  LeaksByObject found = batch.take_found();
  if (!found.empty()) {
    GitLog log(found);
    TRY_IN(repository, base::stream_process(
                           git(repository, {"log", "--all", "--reflog", "--reverse", "--raw", "-z", "-m", "--no-abbrev", "--no-renames",
                                            "--no-ext-diff", "--no-textconv", "--root", "--format=%H"}),
                           variables(), [&](std::string_view bytes) { return log.take(bytes); }, kPatience));
    std::set<std::string, std::less<>> at_head = TRY(objects_of_head(repository));
    place(std::move(found), log.take_origins(), at_head, out);
  }
  std::ranges::sort(out.leaks, [](const model::Leak& a, const model::Leak& b) {
    return std::tie(a.place.path, a.place.commit, a.place.line, a.place.column) <
           std::tie(b.place.path, b.place.commit, b.place.line, b.place.column);
  });
  return out;
}

}  // namespace batten::leaks
