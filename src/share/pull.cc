// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "advisory/feed.h"
#include "advisory/side_files.h"
#include "advisory/transfer.h"
#include "archive/byte_source.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "share/artifact.h"
#include "share/connect.h"
#include "share/sharing.h"
#include "share/sign.h"

namespace batten::share {
namespace {

using base::Note;

// A layer in a file without a name, hashed before anything looks into it.
Result<base::Fd> fetch_layer(image::RegistryClient& client, const SharedFeed& feed, const std::string& directory,
                             base::Progress& progress) {
  TRY(base::make_directories(directory + "/partial"));
  std::string path = format("{}/partial/{}.{}.layer", directory, feed.status.name, ::getpid());
  base::Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid() || ::unlink(path.c_str()) != 0) return base::errno_error(path, errno);
  base::Sha256 hash;
  std::uint64_t done = 0;
  std::string task = format("feed {}", feed.status.name);
  TRY(client.stream_blob(feed.blob, [&](std::string_view bytes) -> Result<void> {
    done += bytes.size();
    if (done > feed.blob_bytes) return Error{Code::kCorrupt, format("it is longer than {} bytes", feed.blob_bytes)};
    hash.update(bytes);
    progress.update(task, done, feed.blob_bytes);
    return base::write_all(file.get(), bytes);
  }));
  progress.finish(task);
  if (std::string actual = hash.finish_hex(); actual != feed.blob.hex()) {
    return Error{Code::kCorrupt, format("its bytes have SHA-256 {}, not {}", actual, feed.blob.hex())};
  }
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return base::errno_error(path, errno);
  return file;
}

Result<void> pull_feed(image::RegistryClient& client, const SharedFeed& feed, const std::string& directory, base::Progress& progress) {
  base::Fd file = TRY(fetch_layer(client, feed, directory, progress));
  auto packed = archive::pipe_source(file.get());
  auto stream = archive::inflated_source(*packed, archive::Compression::kZstd, {.max_bytes = feed.stream_bytes, .max_ratio = 0});
  (void)TRY(advisory::receive_feed(directory, {.feed = feed.status.name, .digest = feed.status.digest, .bytes = feed.stream_bytes}, *stream,
                                   progress));
  return {};
}

// Those that are wanted and that this program can use.
Result<std::vector<SharedFeed>> choose(std::vector<SharedFeed> there, const ShareOptions& options, base::Notes& notes) {
  std::vector<SharedFeed> out;
  for (SharedFeed& feed : there) {
    const std::string& name = feed.status.name;
    bool asked = std::ranges::find(options.feeds, name) != options.feeds.end();
    if (!options.feeds.empty() && !asked) continue;
    const advisory::Feed* known = advisory::find_feed(name);
    std::string why;
    if (known == nullptr) why = "this program does not know it";
    if (known != nullptr && known->revision != feed.status.revision) {
      why = format("built by importer {}, this program has {}", feed.status.revision, known->revision);
    }
    if (why.empty()) {
      out.push_back(std::move(feed));
    } else {
      notes.push_back({Note::Kind::kSkipped, "feed " + name, why, "push and pull with the same version of batten"});
    }
  }
  for (const std::string& name : options.feeds) {
    bool found = std::ranges::any_of(out, [&](const SharedFeed& feed) { return feed.status.name == name; });
    if (!found && notes.empty()) return Error{Code::kNotFound, format("feed {} is not in {}", name, options.reference)};
  }
  return out;
}

}  // namespace

Result<Shared> pull(const ShareOptions& options, const PublicKey* key, base::Progress& progress) {
  Connection from = TRY(connect(options.reference, options.registry, true));
  image::RegistryManifest manifest = TRY_IN(from.reference.text(), from.client->manifest(from.reference.target()));
  Shared out;
  out.reference = from.reference.text();
  out.digest = manifest.digest;
  if (key != nullptr) {
    TRY_IN(out.reference, check_signature(*from.client, manifest.digest, *key));
    out.signed_by = key->fingerprint();
  }
  std::vector<SharedFeed> feeds = TRY_IN(out.reference, decode_artifact(manifest.bytes));
  feeds = TRY(choose(std::move(feeds), options, out.notes));

  TRY(base::make_directories(options.directory));
  advisory::Database here = TRY(advisory::Database::open(options.directory));
  std::vector<advisory::FeedStatus> known = here.status();
  advisory::Pulled pulled{.reference = out.reference, .digest = out.digest.text(), .signed_by = out.signed_by, .feeds = {}};
  // What came from the same manifest earlier is of it still.
  auto before = advisory::read_pulled(options.directory);
  if (before && before->digest == pulled.digest && before->signed_by == pulled.signed_by) pulled.feeds = std::move(before->feeds);
  for (const SharedFeed& feed : feeds) {
    const std::string& name = feed.status.name;
    auto old = std::ranges::find_if(known, [&](const advisory::FeedStatus& status) { return status.name == name; });
    bool same = old != known.end() && old->present && old->digest == feed.status.digest && old->revision == feed.status.revision;
    if (!same) TRY_IN(format("{}: feed {}", out.reference, name), pull_feed(*from.client, feed, options.directory, progress));
    if (!feed.status.checked.empty() && (!same || feed.status.checked > old->checked)) {
      advisory::set_checked_time(options.directory, name, feed.status.digest, feed.status.checked);
    }
    pulled.feeds[name] = feed.status.digest;
    out.feeds.push_back({feed.status, feed.blob_bytes, !same});
  }
  TRY(advisory::write_pulled(options.directory, pulled));
  return out;
}

}  // namespace batten::share
