// SPDX-License-Identifier: Apache-2.0
#include "monitor/recording.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "archive/byte_source.h"
#include "archive/codec.h"
#include "archive/compress.h"
#include "base/file.h"
#include "base/format.h"
#include "base/reader.h"
#include "model/event_build.h"
#include "monitor/recording_items.h"

namespace batten::monitor {
namespace {

std::size_t padded(std::size_t size) { return (size + 7) / 8 * 8; }

Error corrupt(std::string_view what) { return Error{Code::kCorrupt, format("recorded file: {}", what)}; }

// In packed numbers: a size that can't be is told from one that is cut.
struct BlockHeader {
  std::uint32_t packed = 0, plain = 0, items = 0, flags = 0, checksum = 0;
};

Result<BlockHeader> parse_block_header(std::string_view bytes) {
  base::Reader reader(bytes);
  if (reader.bytes(kBlockMagic.size()) != kBlockMagic) return corrupt("no block where one should begin");
  BlockHeader out;
  out.packed = reader.u32le();
  out.plain = reader.u32le();
  out.items = reader.u32le();
  out.flags = reader.u32le();
  out.checksum = reader.u32le();
  if (out.plain > kMaxBlock || out.packed > kMaxBlock) return Error{Code::kLimit, "recorded file: a block is larger than 4 MiB"};
  if (out.plain % 8 != 0 || out.items > out.plain / kItemHeader || (out.plain == 0) != (out.packed == 0))
    return corrupt("a block's sizes do not fit each other");
  return out;
}

}  // namespace

Result<RecordingWriter> RecordingWriter::create(const std::string& path, const RecordingHeader& header, Options options) {
  base::Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid()) return base::errno_error(path, errno);
  return create(std::move(file), header, options);
}

Result<RecordingWriter> RecordingWriter::create(base::Fd file, const RecordingHeader& header, Options options) {
  RecordingWriter out(std::move(file), options);
  const std::string packed = pack_header(header);
  if (packed.size() > kMaxHeader) return Error{Code::kInvalidArgument, "recorded file: a name in its header is too long"};
  base::Writer begin;
  begin.bytes(kRecordingMagic);
  begin.u32le(kRecordingVersion);
  begin.u32le(static_cast<std::uint32_t>(packed.size()));
  begin.bytes(packed);
  TRY(base::write_all(out.file_.get(), begin.view()));
  out.written_ = begin.view().size();
  return out;
}

Result<void> RecordingWriter::put(std::uint16_t kind, std::string_view body) {
  if (kItemHeader + padded(body.size()) > kMaxBlock) return Error{Code::kLimit, "recorded file: an item is larger than 4 MiB"};
  if (block_.size() + kItemHeader + padded(body.size()) > kMaxBlock) TRY(flush());
  base::Writer begin;
  begin.u32le(static_cast<std::uint32_t>(body.size()));
  begin.u32le(kind);
  block_ += begin.view();
  block_ += body;
  block_.append(padded(body.size()) - body.size(), '\0');
  ++items_;
  return block_.size() >= options_.block_bytes ? flush() : Result<void>();
}

Result<void> RecordingWriter::add(std::string_view record, std::uint64_t time_ns) {
  if (record.size() < sizeof(batten_event) || record.size() > model::kMaxRecordBytes)
    return corrupt("a record is of no size that it could have");
  if (block_.size() + kItemHeader + padded(record.size()) > kMaxBlock) TRY(flush());
  // Put first, changed after that: a copy less of each event.
  base::Writer begin;
  begin.u32le(static_cast<std::uint32_t>(record.size()));
  begin.u32le(kItemEvent);
  block_ += begin.view();
  const std::size_t at = block_.size();
  block_ += record;
  block_.append(padded(record.size()) - record.size(), '\0');
  std::memcpy(block_.data() + at + offsetof(batten_event, time_ns), &time_ns, sizeof time_ns);
  ++items_;
  return block_.size() >= options_.block_bytes ? flush() : Result<void>();
}

Result<void> RecordingWriter::add(const model::Process& process) { return put(kItemProcess, pack_process(process)); }

Result<void> RecordingWriter::add(std::uint64_t cgroup, const model::RunningContainer* container) {
  return put(kItemContainer, pack_container(cgroup, container));
}

Result<void> RecordingWriter::write_block(std::uint32_t flags) {
  std::string packed;
  if (!block_.empty()) {
    const auto sink = [&packed](std::string_view bytes) -> Result<void> {
      packed += bytes;
      return {};
    };
    archive::ZstdWriter writer(sink, options_.level);
    TRY(writer.add(block_));
    TRY(writer.finish());
  }
  base::Writer begin;
  begin.bytes(kBlockMagic);
  begin.u32le(static_cast<std::uint32_t>(packed.size()));
  begin.u32le(static_cast<std::uint32_t>(block_.size()));
  begin.u32le(items_);
  begin.u32le(flags);
  begin.u32le(archive::crc32(packed));
  const std::uint64_t size = begin.view().size() + packed.size();
  if (options_.max_bytes != 0 && written_ + size > options_.max_bytes)
    return Error{Code::kLimit, format("recorded file: would be larger than {} bytes", options_.max_bytes)};
  TRY(base::write_all(file_.get(), begin.take() + packed));
  written_ += size;
  block_.clear();
  items_ = 0;
  return {};
}

