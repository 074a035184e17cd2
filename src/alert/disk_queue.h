// SPDX-License-Identifier: Apache-2.0
//
// A queue of records in a directory: first in, first out, within a size. What was appended is still there after the process was killed
// (not after the machine lost power: nothing is synced). A record is taken away after it was used, so that after a kill it may come twice.
//
// Files: "lock" (one process at a time), segments "0000000000000001.queue", and "position" (segment u64, offset u64, CRC-32C u32 of both:
// where the next record is read). A segment is kSegmentMagic, then records: length u32, CRC-32C u32 of the bytes, the bytes. All numbers
// are little-endian. A segment that is full is never written again; one that is read to its end is removed. When all are larger than
// allowed, the eldest goes, and what nobody has read of it is counted. A record that is cut off or damaged ends its segment.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/fd.h"
#include "base/result.h"

namespace batten::alert {

inline constexpr std::string_view kSegmentMagic = "BATQUE1\n";
inline constexpr std::size_t kRecordHead = 8;
inline constexpr std::size_t kMaxRecord = 1u << 20;

std::uint32_t crc32c(std::string_view bytes);
std::string framed(std::string_view record);

struct SegmentScan {
  std::vector<std::string_view> records;
  std::size_t good_bytes = 0;  // to the end of the last whole record; 0: no segment at all
  bool whole = false;          // nothing is behind it
};
SegmentScan scan_segment(std::string_view bytes);

class DiskQueue {
 public:
  struct Batch {
    std::vector<std::string> records;
    std::uint64_t segment = 0;
    std::vector<std::uint64_t> ends;  // offset behind each record
  };
  struct Counts {
    std::uint64_t waiting = 0;  // records
    std::uint64_t bytes = 0;    // of all segments
    std::uint64_t dropped = 0;  // records that had to make room
    std::uint64_t damaged = 0;  // segments with an end that could not be read
  };

  // Makes the directory (0700). conflict: another process, or another output of this one, has it; denied, internal.
  static Result<std::unique_ptr<DiskQueue>> open(const std::string& directory, std::uint64_t max_bytes);

  // limit (a record over kMaxRecord), internal (no space). Any thread.
  Result<void> append(std::string_view record);
  // Up to so many of the next ones; none when there is none.
  Batch front(std::size_t most);
  // The first so many of a batch are done with. Those that were dropped meanwhile are no matter.
  void pop(const Batch& batch, std::size_t count);
  Counts counts() const;

 private:
  struct Segment {
    std::uint64_t number = 0;
    std::uint64_t bytes = 0;
    std::uint64_t records = 0;  // not read
  };
  DiskQueue(std::string directory, std::uint64_t max_bytes);

  std::string path(std::uint64_t number) const;
  Result<void> load();
  Result<void> load_segment(std::uint64_t number, bool is_last);
  Result<void> begin_segment();
  void restore_position();
  void write_position();
  void drop_head();
  void next_head();
  base::Fd& head();

  mutable std::mutex mutex_;
  std::string directory_;
  std::uint64_t max_bytes_, segment_bytes_;
  base::Fd lock_, position_, tail_fd_, head_fd_;
  std::uint64_t next_number_ = 1;  // of the next segment
  std::uint64_t head_number_ = 0;  // that head_fd_ is open for
  std::deque<Segment> segments_;   // never empty after load()
  std::uint64_t offset_ = 0;       // in the first of them
  std::uint64_t bytes_ = 0, dropped_ = 0, damaged_ = 0;
};

}  // namespace batten::alert
