// SPDX-License-Identifier: Apache-2.0
#include "advisory/update.h"

#include <unistd.h>

#include <algorithm>

#include "advisory/feed_addresses.h"
#include "advisory/feed_builder.h"
#include "advisory/feed_file.h"
#include "advisory/feed_lock.h"
#include "advisory/fetch.h"
#include "advisory/lmdb.h"
#include "advisory/mirror.h"
#include "advisory/unpack.h"
#include "base/file.h"
#include "base/format.h"
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
};

struct Inputs {
  std::vector<Input> files;
  bool unchanged = false;
  std::string origin;
};

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
  FeedUpdate(const Feed &feed, const UpdateOptions &options, base::Progress &progress)
      : feed_(feed), options_(options), progress_(progress), task_(format("feed {}", feed.name)) {}

  Result<FeedOutcome> run() {
    FeedLock lock = TRY(FeedLock::take(options_.directory, feed_.name, std::chrono::milliseconds(options_.lock_patience_ms), progress_));
    // Read under the lock: another process may just have done the work.
    known_ = known_meta(options_.directory, feed_.name);
    if (options_.force || known_.status.revision != feed_.revision) known_.downloads.clear();
    Inputs inputs = TRY(gather());
    FeedOutcome out{.feed = std::string(feed_.name), .kind = FeedOutcome::Kind::kUnchanged, .status = known_.status, .error = {}};
    if (!inputs.unchanged) {
      auto built = build(inputs);
      for (const Input &input : inputs.files) {
        if (input.temporary) ::unlink(input.path.c_str());
      }
      out.status = TRY(std::move(built));
      out.kind = FeedOutcome::Kind::kUpdated;
    }
    return out;
  }

 private:
  Result<Inputs> gather() {
    if (options_.from.empty()) return download(TRY(file_addresses(client_, feed_)), "");
    if (is_url(options_.from)) return download(TRY(urls_at(options_.from)), options_.from);
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
      out.files.push_back({std::move(file.path), std::move(file.name), std::move(file.validators), false});
    }
    out.unchanged = validators == known_.downloads;
    return out;
  }

  // Which of the mirror names a server has: the first that is there, for each
  // file.
  Result<std::vector<std::string>> urls_at(std::string base) {
    while (base.ends_with('/')) base.pop_back();
    std::vector<std::string> out;
    for (const FeedFile &file : feed_.files(nullptr)) {
      auto url = TRY(first_at(base, file));
      if (url) out.push_back(*std::move(url));
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
  Result<Inputs> download(const std::vector<std::string> &urls, const std::string &origin) {
    Inputs out;
    out.origin = !origin.empty() ? origin : urls.size() == 1 ? urls[0] : urls[0].substr(0, urls[0].find('/', 8));
    std::vector<std::string> same;
    std::optional<Error> missing;
    for (const std::string &url : urls) {
      auto fetched = fetch_one(url, true);
      // A release that is not published yet, or no longer: the others still
      // make the feed.
      if (!fetched && fetched.error().code == Code::kNotFound && urls.size() > 1) {
        missing = fetched.error();
      } else if (!fetched) {
        return fetched.error();
      } else if (fetched->unchanged) {
        same.push_back(url);
      } else {
        out.files.push_back(input_of(url, *std::move(fetched)));
      }
    }
    if (out.files.empty() && same.empty())
      return missing.value_or(Error{Code::kNotFound, format("feed {}: nothing to download", feed_.name)});
    out.unchanged = out.files.empty();
    if (out.unchanged) return out;
    for (const std::string &url : same) out.files.push_back(input_of(url, TRY(fetch_one(url, false))));
    return out;
  }

  Result<Fetched> fetch_one(const std::string &url, bool conditional) {
    FetchOptions options;
    options.directory = options_.directory + "/partial";
    options.task = task_;
    auto known = std::find_if(known_.downloads.begin(), known_.downloads.end(), [&](const Download &entry) { return entry.url == url; });
    if (conditional && known != known_.downloads.end()) options.known = *known;
    return fetch(client_, url, options, progress_);
  }

  static Input input_of(const std::string &url, Fetched fetched) {
    std::string_view path = std::string_view(url).substr(0, url.find('?'));
    return {std::move(fetched.path), std::string(without_compression(base::base_name(path))), std::move(fetched.validators), true};
  }

  Result<FeedStatus> build(const Inputs &inputs) {
    FeedBuilder builder;
    FeedMeta meta;
    for (const Input &input : inputs.files) {
      Unpacked unpacked = TRY(unpack(input.path, input.name, feed_, builder, progress_, task_));
      meta.status.source_bytes += unpacked.bytes;
      meta.downloads.push_back(input.validators);
      builder.next_file();
    }
    if (builder.empty()) return Error{Code::kCorrupt, format("feed {}: {}: no record in it", feed_.name, inputs.origin)};
    meta.status.name = feed_.name;
    meta.status.revision = feed_.revision;
    meta.status.fetched = base::format_time(base::now_seconds());
    meta.status.origin = inputs.origin;
    meta.status.etag = meta.downloads[0].etag;
    meta.status.last_modified = meta.downloads[0].last_modified;
    TRY(builder.write(feed_path(options_.directory, feed_.name), meta));
    return meta.status;
  }

  const Feed &feed_;
  const UpdateOptions &options_;
  base::Progress &progress_;
  std::string task_;
  FeedMeta known_;
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
  std::vector<FeedOutcome> out;
  for (const Feed *feed : wanted) {
    auto done = FeedUpdate(*feed, options, progress).run();
    out.push_back(done ? *std::move(done) : outcome_of_error(*feed, options, std::move(done).error()));
  }
  return out;
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