Result<void> RecordingWriter::flush() { return block_.empty() ? Result<void>() : write_block(0); }

Result<void> RecordingWriter::finish() { return write_block(kBlockEnd); }

Result<RecordingReader> RecordingReader::open(const std::string& path) { return TRY_IN(path, open(TRY(base::open_read(path)))); }

Result<RecordingReader> RecordingReader::open(base::Fd file) {
  RecordingReader out(std::move(file));
  TRY(out.read_header());
  return out;
}

Result<std::string> RecordingReader::read(std::size_t size) {
  std::string out(size, '\0');
  std::size_t got = 0;
  while (got < size) {
    const ssize_t part = ::read(file_.get(), out.data() + got, size - got);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return base::errno_error("recorded file", errno);
    if (part == 0) break;
    got += static_cast<std::size_t>(part);
  }
  out.resize(got);
  return out;
}

Result<void> RecordingReader::read_header() {
  const std::string begin = TRY(read(kRecordingMagic.size() + 8));
  base::Reader reader(begin);
  if (reader.bytes(kRecordingMagic.size()) != kRecordingMagic) return Error{Code::kUnsupported, "no file that batten record has written"};
  const std::uint32_t version = reader.u32le(), size = reader.u32le();
  TRY(reader.finish("recorded file"));
  if (version != kRecordingVersion)
    return Error{Code::kUnsupported, format("recorded file: version {}, known is {}", version, kRecordingVersion)};
  if (size > kMaxHeader) return Error{Code::kLimit, "recorded file: header is larger than 64 KiB"};
  const std::string packed = TRY(read(size));
  if (packed.size() < size) return corrupt("ends within its header");
  header_ = TRY(unpack_header(packed));
  return {};
}

Result<bool> RecordingReader::read_block() {
  const std::string begin = TRY(read(kBlockHeader));
  if (begin.size() < kBlockHeader) return false;
  const BlockHeader header = TRY(parse_block_header(begin));
  const std::string packed = TRY(read(header.packed));
  if (packed.size() < header.packed) return false;
  if (archive::crc32(packed) != header.checksum) return corrupt("a block's checksum is wrong");
  block_.assign(header.plain / sizeof(std::uint64_t), 0);
  size_ = 0;
  at_ = 0;
  if (header.plain > 0) {
    const std::unique_ptr<archive::ByteSource> memory = archive::memory_source(packed);
    // A block of zeros is packed well: the size it says is the limit, not the ratio.
    const std::unique_ptr<archive::ByteSource> plain =
        archive::inflated_source(*memory, archive::Compression::kZstd, {.max_bytes = header.plain, .max_ratio = 0});
    const std::string bytes = TRY_IN("recorded file", archive::read_all(*plain, header.plain));
    if (bytes.size() != header.plain) return corrupt("a block is of another size than it says");
    std::memcpy(block_.data(), bytes.data(), bytes.size());
    size_ = bytes.size();
  }
  if ((header.flags & kBlockEnd) != 0) complete_ = true;
  return true;
}

Result<std::optional<RecordingReader::Item>> RecordingReader::read_item() {
  const std::string_view block(reinterpret_cast<const char*>(block_.data()), size_);
  base::Reader reader(block.substr(at_));
  const std::uint32_t size = reader.u32le();
  const std::uint16_t kind = reader.u16le();
  reader.skip(2);
  const std::string_view body = reader.bytes(size);
  reader.skip(padded(size) - size);
  TRY(reader.finish("recorded file: item"));
  at_ += kItemHeader + padded(size);
  switch (kind) {
    case kItemEvent: return std::optional<Item>(TRY_IN("recorded file", model::Event::read(body)));
    case kItemProcess: return std::optional<Item>(TRY(unpack_process(body)));
    case kItemContainer: return std::optional<Item>(TRY_IN("recorded file", unpack_container(body)));
    default: return std::optional<Item>();
  }
}

Result<std::optional<RecordingReader::Item>> RecordingReader::next() {
  if (failed_) return corrupt("is read no further");
  while (!ended_) {
    if (at_ == size_) {
      Result<bool> more = complete_ ? Result<bool>(false) : read_block();
      if (!more) failed_ = true;
      if (!more) return more.error();
      ended_ = !*more;
      continue;
    }
    Result<std::optional<Item>> item = read_item();
    if (!item) failed_ = true;
    if (!item || *item) return item;
  }
  return std::optional<Item>();
}

}  // namespace batten::monitor
