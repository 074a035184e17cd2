// SPDX-License-Identifier: Apache-2.0
//
// Where apk takes packages from: etc/apk/repositories (apk-repositories(5)), one URL or local directory per line, an "@tag" before it
// for pinned ones, '#' comments.
#include "base/format.h"
#include "base/text.h"
#include "packages/cataloger.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kMaxRepositories = 1000;

Result<void> parse_repositories(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.contains('\0')) return Error{Code::kCorrupt, "not a list of repositories: it has NUL bytes"};
  bool full = false;
  base::each_line(content, [&](std::string_view line) {
    line = base::trim(line);
    if (line.starts_with('@')) {
      std::size_t blank = line.find_first_of(" \t");
      line = blank == std::string_view::npos ? std::string_view() : base::trim(line.substr(blank));
    }
    while (line.size() > 1 && line.ends_with('/')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) return;
    if (facts.repositories.size() >= kMaxRepositories) {
      full = true;
      return;
    }
    model::Repository& repository = facts.repositories.emplace_back();
    repository.type = "apk";
    repository.uri = line;
    repository.path = path;
  });
  if (full)
    notes.push_back(
        {base::Note::Kind::kSkipped, std::string(path), format("more than {} repositories; the rest is left out", kMaxRepositories), ""});
  return {};
}

constexpr std::string_view kClaims[] = {"etc/apk/repositories", "etc/apk/repositories.d/*.list"};
constexpr std::string_view kMatches[] = {"etc/apk/repositories", "etc/apk/repositories.d/extra.list"};
constexpr std::string_view kMatchesNot[] = {"etc/apk/repositories.bak"};
constexpr CatalogerExample kExamples[] = {
    {"etc/apk/repositories",
     "# main\nhttps://dl-cdn.alpinelinux.org/alpine/v3.20/main/\n\n@testing "
     "https://dl-cdn.alpinelinux.org/alpine/edge/testing\n#http://off\n",
     "repository https://dl-cdn.alpinelinux.org/alpine/v3.20/main, repository https://dl-cdn.alpinelinux.org/alpine/edge/testing"},
};

}  // namespace

extern constinit const Cataloger apk_repositories;
constinit const Cataloger apk_repositories = {
    .name = "apk_repositories",
    .summary = "package repositories of Alpine and its relatives",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 1u << 20,
    .parse = parse_repositories,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
