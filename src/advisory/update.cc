// SPDX-License-Identifier: Apache-2.0
#include "advisory/update.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <semaphore>
#include <thread>

#include "advisory/feed_addresses.h"
#include "advisory/feed_builder.h"
#include "advisory/feed_file.h"
#include "advisory/feed_lock.h"
#include "advisory/fetch.h"
#include "advisory/kept_source.h"
#include "advisory/lmdb.h"
#include "advisory/mirror.h"
#include "advisory/newer_records.h"
#include "advisory/side_files.h"
#include "advisory/unpack.h"
#include "base/file.h"
#include "base/format.h"
#include "base/heap.h"
#include "base/path.h"
#include "base/time.h"
#include "http/client.h"

namespace batten::advisory {
namespace {

// A file of the feed, ready to be read.
struct Input {
  std::string path, name;
  Download validators;
  bool temporary = false;  // downloaded: removed when it has been read
  bool keep = false;       // or kept, for the publisher says what changes in it
  Records newer = {};      // than the file
};

struct Inputs {
  std::vector<Input> files;
  bool unchanged = false;
  std::string origin;
  std::optional<std::size_t> changed_records;
};

struct Remote {
  std::string url, changes;
};

// Feeds are downloaded side by side; of those only so many are built at a
// time, for building takes processors and memory.
constexpr std::size_t kFeedsAtOnce = 4;
constexpr int kBuildsAtOnce = 2;
using BuildSlots = std::counting_semaphore<kBuildsAtOnce>;

bool is_url(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

FeedMeta known_meta(const std::string &directory, std::string_view feed) {
  auto file = LmdbFile::open(feed_path(directory, feed));
  if (!file) return {};
  auto value = file->get("z");
  auto meta = value ? decode_meta(*value) : Result<FeedMeta>(Error{Code::kCorrupt, "no status"});
  if (!meta) return {};
  meta->status.file_bytes = file->size_bytes();
  return *std::move(meta);
}

class FeedUpdate {
 public:
  FeedUpdate(const Feed &feed, const UpdateOptions &options, BuildSlots &slots, base::Progress &progress)
      : feed_(feed),
        options_(options),
        slots_(slots),
        progress_(progress),
        task_(format("feed {}", feed.name)),
        store_(options.directory, feed.name) {}

  Result<FeedOutcome> run() {
    FeedLock lock = TRY(FeedLock::take(options_.directory, feed_.name, std::chrono::milliseconds(options_.lock_patience_ms), progress_));
    // Read under the lock: another process may just have done the work.
    known_ = known_meta(options_.directory, feed_.name);
    if (options_.force) known_.downloads.clear();
    if (known_.status.revision != feed_.revision) {
      // What is kept is only read again.
      for (Download &download : known_.downloads) download = {download.url, "", "", download.kept};
    }
    Inputs inputs = TRY(gather());
    FeedOutcome out{.feed = std::string(feed_.name), .kind = FeedOutcome::Kind::kUnchanged, .status = known_.status, .error = {}};
    if (!inputs.unchanged) {
      slots_.acquire();
      auto built = build(inputs);
      base::release_free_memory();
      slots_.release();
      for (const Input &input : inputs.files) {
        if (input.temporary) ::unlink(input.path.c_str());
      }
      out.status = TRY(std::move(built));
      out.kind = FeedOutcome::Kind::kUpdated;
      out.changed_records = inputs.changed_records;
    } else if (options_.from.empty() || is_url(options_.from)) {
      // (A directory says nothing of what the publisher has by now.)
      out.status.checked = base::format_time(base::now_seconds());
      set_checked_time(options_.directory, feed_.name, out.status.digest, out.status.checked);
    }
    return out;
  }

 private:
  Result<Inputs> gather() {
    if (options_.from.empty()) return download(TRY(public_files()), "");
    if (is_url(options_.from)) return download(TRY(files_at(options_.from)), options_.from);
    return local();
  }

  Result<Inputs> local() {
    Inputs out;
    out.origin = options_.from;
    std::vector<MirrorFile> found;
    if (base::is_directory(options_.from)) {
      found = find_in_mirror(options_.from, feed_.files(nullptr));
      if (found.empty()) return Error{Code::kNotFound, format("feed {}: {} has none of its files", feed_.name, options_.from)};
    } else {
      found.push_back(TRY(mirror_file(options_.from)));
    }
    std::vector<Download> validators;
    for (MirrorFile &file : found) {
      validators.push_back(file.validators);
      out.files.push_back({std::move(file.path), std::move(file.name), std::move(file.validators)});
    }
    out.unchanged = validators == known_.downloads;
    return out;
  }

  Result<std::vector<Remote>> public_files() {
    std::vector<Remote> out;
    for (const FeedFile &file : TRY(file_addresses(client_, feed_))) out.push_back({file.url, file.changes});
    return out;
  }

  // Which of the mirror names a server has: the first that is there, for each
  // file.
  Result<std::vector<Remote>> files_at(std::string base) {
    while (base.ends_with('/')) base.pop_back();
    std::vector<Remote> out;
    for (const FeedFile &file : feed_.files(nullptr)) {
      auto url = TRY(first_at(base, file));
      if (url) out.push_back({*std::move(url), file.changes});
    }
    if (out.empty()) return Error{Code::kNotFound, format("feed {}: {} has none of its files", feed_.name, base)};
    return out;
  }

  Result<std::optional<std::string>> first_at(const std::string &base, const FeedFile &file) {
    for (const std::string &mirror_name : file.mirror_names) {
      if (mirror_name.find('*') != std::string::npos || mirror_name.find(' ') != std::string::npos) continue;
      for (const std::string &name : names_to_try(mirror_name)) {
        http::Request request;
        request.method = "HEAD";
        request.url = base + "/" + name;
        http::Response answer = TRY(client_.send(request));
        if (answer.status == 200) return std::optional(request.url);
        if (answer.status != 404 && answer.status != 410) return http::status_error(request, answer);
      }
    }
    return std::optional<std::string>();
  }

  // First only asks for what has changed; if anything has, the rest is needed
  // too, because a feed is built as a whole.
  Result<Inputs> download(const std::vector<Remote> &files, const std::string &origin) {
    Inputs out;
    out.origin = !origin.empty() ? origin : files.size() == 1 ? files[0].url : files[0].url.substr(0, files[0].url.find('/', 8));
    std::vector<std::optional<Input>> inputs;  // nothing: as it was
    std::vector<const Remote *> there;
    std::optional<Error> missing;
    bool changed = known_.status.revision != feed_.revision;
    for (const Remote &file : files) {
      auto input = changed_file(file, out);
      // A release that is not published yet, or no longer: the others still
      // make the feed.
      if (!input && input.error().code == Code::kNotFound && files.size() > 1) {
        missing = input.error();
        continue;
      }
      inputs.push_back(TRY(std::move(input)));
      there.push_back(&file);
      changed = changed || inputs.back();
    }
    if (there.empty()) return missing.value_or(Error{Code::kNotFound, format("feed {}: nothing to download", feed_.name)});
    out.unchanged = !changed;
    for (std::size_t i = 0; i < there.size() && changed; ++i) {
      out.files.push_back(inputs[i] ? *std::move(inputs[i]) : TRY(unchanged_file(*there[i])));
    }
    return out;
  }

  const Download *known_download(const std::string &url) const {
    auto at = std::find_if(known_.downloads.begin(), known_.downloads.end(), [&](const Download &entry) { return entry.url == url; });
    return at == known_.downloads.end() ? nullptr : &*at;
  }

  // What is new of a file: the records that have changed, or all of it.
  // Nothing: it is as it was.
  Result<std::optional<Input>> changed_file(const Remote &file, Inputs &all) {
    const Download *known = known_download(file.url);
    if (!file.changes.empty() && known != nullptr && !known->kept.base.empty()) {
      auto newer = newer_records(client_, *known, file.changes, store_, task_, progress_);
      if (newer && newer->changed == 0) return std::optional<Input>();
      if (newer) {
        all.changed_records = all.changed_records.value_or(0) + newer->changed;
        return std::optional(kept_input(std::move(newer->download), std::move(newer->records)));
      }
    }
    Fetched fetched = TRY(fetch_one(file.url, true));
    if (fetched.unchanged) return std::optional<Input>();
    return std::optional(input_of(file, std::move(fetched)));
  }

  Result<Input> unchanged_file(const Remote &file) {
    if (const Download *known = known_download(file.url); known != nullptr && !known->kept.base.empty()) {
      auto newer = store_.records(known->kept.newer);
      if (newer && store_.check(known->kept.base)) return kept_input(*known, *std::move(newer));
    }
    return input_of(file, TRY(fetch_one(file.url, false)));
  }

  Input kept_input(Download download, Records newer) const {
    std::string path = store_.path(download.kept.base);
    return {.path = std::move(path), .name = "all.zip", .validators = std::move(download), .newer = std::move(newer)};
  }

  Result<Fetched> fetch_one(const std::string &url, bool conditional) {
    FetchOptions options;
    options.directory = options_.directory + "/partial";
    options.task = task_;
    const Download *known = known_download(url);
    if (conditional && known != nullptr) options.known = *known;
    return fetch(client_, url, options, progress_);
  }

  static Input input_of(const Remote &file, Fetched fetched) {
    std::string_view path = std::string_view(file.url).substr(0, file.url.find('?'));
    Input out{std::move(fetched.path), std::string(without_compression(base::base_name(path))), std::move(fetched.validators), true};
    out.keep = !file.changes.empty() && can_be_kept(out.path);
    return out;
  }

  Result<FeedStatus> build(const Inputs &inputs) {
    std::int64_t now = base::now_seconds();
    FeedBuilder builder;
    FeedMeta meta;
    for (const Input &input : inputs.files) {
      if (!input.temporary) TRY(check_mirror_file(input.path));
      Unpacked unpacked = TRY(unpack(input.path, input.name, feed_, builder, progress_, task_, {}, input.newer));
      meta.status.source_bytes += unpacked.bytes;
      meta.downloads.push_back(input.validators);
      builder.next_file();
    }
    if (builder.empty()) return Error{Code::kCorrupt, format("feed {}: {}: no record in it", feed_.name, inputs.origin)};
    meta.status.name = feed_.name;
    meta.status.revision = feed_.revision;
    meta.status.fetched = base::format_time(now);
    meta.status.origin = inputs.origin;
    meta.status.etag = meta.downloads[0].etag;
    meta.status.last_modified = meta.downloads[0].last_modified;
    for (std::size_t i = 0; i < inputs.files.size(); ++i) keep(inputs.files[i], builder.newest(), now, meta.downloads[i]);
    TRY(builder.write(feed_path(options_.directory, feed_.name), meta));
    store_.forget_others(meta.downloads);
    return meta.status;
  }

  // So that next time only what changes is fetched. Where it can't be kept the
  // feed is as good.
  void keep(const Input &input, const std::string &newest, std::int64_t now, Download &download) {
    std::string since = changes_since(newest, now);
    if (!input.keep || since.empty()) return;
    auto base = store_.keep_archive(input.path);
    if (!base) return;
    download.kept = {.base = *std::move(base), .newer = "", .since = since, .whole = base::format_time(now), .list_etag = ""};
  }

  const Feed &feed_;
  const UpdateOptions &options_;
  BuildSlots &slots_;
  base::Progress &progress_;
  std::string task_;
  FeedMeta known_;
  SourceStore store_;
  http::Client client_;
};

FeedOutcome outcome_of_error(const Feed &feed, const UpdateOptions &options, Error error) {
  FeedOutcome out;
  out.feed = feed.name;
  bool mirror = !options.from.empty();
  out.kind = mirror && error.code == Code::kNotFound ? FeedOutcome::Kind::kAbsent : FeedOutcome::Kind::kFailed;
  out.status = known_meta(options.directory, feed.name).status;
  out.status.name = feed.name;
  out.error = std::move(error);
  return out;
}

// The largest first, so that none is begun when the others are done.
std::vector<std::size_t> order_of(const std::vector<const Feed *> &feeds, const UpdateOptions &options) {
  std::vector<std::uint64_t> bytes(feeds.size());
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    if (options.from.empty() || is_url(options.from)) continue;
    for (const MirrorFile &file : find_in_mirror(options.from, feeds[i]->files(nullptr))) bytes[i] += file.size_bytes;
  }
  std::vector<std::size_t> out(feeds.size());
  std::iota(out.begin(), out.end(), std::size_t{0});
  std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return bytes[a] > bytes[b]; });
  return out;
}

