// SPDX-License-Identifier: Apache-2.0
#include "advisory/database.h"

#include <algorithm>
#include <map>

#include "advisory/feed.h"
#include "advisory/feed_file.h"
#include "advisory/lmdb.h"
#include "advisory/row_codec.h"
#include "advisory/side_files.h"
#include "base/file.h"
#include "base/format.h"
#include "base/reader.h"

namespace batten::advisory {
namespace {

struct OpenFeed {
  std::optional<LmdbFile> file;
  StringTable strings;
  FeedStatus status;
};

Result<OpenFeed> open_feed(const std::string& path) {
  OpenFeed out;
  out.file = TRY(LmdbFile::open(path));
  auto meta = out.file->get("z");
  auto strings = out.file->get("s");
  if (!meta || !strings) return Error{Code::kCorrupt, path + ": not a feed's file"};
  FeedMeta decoded = TRY_IN(path, decode_meta(*meta));
  out.status = std::move(decoded.status);
  out.status.file_bytes = out.file->size_bytes();
  out.strings = TRY_IN(path, StringTable::open(*strings));
  return out;
}

}  // namespace

struct Database::Impl {
  std::map<std::string, OpenFeed, std::less<>> feeds;

  const OpenFeed* find(std::string_view name) const {
    auto at = feeds.find(name);
    return at == feeds.end() || !at->second.file ? nullptr : &at->second;
  }
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Result<Database> Database::open(const std::string& directory, std::span<const std::string> only) {
  auto impl = std::make_unique<Impl>();
  for (const Feed* feed : all_feeds()) {
    if (!only.empty() && std::find(only.begin(), only.end(), feed->name) == only.end()) continue;
    OpenFeed& entry = impl->feeds[std::string(feed->name)];
    std::string path = feed_path(directory, feed->name);
    auto opened = open_feed(path);
    if (opened) {
      entry = *std::move(opened);
      entry.status.checked = std::max(entry.status.fetched, checked_time(directory, feed->name, entry.status.digest));
    } else if (opened.error().code != Code::kNotFound) {
      entry.status.problem = opened.error().message;
    }
    entry.status.name = feed->name;
  }
  return Database(std::move(impl));
}

Result<Database> Database::another() const {
  auto impl = std::make_unique<Impl>();
  for (const auto& [name, feed] : impl_->feeds) {
    OpenFeed& entry = impl->feeds[name];
    if (feed.file) entry.file = TRY(feed.file->another());
    entry.strings = feed.strings;
    entry.status = feed.status;
  }
  return Database(std::move(impl));
}

std::vector<FeedStatus> Database::status() const {
  std::vector<FeedStatus> out;
  for (const auto& [name, feed] : impl_->feeds) out.push_back(feed.status);
  return out;
}

bool Database::has(std::string_view feed) const { return impl_->find(feed) != nullptr; }

Result<std::vector<model::Advisory>> Database::advisories(std::string_view feed, std::string_view ecosystem,
                                                          std::string_view package) const {
  const OpenFeed* open = impl_->find(feed);
  if (open == nullptr) return std::vector<model::Advisory>();
  auto value = open->file->get(row_key(ecosystem, package));
  if (!value) return std::vector<model::Advisory>();
  return TRY_IN(format("{}: {} {}", feed, ecosystem, package), decode_rows(*value, open->strings, ecosystem, package));
}

bool Database::has_ecosystem(std::string_view feed, std::string_view ecosystem) const {
  const OpenFeed* open = impl_->find(feed);
  return open != nullptr && open->file->get("o" + std::string(ecosystem)).has_value();
}

std::optional<model::Vulnerability> Database::vulnerability(std::string_view feed, std::string_view id) const {
  const OpenFeed* open = impl_->find(feed);
  if (open == nullptr) return std::nullopt;
  auto value = open->file->get("v" + std::string(id));
  if (!value) return std::nullopt;
  auto decoded = decode_vulnerability(*value, id);
  if (!decoded) return std::nullopt;
  return *std::move(decoded);
}

std::optional<model::Epss> Database::epss(std::string_view cve) const {
  const OpenFeed* open = impl_->find("epss");
  if (open == nullptr) return std::nullopt;
  base::Writer key;
  key.u8('e');
  encode_id(cve, key);
  auto value = open->file->get(key.view());
  if (!value) return std::nullopt;
  base::Reader reader(*value);
  double score = reader.u32le() / 1e6;
  double percentile = reader.u32le() / 1e6;
  if (!reader.ok()) return std::nullopt;
  return model::Epss{score, percentile};
}

std::optional<model::KnownExploited> Database::kev(std::string_view cve) const {
  const OpenFeed* open = impl_->find("kev");
  if (open == nullptr) return std::nullopt;
  auto value = open->file->get("k" + std::string(cve));
  if (!value) return std::nullopt;
  base::Reader reader(*value);
  model::KnownExploited out;
  out.date_added = reader.sized();
  out.due_date = reader.sized();
  out.required_action = reader.sized();
  out.ransomware = reader.u8() != 0;
  if (!reader.ok()) return std::nullopt;
  return out;
}

Result<void> verify_feed(const std::string& directory, std::string_view feed) {
  std::string path = feed_path(directory, feed);
  TRY(check_seal(path));
  OpenFeed open = TRY(open_feed(path));
  ContentDigest digest;
  std::size_t rows = 0;
  Result<void> decoded;
  TRY(open.file->each([&](std::string_view key, std::string_view value) {
    if (key == "z") return;
    digest.add(key, value);
    std::size_t split = key.find('\0');
    if (key[0] != 'a' || split == std::string_view::npos || !decoded) return;
    auto list = decode_rows(value, open.strings, key.substr(1, split - 1), key.substr(split + 1));
    if (list) {
      rows += list->size();
    } else {
      decoded = list.error();
    }
  }));
  if (std::string actual = digest.finish(); actual != open.status.digest) {
    return Error{Code::kCorrupt, format("{}: content has SHA-256 {}, was built with {}", path, actual, open.status.digest)};
  }
  TRY_IN(path, std::move(decoded));
  if (rows != open.status.advisories) {
    return Error{Code::kCorrupt, format("{}: {} rows, was built with {}", path, rows, open.status.advisories)};
  }
  return {};
}

std::string database_directory() {
  std::string own = base::environment("BATTEN_DB");
  return own.empty() ? base::cache_directory() + "/db" : own;
}

}  // namespace batten::advisory
