// SPDX-License-Identifier: Apache-2.0
#include "advisory/newer_records.h"

#include <algorithm>
#include <map>
#include <memory>

#include "advisory/change_list.h"
#include "archive/zip.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMostChanges = 2000;
constexpr std::size_t kMostListed = 20'000;  // with those that turn out to be known
constexpr std::size_t kMostNewer = 10'000;   // beside the archive
constexpr std::int64_t kOverlapSeconds = 2 * 86400;
constexpr std::int64_t kWholeSeconds = 30 * 86400;

// When was the record that we have modified?
class KnownTimes {
 public:
  static Result<KnownTimes> open(const SourceStore& store, const KeptSource& kept, const Records& newer) {
    KnownTimes out;
    TRY(store.check(kept.base));
    out.bytes_ = std::make_unique<std::string>(TRY(base::read_file(store.path(kept.base), 2ull << 30)));
    out.zip_ = TRY(archive::ZipReader::open(*out.bytes_));
    for (const auto& member : out.zip_.members()) {
      if (member.name.contains('/')) return Error{Code::kUnsupported, member.name + ": an archive with folders"};
      out.members_[member.name] = &member;
    }
    out.newer_ = &newer;
    return out;
  }

  std::size_t size() const { return members_.size(); }

  // Empty: no such record.
  std::string modified(const std::string& file_name) const {
    std::string content;
    if (auto newer = newer_->find(file_name); newer != newer_->end()) {
      content = newer->second;
    } else if (auto member = members_.find(file_name); member != members_.end()) {
      content = zip_.read(*member->second, 64u << 20).value_or("");
    }
    auto document = json::Document::parse(content);
    return document ? std::string((*document)["modified"].string()) : std::string();
  }

 private:
  std::unique_ptr<std::string> bytes_;
  archive::ZipReader zip_;
  std::map<std::string_view, const archive::ZipMember*> members_;
  const Records* newer_ = nullptr;
};

// Lists and records may differ in how many digits of a second they write.
bool same_moment(const Change& listed, const std::string& own) {
  if (listed.modified == own) return true;
  bool fraction_in_both = listed.modified.contains('.') && own.contains('.');
  return !fraction_in_both && base::parse_time(own) == listed.seconds;
}

std::string folder_of(const std::string& url) { return url.substr(0, url.rfind('/')); }

}  // namespace

std::string changes_since(std::string_view newest_record, std::int64_t fetched) {
  auto newest = base::parse_time(newest_record);
  // A record of tomorrow must not hide what changes today.
  return newest ? base::format_time(std::min(*newest, fetched) - kOverlapSeconds) : std::string();
}

Result<NewerRecords> newer_records(http::Client& client, const Download& known, std::string_view list, const SourceStore& store,
                                   std::string_view task, base::Progress& progress) {
  const KeptSource& kept = known.kept;
  auto since = base::parse_time(kept.since), whole = base::parse_time(kept.whole);
  if (kept.base.empty() || !since || !whole) return Error{Code::kNotFound, "nothing is kept"};
  if (base::now_seconds() - *whole > kWholeSeconds) return Error{Code::kLimit, "the archive is a month old"};

  NewerRecords out;
  out.download = known;
  out.records = TRY(store.records(kept.newer));
  std::string folder = folder_of(known.url);
  std::string list_url = folder + "/" + std::string(list);
  Download known_list{list_url, kept.list_etag, ""};
  ChangeList changes = TRY(fetch_changes(client, list_url, known_list, *since, kMostListed));
  if (changes.unchanged) {
    TRY(store.check(kept.base));
    return out;
  }

  KnownTimes times = TRY(KnownTimes::open(store, kept, out.records));
  std::vector<std::string> wanted;
  for (const Change& change : changes.changes) {
    if (!same_moment(change, times.modified(change.id + ".json"))) wanted.push_back(change.id);
  }
  if (wanted.size() > std::min(kMostChanges, std::max<std::size_t>(times.size() / 4, 10))) {
    return Error{Code::kLimit, format("{} records have changed", wanted.size())};
  }
  Records fetched = TRY(fetch_records(folder, wanted, task, progress));
  for (auto& [name, content] : fetched) out.records[name] = std::move(content);
  if (out.records.size() > kMostNewer) return Error{Code::kLimit, format("{} records are newer than the archive", out.records.size())};

  out.changed = wanted.size();
  KeptSource& now = out.download.kept;
  if (!wanted.empty()) now.newer = TRY(store.keep_records(out.records));
  if (!changes.changes.empty()) now.since = changes_since(changes.changes[0].modified, base::now_seconds());
  now.list_etag = changes.validators.etag;
  return out;
}

}  // namespace batten::advisory