std::vector<FeedOutcome> update_all(const std::vector<const Feed *> &feeds, const UpdateOptions &options, base::Progress &progress) {
  std::vector<FeedOutcome> out(feeds.size());
  std::vector<std::size_t> order = order_of(feeds, options);
  std::atomic<std::size_t> next = 0;
  BuildSlots slots(kBuildsAtOnce);
  auto work = [&] {
    for (std::size_t at = next++; at < order.size(); at = next++) {
      const Feed &feed = *feeds[order[at]];
      auto done = FeedUpdate(feed, options, slots, progress).run();
      out[order[at]] = done ? *std::move(done) : outcome_of_error(feed, options, std::move(done).error());
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < std::min(kFeedsAtOnce, feeds.size()); ++i) threads.emplace_back(work);
  work();
  threads.clear();
  return out;
}

}  // namespace

Result<std::vector<FeedOutcome>> update(const UpdateOptions &options, base::Progress &progress) {
  std::vector<const Feed *> wanted;
  for (const std::string &name : options.feeds) {
    const Feed *feed = find_feed(name);
    if (feed == nullptr) return Error{Code::kInvalidArgument, format("there is no feed \"{}\"", name)};
    wanted.push_back(feed);
  }
  for (const Feed *feed : options.feeds.empty() ? all_feeds() : std::span<const Feed *const>()) {
    if (!feed->large || !options.from.empty()) wanted.push_back(feed);
  }
  bool local = !options.from.empty() && !is_url(options.from);
  bool from_file = local && !base::is_directory(options.from);
  if (from_file && !base::is_regular_file(options.from)) {
    return Error{Code::kNotFound, options.from + ": there is no such directory or file"};
  }
  if (from_file && options.feeds.size() != 1) {
    return Error{Code::kInvalidArgument, options.from + ": a file makes one feed; name it"};
  }
  return update_all(wanted, options, progress);
}

std::vector<std::string> feeds_for(const model::Distro &distro, std::span<const std::string_view> package_types) {
  std::vector<std::string> out;
  for (const Feed *feed : all_feeds()) {
    bool of_language = !feed->package_type.empty() && std::ranges::find(package_types, feed->package_type) != package_types.end();
    bool of_programs = feed->programs && std::ranges::find(package_types, "generic") != package_types.end();
    if (of_language || of_programs || feed->wanted(distro)) out.emplace_back(feed->name);
  }
  return out;
}

std::vector<std::string> feeds_if_there() {
  std::vector<std::string> out;
  for (const Feed *feed : all_feeds()) {
    if (feed->if_there) out.emplace_back(feed->name);
  }
  return out;
}

}  // namespace batten::advisory
