// SPDX-License-Identifier: Apache-2.0
#include "advisory/unpack.h"

#include <sys/stat.h>

#include <algorithm>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "advisory/batch_queue.h"
#include "archive/byte_source.h"
#include "archive/codec.h"
#include "archive/tar.h"
#include "archive/zip.h"
#include "base/file.h"
#include "base/format.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kBatchBytes = 2u << 20;
constexpr std::size_t kWaitingBatches = 4;

bool is_tar(std::string_view head) { return head.size() >= 262 && head.substr(257, 5) == "ustar"; }
bool is_zip(std::string_view head) { return head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06"); }

bool is_record(std::string_view name) {
  constexpr std::string_view kEndings[] = {".json", ".xml", ".yml", ".yaml"};
  return name.size() < 4096 && std::ranges::any_of(kEndings, [&](std::string_view ending) { return name.ends_with(ending); });
}

// Members on their way to the importer.
class Batches {
 public:
  explicit Batches(BatchQueue &queue) : queue_(queue) {}

  // False: nobody takes them any more.
  bool add(std::string name, std::string content) {
    bytes_ += content.size();
    batch_.push_back({std::move(name), std::move(content)});
    return bytes_ < kBatchBytes || flush();
  }
  bool flush() {
    bytes_ = 0;
    return batch_.empty() || queue_.put(std::exchange(batch_, {}));
  }

 private:
  BatchQueue &queue_;
  Batch batch_;
  std::size_t bytes_ = 0;
};

class Unpacker {
 public:
  Unpacker(const Feed &feed, FeedSink &sink, UnpackLimits limits) : feed_(feed), sink_(sink), limits_(limits) {}

  Unpacked result() const { return out_; }

  Result<void> plain(archive::ByteSource &source, std::string_view name) {
    std::string bytes = TRY(archive::read_all(source, limits_.max_plain_bytes));
    out_.bytes = bytes.size();
    out_.members = 1;
    return feed_.import(name, bytes, sink_);
  }

  Result<void> tar(archive::ByteSource &source) {
    return through_queue([&](Batches &batches) { return read_tar(source, batches); });
  }

  Result<void> zip(const std::string &path, const Records &newer) {
    return through_queue([&](Batches &batches) { return read_zip(path, newer, batches); });
  }

 private:
  Result<void> count(std::uint64_t bytes) {
    out_.bytes += bytes;
    if (++out_.members > limits_.max_members) return Error{Code::kLimit, format("more than {} members", limits_.max_members)};
    if (out_.bytes > limits_.max_bytes) return Error{Code::kLimit, format("more than {} bytes", limits_.max_bytes)};
    return {};
  }

  // One thread reads, this one imports.
  Result<void> through_queue(const std::function<Result<void>(Batches &)> &read) {
    BatchQueue queue(kWaitingBatches);
    Result<void> done;
    std::thread reader([&] {
      Batches batches(queue);
      done = read(batches);
      (void)batches.flush();
      queue.end();
    });
    while (std::optional<Batch> batch = queue.take()) {
      for (const Member &member : *batch) import_member(member.name, member.content);
    }
    queue.close();
    reader.join();
    return done;
  }

  Result<void> read_tar(archive::ByteSource &source, Batches &batches) {
    archive::TarReader reader(source);
    while (std::optional<archive::TarEntry> entry = TRY(reader.next())) {
      if (entry->type != archive::EntryType::kFile || !is_record(entry->name)) continue;
      std::string content = TRY_IN(entry->name, reader.content_all(limits_.max_member_bytes));
      TRY(count(content.size()));
      if (!batches.add(std::move(entry->name), std::move(content))) return {};
    }
    // A stream that is cut off behind the last member's padding shows here.
    return reader.drain();
  }

  Result<void> read_zip(const std::string &path, const Records &newer, Batches &batches) {
    std::string bytes = TRY(base::read_file(path, limits_.max_bytes));
    archive::ZipReader reader = TRY(archive::ZipReader::open(bytes));
    // Nothing: the record is one of newer.
    std::map<std::string_view, const archive::ZipMember *> members;
    for (const auto &[name, content] : newer) members[name] = nullptr;
    for (const auto &member : reader.members()) {
      if (is_record(member.name)) members.try_emplace(member.name, &member);
    }
    for (const auto &[name, member] : members) {
      std::string content = member == nullptr ? newer.find(name)->second : TRY_IN(member->name, read_member(reader, *member));
      TRY(count(content.size()));
      if (!batches.add(std::string(name), std::move(content))) return {};
    }
    return {};
  }

  Result<std::string> read_member(const archive::ZipReader &reader, const archive::ZipMember &member) const {
    std::string content = TRY(reader.read(member, limits_.max_member_bytes));
    if (archive::crc32(content) != member.crc) return Error{Code::kCorrupt, "its bytes have another CRC than the directory says"};
    return content;
  }

  void import_member(const std::string &name, const std::string &content) {
    auto done = feed_.import(name, content, sink_);
    if (!done) sink_.refuse(name, done.error().message);
  }

  const Feed &feed_;
  FeedSink &sink_;
  UnpackLimits limits_;
  Unpacked out_;
};

}  // namespace

std::string_view without_compression(std::string_view name) {
  for (std::string_view suffix : {".zst", ".gz", ".xz", ".bz2"}) {
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

Result<Unpacked> unpack(const std::string &path, std::string_view name, const Feed &feed, FeedSink &sink, base::Progress &progress,
                        std::string_view task, UnpackLimits limits, const Records &newer) {
  base::Fd fd = TRY(base::open_read(path));
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return base::errno_error(path, errno);
  auto total = static_cast<std::uint64_t>(info.st_size);
  std::uint64_t done = 0;
  // Read, not mapped: a mirror's file may be replaced or cut while it is read.
  auto file = archive::pipe_source(fd.get());
  auto counted = archive::observed_source(*file, [&](std::string_view chunk) {
    done += chunk.size();
    progress.update(task, done, total);
  });
  auto inflated = archive::sniffed_source(*counted, {.max_bytes = limits.max_bytes, .max_ratio = 0});
  archive::PeekedSource source(*inflated);
  std::string_view head = TRY_IN(path, source.head(512));

  Unpacker unpacker(feed, sink, limits);
  if (is_zip(head)) {
    TRY_IN(path, unpacker.zip(path, newer));
  } else if (is_tar(head)) {
    TRY_IN(path, unpacker.tar(source));
  } else {
    TRY_IN(path, unpacker.plain(source, name));
  }
  progress.finish(task);
  return unpacker.result();
}

}  // namespace batten::advisory
