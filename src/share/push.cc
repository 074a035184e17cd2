// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "advisory/transfer.h"
#include "archive/compress.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/hash.h"
#include "image/registry_upload.h"
#include "share/artifact.h"
#include "share/connect.h"
#include "share/sharing.h"
#include "share/sign.h"

namespace batten::share {
namespace {

// About a quarter of the stream at a tenth of the time of higher levels.
constexpr int kLevel = 6;

// A feed's layer, in a file without a name.
struct Packed {
  SharedFeed feed;
  base::Fd file;
};

Result<Packed> pack(const std::string& directory, const advisory::FeedStatus& status) {
  Packed out;
  // The database's own directory may be read-only.
  std::string temporary = base::environment("TMPDIR");
  if (temporary.empty()) temporary = "/tmp";
  out.file = base::Fd(::open(temporary.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!out.file.valid()) return base::errno_error(temporary, errno);
  base::Sha256 hash;
  archive::ZstdWriter zstd(
      [&](std::string_view bytes) -> Result<void> {
        hash.update(bytes);
        out.feed.blob_bytes += bytes.size();
        return base::write_all(out.file.get(), bytes);
      },
      kLevel);
  advisory::SentFeed sent = TRY(advisory::send_feed(directory, status.name, [&](std::string_view bytes) { return zstd.add(bytes); }));
  TRY(zstd.finish());
  out.feed.blob = model::Digest::of_sha256_hex(hash.finish_hex());
  out.feed.status = std::move(sent.status);
  out.feed.status.checked = status.checked;
  out.feed.stream_bytes = sent.bytes;
  return out;
}

Result<std::vector<advisory::FeedStatus>> feeds_to_push(const ShareOptions& options) {
  std::vector<advisory::FeedStatus> out = TRY(advisory::Database::open(options.directory, options.feeds)).status();
  for (const advisory::FeedStatus& status : out) {
    bool asked = std::ranges::find(options.feeds, status.name) != options.feeds.end();
    if (!status.problem.empty()) return Error{Code::kCorrupt, format("feed {}: {}", status.name, status.problem)};
    if (asked && !status.present)
      return Error{Code::kNotFound, format("feed {} is not there; run: batten db update {}", status.name, status.name)};
  }
  std::erase_if(out, [](const advisory::FeedStatus& status) { return !status.present; });
  if (out.empty()) return Error{Code::kNotFound, options.directory + ": no feed there; run: batten db update"};
  return out;
}

}  // namespace

Result<Shared> push(const ShareOptions& options, const PrivateKey* key, base::Progress& progress) {
  std::vector<advisory::FeedStatus> statuses = TRY(feeds_to_push(options));
  Connection to = TRY(connect(options.reference, options.registry, false));
  if (!to.reference.digest.empty()) return Error{Code::kInvalidArgument, to.reference.text() + ": a database is pushed to a tag"};
  image::RegistryUpload upload(*to.client);
  Shared out;
  out.reference = to.reference.text();
  std::vector<SharedFeed> feeds;
  for (const advisory::FeedStatus& status : statuses) {
    std::string task = format("feed {}", status.name);
    Packed packed = TRY_IN(task, pack(options.directory, status));
    bool moved = TRY_IN(task, upload.put_blob(packed.feed.blob, packed.feed.blob_bytes, [&](std::uint64_t offset, std::size_t size) {
      progress.update(task, offset, packed.feed.blob_bytes);
      return base::read_at(packed.file.get(), offset, size);
    }));
    progress.finish(task);
    out.feeds.push_back({packed.feed.status, packed.feed.blob_bytes, moved});
    feeds.push_back(std::move(packed.feed));
  }
  (void)TRY(upload.put_blob(model::Digest::of_sha256_hex(base::sha256_hex(kEmptyConfig)), kEmptyConfig));
  std::string manifest = encode_artifact(feeds);
  out.digest = model::Digest::of_sha256_hex(base::sha256_hex(manifest));
  // The signature first: whoever asks for the tag finds it signed.
  if (key != nullptr) {
    TRY(upload.put_manifest(out.digest.text(), kManifestType, manifest));
    TRY_IN("signature", sign_manifest(*to.client, to.reference, out.digest, *key));
    out.signed_by = key->public_key().fingerprint();
  }
  TRY(upload.put_manifest(to.reference.tag, kManifestType, manifest));
  return out;
}

}  // namespace batten::share
