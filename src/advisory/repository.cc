// SPDX-License-Identifier: Apache-2.0
#include "advisory/repository.h"

#include "advisory/answer_codec.h"
#include "advisory/packages_index.h"
#include "advisory/release_file.h"
#include "advisory/repository_parts.h"
#include "archive/byte_source.h"
#include "archive/tar.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::uint64_t kMaxReleaseBytes = 16u << 20;
constexpr std::uint64_t kMaxIndexBytes = 512u << 20;

Result<std::string> inflate(std::string_view bytes) {
  auto source = archive::memory_source(bytes);
  auto inflated = archive::sniffed_source(*source, {.max_bytes = kMaxIndexBytes, .max_ratio = 1100});
  return archive::read_all(*inflated, kMaxIndexBytes);
}

void take(IndexReading reading, const std::string &origin, RepositoryAnswer &answer) {
  if (reading.broken > 0) {
    answer.notes.push_back({base::Note::Kind::kSkipped, origin, format("{} entries have no name or version", reading.broken), ""});
  }
  answer.origins.push_back(origin);
  answer.packages.insert(answer.packages.end(), std::make_move_iterator(reading.packages.begin()),
                         std::make_move_iterator(reading.packages.end()));
}

bool plain_name(const std::string &text) { return !text.empty() && text.find_first_of("/?#%\\ \n") == std::string::npos && text != ".."; }

Result<void> read_component(const model::Repository &suite, const std::string &component, const std::string &arch,
                            const ReleaseFile &release, IndexCache &cache, RepositoryAnswer &answer) {
  std::string origin = format("{} {} {}", suite.uri, suite.suite, component);
  for (const char *suffix : {".xz", ".gz", ""}) {
    std::string name = format("{}/binary-{}/Packages{}", component, arch, suffix);
    auto listed = release.files.find(name);
    // Suites whose name has a slash list their components below "updates/".
    if (listed == release.files.end()) listed = release.files.find("updates/" + name);
    if (listed == release.files.end()) continue;
    if (listed->second.size_bytes > kMaxIndexBytes) return Error{Code::kLimit, format("{}: {} bytes", name, listed->second.size_bytes)};
    std::string url = format("{}/dists/{}/{}", suite.uri, suite.suite, name);
    std::string bytes = TRY(cache.get_by_digest(url, listed->second.sha256, listed->second.size_bytes));
    take(read_packages(TRY_IN(url, inflate(bytes)), origin), origin, answer);
    return {};
  }
  return Error{Code::kNotFound, format("{}: it lists no packages for {}", origin, arch)};
}

}  // namespace

Result<void> read_suite(const model::Repository &suite, const RepositoryQuery &query, IndexCache &cache, RepositoryAnswer &answer) {
  const std::string &arch = query.arch;
  if (!plain_name(arch)) return Error{Code::kInvalidArgument, "architecture \"" + arch + "\""};
  std::string url = format("{}/dists/{}/InRelease", suite.uri, suite.suite);
  std::string text = TRY(cache.get(url, kMaxReleaseBytes));
  SignedText checked = TRY(check_signature(text, query.keyrings, url));
  if (checked.note) answer.notes.push_back(*std::move(checked.note));
  ReleaseFile release = TRY_IN(url, parse_release(checked.text));
  if (release.date) note_date(*release.date, answer);
  if (release.valid_until && *release.valid_until < base::now_seconds()) {
    answer.notes.push_back({base::Note::Kind::kDegraded, url,
                            "out of date since " + base::format_time(*release.valid_until) + " by its own word",
                            "an old copy of the repository hides updates"});
  }
  bool any = false;
  for (const std::string &component : suite.components) {
    if (!plain_name(component)) continue;
    auto done = read_component(suite, component, arch, release, cache, answer);
    if (done) {
      any = true;
    } else if (done.error().code != Code::kNotFound) {
      return done;
    }
  }
  if (!any) return Error{Code::kNotFound, format("{}: no package list for {}", url, arch)};
  return {};
}

