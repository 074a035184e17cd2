// SPDX-License-Identifier: Apache-2.0
#include "advisory/transfer.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <algorithm>

#include "advisory/feed_lock.h"
#include "advisory/kept_source.h"
#include "advisory/lmdb.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/reader.h"
#include "base/writer.h"

namespace batten::advisory {
namespace {

constexpr std::uint64_t kMaxStreamBytes = 8ull << 30;
constexpr std::uint64_t kMaxValueBytes = 512u << 20;  // held in memory
constexpr std::size_t kHeadBytes = 12;
constexpr std::chrono::minutes kPatience{10};

std::string head_of(std::string_view key, std::string_view value) {
  base::Writer out;
  out.u32le(static_cast<std::uint32_t>(key.size()));
  out.u64le(value.size());
  return out.take();
}

// Exactly so many bytes off a stream, however its chunks fall.
class Stream {
 public:
  Stream(archive::ByteSource& source, std::uint64_t announced) : source_(source), left_(announced) {}

  bool at_end() const { return left_ == 0; }

  Result<std::string> take(std::uint64_t size) {
    if (size > left_) return Error{Code::kLimit, "more bytes than were announced"};
    left_ -= size;
    std::string out;
    while (out.size() < size) {
      if (chunk_.empty()) chunk_ = TRY(source_.next());
      if (chunk_.empty()) return Error{Code::kCorrupt, "it ends early"};
      std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_.size(), size - out.size()));
      out += chunk_.substr(0, part);
      chunk_.remove_prefix(part);
    }
    return out;
  }

  Result<void> finish() {
    if (chunk_.empty()) chunk_ = TRY(source_.next());
    if (!chunk_.empty()) return Error{Code::kLimit, "more bytes than were announced"};
    return {};
  }

 private:
  archive::ByteSource& source_;
  std::uint64_t left_;
  std::string_view chunk_;
};

// The file at path from the pairs of the stream; without an error it is whole, as its status says.
Result<FeedStatus> build(const std::string& path, const ExpectedFeed& expected, archive::ByteSource& source, FeedMeta& meta) {
  if (expected.bytes > kMaxStreamBytes) return Error{Code::kLimit, format("{} bytes, {} allowed", expected.bytes, kMaxStreamBytes)};
  LmdbBuilder out = TRY(LmdbBuilder::create(path, expected.bytes));
  Stream stream(source, expected.bytes);
  ContentDigest digest;
  std::string before;
  while (!stream.at_end()) {
    std::string head = TRY(stream.take(kHeadBytes));
    base::Reader reader(head);
    std::uint32_t key_bytes = reader.u32le();
    std::uint64_t value_bytes = reader.u64le();
    if (key_bytes == 0 || key_bytes > kMaxKeyBytes) return Error{Code::kCorrupt, format("a key of {} bytes", key_bytes)};
    if (value_bytes > kMaxValueBytes) return Error{Code::kLimit, format("a value of {} bytes", value_bytes)};
    std::string key = TRY(stream.take(key_bytes));
    std::string value = TRY(stream.take(value_bytes));
    if (key <= before) return Error{Code::kCorrupt, "keys are not in order"};
    before = key;
    if (key == "z") {
      meta = TRY(decode_meta(value));
    } else {
      digest.add(key, value);
    }
    TRY(out.append(key, value));
  }
  TRY(stream.finish());
  std::string actual = digest.finish();
  if (before != "z" || meta.status.name != expected.feed) return Error{Code::kCorrupt, "it is not the feed " + expected.feed};
  if (actual != expected.digest || actual != meta.status.digest) {
    return Error{Code::kCorrupt, format("its content has SHA-256 {}, not {}", actual, expected.digest)};
  }
  TRY(out.finish());
  return meta.status;
}

}  // namespace

Result<SentFeed> send_feed(const std::string& directory, std::string_view feed, const std::function<Result<void>(std::string_view)>& sink) {
  std::string path = feed_path(directory, feed);
  LmdbFile file = TRY(LmdbFile::open(path));
  auto status = file.get("z");
  if (!status) return Error{Code::kCorrupt, path + ": not a feed's file"};
  SentFeed out;
  out.status = TRY_IN(path, decode_meta(*status)).status;
  ContentDigest digest;
  Result<void> given;
  TRY(file.each([&](std::string_view key, std::string_view value) {
    if (!given) return;
    std::string head = head_of(key, value);
    for (std::string_view part : {std::string_view(head), key, value}) {
      if (given && !part.empty()) given = sink(part);
      out.bytes += part.size();
    }
    if (key != "z") digest.add(key, value);
  }));
  TRY(std::move(given));
  if (digest.finish() != out.status.digest) return Error{Code::kCorrupt, path + ": its content is not what it was built with"};
  return out;
}

Result<FeedStatus> receive_feed(const std::string& directory, const ExpectedFeed& expected, archive::ByteSource& stream,
                                base::Progress& progress) {
  FeedLock lock = TRY(FeedLock::take(directory, expected.feed, kPatience, progress));
  std::string path = feed_path(directory, expected.feed);
  std::string temporary = format("{}.tmp.{}", path, ::getpid());
  FeedMeta meta;
  FeedStatus status = TRY_IN("feed " + expected.feed, build(temporary, expected, stream, meta));
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    Error error = base::errno_error(path, errno);
    ::unlink(temporary.c_str());
    return error;
  }
  base::Fd parent(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent.valid()) ::fsync(parent.get());
  SourceStore(directory, expected.feed).forget_others(meta.downloads);
  return status;
}

}  // namespace batten::advisory
