// SPDX-License-Identifier: Apache-2.0
#include "alert/disk_queue.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>

#include "base/file.h"
#include "base/format.h"
#include "base/reader.h"
#include "base/text.h"
#include "base/writer.h"

namespace batten::alert {
namespace {

constexpr std::uint64_t kLeastSegment = 16u << 10;
constexpr std::uint64_t kMostSegment = 1u << 20;
constexpr std::uint64_t kSegmentsOfAQueue = 16;
constexpr std::size_t kPositionBytes = 20;
constexpr std::string_view kSuffix = ".queue";

Result<base::Fd> open_file(const std::string& path, int flags) {
  base::Fd out(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!out.valid()) return base::errno_error(path, errno);
  return out;
}

Result<void> write_at(int fd, std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t done = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return base::errno_error("write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(done));
    offset += static_cast<std::uint64_t>(done);
  }
  return {};
}

// The record at offset; none when it is cut off or damaged.
std::optional<std::string> record_at(int fd, std::uint64_t offset) {
  auto head = base::read_at(fd, offset, kRecordHead);
  if (!head) return std::nullopt;
  base::Reader reader(*head);
  std::uint32_t size = reader.u32le(), sum = reader.u32le();
  if (size > kMaxRecord) return std::nullopt;
  auto record = base::read_at(fd, offset + kRecordHead, size);
  if (!record || crc32c(*record) != sum) return std::nullopt;
  return std::move(*record);
}

}  // namespace

DiskQueue::DiskQueue(std::string directory, std::uint64_t max_bytes)
    : directory_(std::move(directory)),
      max_bytes_(std::max(max_bytes, 2 * kLeastSegment)),
      segment_bytes_(std::clamp(max_bytes_ / kSegmentsOfAQueue, kLeastSegment, kMostSegment)) {}

std::string DiskQueue::path(std::uint64_t number) const { return format("{}/{:016x}{}", directory_, number, kSuffix); }

Result<std::unique_ptr<DiskQueue>> DiskQueue::open(const std::string& directory, std::uint64_t max_bytes) {
  TRY(base::make_directories(directory));
  std::unique_ptr<DiskQueue> out(new DiskQueue(directory, max_bytes));
  out->lock_ = TRY(open_file(directory + "/lock", O_RDWR | O_CREAT));
  if (::flock(out->lock_.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{Code::kConflict, format("{}: another process or another output of this one uses this queue", directory)};
  out->position_ = TRY(open_file(directory + "/position", O_RDWR | O_CREAT));
  TRY_IN(directory, out->load());
  return out;
}

Result<void> DiskQueue::load() {
  std::vector<std::uint64_t> numbers;
  for (const std::string& name : TRY(base::list_directory(directory_))) {
    auto number = base::parse_unsigned(std::string_view(name).substr(0, 16), 16);
    if (name.size() == 16 + kSuffix.size() && name.ends_with(kSuffix) && number) numbers.push_back(*number);
  }
  std::ranges::sort(numbers);
  for (std::uint64_t number : numbers) {
    TRY(load_segment(number, number == numbers.back()));
    next_number_ = number + 1;
  }
  offset_ = kSegmentMagic.size();
  restore_position();
  if (segments_.empty()) return begin_segment();
  tail_fd_ = TRY(open_file(path(segments_.back().number), O_RDWR));
  while (bytes_ > max_bytes_ && segments_.size() > 1) drop_head();
  return {};
}

Result<void> DiskQueue::load_segment(std::uint64_t number, bool is_last) {
  std::string file = path(number);
  auto bytes = base::read_file(file, kMostSegment + kMaxRecord + kRecordHead + kSegmentMagic.size());
  SegmentScan scan = bytes ? scan_segment(*bytes) : SegmentScan{};
  // The end of the last one was being written when the process was killed: no damage.
  if (!scan.whole && !is_last) ++damaged_;
  if (scan.good_bytes == 0) {
    if (is_last && bytes && bytes->size() >= kSegmentMagic.size()) ++damaged_;
    if (::unlink(file.c_str()) != 0) return base::errno_error(file, errno);
    return {};
  }
  if (!scan.whole && ::truncate(file.c_str(), static_cast<off_t>(scan.good_bytes)) != 0) return base::errno_error(file, errno);
  segments_.push_back({number, scan.good_bytes, scan.records.size()});
  bytes_ += scan.good_bytes;
  return {};
}

void DiskQueue::restore_position() {
  auto text = base::read_at(position_.get(), 0, kPositionBytes);
  if (!text) return;
  base::Reader reader(*text);
  std::uint64_t number = reader.u64le(), offset = reader.u64le();
  if (reader.u32le() != crc32c(std::string_view(*text).substr(0, 16))) return;
  next_number_ = std::max(next_number_, number + 1);                 // never lower than the position, or it would pass for read
  while (!segments_.empty() && segments_.front().number < number) {  // read, but not removed in time
    ::unlink(path(segments_.front().number).c_str());
    bytes_ -= segments_.front().bytes;
    segments_.pop_front();
  }
  if (segments_.empty() || segments_.front().number != number || offset > segments_.front().bytes) return;
  auto bytes = base::read_file(path(number), kMostSegment + kMaxRecord + kRecordHead + kSegmentMagic.size());
  if (!bytes) return;
  std::uint64_t at = kSegmentMagic.size(), left = segments_.front().records;
  for (std::string_view record : scan_segment(*bytes).records) {
    if (at >= offset) break;
    at += kRecordHead + record.size();
    --left;
  }
  if (at != offset) return;
  offset_ = offset;
  segments_.front().records = left;
}

void DiskQueue::write_position() {
  base::Writer writer;
  writer.u64le(segments_.front().number);
  writer.u64le(offset_);
  writer.u32le(crc32c(writer.view()));
  // A position that can't be written means that records come twice, no more.
  (void)write_at(position_.get(), 0, writer.view()).has_value();
}

Result<void> DiskQueue::begin_segment() {
  std::uint64_t number = next_number_;
  base::Fd made = TRY(open_file(path(number), O_RDWR | O_CREAT | O_TRUNC));
  TRY(write_at(made.get(), 0, kSegmentMagic));
  tail_fd_ = std::move(made);
  ++next_number_;
  segments_.push_back({number, kSegmentMagic.size(), 0});
  bytes_ += kSegmentMagic.size();
  return {};
}

void DiskQueue::next_head() {
  ::unlink(path(segments_.front().number).c_str());
  bytes_ -= segments_.front().bytes;
  segments_.pop_front();
  offset_ = kSegmentMagic.size();
  if (!segments_.empty()) write_position();
}

void DiskQueue::drop_head() {
  dropped_ += segments_.front().records;
  next_head();
}

base::Fd& DiskQueue::head() {
  std::uint64_t number = segments_.front().number;
  if (head_number_ != number) {
    head_fd_ = base::Fd(::open(path(number).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    head_number_ = number;
  }
  return head_fd_;
}

Result<void> DiskQueue::append(std::string_view record) {
  if (record.size() > kMaxRecord) return Error{Code::kLimit, format("a record of {} bytes, {} are allowed", record.size(), kMaxRecord)};
  std::string bytes = framed(record);
  std::lock_guard lock(mutex_);
  if (segments_.back().bytes + bytes.size() > segment_bytes_ && segments_.back().bytes > kSegmentMagic.size()) TRY(begin_segment());
  Segment& tail = segments_.back();
  Result<void> written = write_at(tail_fd_.get(), tail.bytes, bytes);
  if (!written) {  // half a record must not be there when the next one is written
    if (::ftruncate(tail_fd_.get(), static_cast<off_t>(tail.bytes)) != 0) return base::errno_error(directory_, errno);
    return base::in_context(directory_, written.error());
  }
  tail.bytes += bytes.size();
  bytes_ += bytes.size();
  ++tail.records;
  while (bytes_ > max_bytes_ && segments_.size() > 1) drop_head();
  return {};
}

DiskQueue::Batch DiskQueue::front(std::size_t most) {
  std::lock_guard lock(mutex_);
  Batch out;
  while (out.records.empty()) {
    Segment& first = segments_.front();
    std::uint64_t at = offset_;
    out.segment = first.number;
    while (out.records.size() < std::min<std::uint64_t>(most, first.records)) {
      auto record = record_at(head().get(), at);
      if (!record) {  // somebody has damaged the file since
        ++damaged_;
        dropped_ += first.records - out.records.size();
        first.records = out.records.size();
        if (segments_.size() == 1) (void)begin_segment().has_value();  // what comes now must not stand behind it
        break;
      }
      at += kRecordHead + record->size();
      out.records.push_back(std::move(*record));
      out.ends.push_back(at);
    }
    if (!out.records.empty() || segments_.size() == 1) break;
    next_head();
  }
  return out;
}

void DiskQueue::pop(const Batch& batch, std::size_t count) {
  std::lock_guard lock(mutex_);
  count = std::min(count, batch.ends.size());
  Segment& first = segments_.front();
  if (count == 0 || first.number != batch.segment || batch.ends[count - 1] <= offset_) return;
  for (std::size_t i = 0; i < count; ++i) first.records -= batch.ends[i] > offset_ && first.records > 0 ? 1 : 0;
  offset_ = batch.ends[count - 1];
  // All read, and grown: its space is given back.
  if (first.records == 0 && segments_.size() == 1 && first.bytes > kLeastSegment && !begin_segment()) return write_position();
  if (segments_.front().records == 0 && segments_.size() > 1) return next_head();
  write_position();
}

DiskQueue::Counts DiskQueue::counts() const {
  std::lock_guard lock(mutex_);
  Counts out{.waiting = 0, .bytes = bytes_, .dropped = dropped_, .damaged = damaged_};
  for (const Segment& one : segments_) out.waiting += one.records;
  return out;
}

}  // namespace batten::alert