Result<void> read_branch(const model::Repository &branch, const std::string &arch, IndexCache &cache, RepositoryAnswer &answer) {
  if (!plain_name(arch)) return Error{Code::kInvalidArgument, "architecture \"" + arch + "\""};
  std::string url = format("{}/{}/APKINDEX.tar.gz", branch.uri, arch);
  std::string bytes = TRY(cache.get(url, kMaxReleaseBytes));
  auto source = archive::memory_source(bytes);
  auto inflated = archive::sniffed_source(*source, {.max_bytes = kMaxIndexBytes, .max_ratio = 1100});
  archive::TarReader reader(*inflated);
  while (std::optional<archive::TarEntry> entry = TRY_IN(url, reader.next())) {
    if (entry->name != "APKINDEX") continue;
    take(read_apkindex(TRY_IN(url, reader.content_all(kMaxIndexBytes)), branch.uri), branch.uri, answer);
    // The tar's own time of the index is when it was made.
    if (entry->mtime > 0) note_date(entry->mtime, answer);
    answer.notes.push_back({base::Note::Kind::kInfo, url, "signature not checked", ""});
    return {};
  }
  return Error{Code::kCorrupt, url + ": no APKINDEX in it"};
}

namespace {

// What was asked decides where its answer is kept.
std::string answer_path(const RepositoryQuery &query, const std::vector<model::Repository> &chosen) {
  base::Sha256 key;
  for (const model::Repository &repository : chosen) {
    key.update(repository.uri + "\n" + repository.suite + "\n" + base::join(repository.components, " ") + "\n");
  }
  key.update(query.arch + "\n" + base::join(query.keyrings, "\n"));
  return query.cache_directory + "/" + key.finish_hex().substr(0, 24) + ".answer";
}

std::optional<RepositoryAnswer> kept_answer(const std::string &path, std::int64_t max_age_seconds) {
  auto bytes = base::read_file(path, kMaxIndexBytes);
  if (!bytes) return std::nullopt;
  auto kept = decode_answer(*bytes);
  std::int64_t age = kept ? base::now_seconds() - kept->asked : -1;
  if (age < 0 || age >= max_age_seconds) return std::nullopt;
  return std::move(kept->answer);
}

}  // namespace

Result<RepositoryAnswer> ask_repository(const RepositoryQuery &query, base::Progress &progress) {
  RepositoryAnswer answer;
  bool apk = query.distro.id == "alpine";
  if (!apk && query.distro.id != "debian" && query.distro.id != "ubuntu" && query.distro.id != "raspbian") {
    return Error{Code::kUnsupported, format("{}: its package repository can't be read yet",
                                            query.distro.id.empty() ? "unknown distribution" : query.distro.id)};
  }
  auto chosen = TRY(apk ? apk_branches(query, answer.notes) : security_suites(query, answer.notes));
  std::string path = query.cache_directory.empty() ? std::string() : answer_path(query, chosen);
  if (!path.empty()) {
    if (auto kept = kept_answer(path, query.max_age_seconds)) return *std::move(kept);
  }
  IndexCache cache(query.cache_directory, query.max_age_seconds, answer.notes);
  std::optional<Error> failed;
  std::size_t read = 0, done = 0;
  for (const model::Repository &repository : chosen) {
    progress.update("package repository", done++, chosen.size());
    auto result = apk ? read_branch(repository, query.arch, cache, answer) : read_suite(repository, query, cache, answer);
    if (result) {
      ++read;
      continue;
    }
    if (!failed) failed = result.error();
    answer.notes.push_back({base::Note::Kind::kSkipped, repository.uri + (repository.suite.empty() ? "" : " " + repository.suite),
                            result.error().message, ""});
  }
  progress.finish("package repository");
  if (read == 0 && failed) return *failed;
  // A part that failed is worth another try the next time.
  if (!path.empty() && !failed) (void)base::write_file_atomic(path, encode_answer({base::now_seconds(), answer}));
  return answer;
}

}  // namespace batten::advisory
