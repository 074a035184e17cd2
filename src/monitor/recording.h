// SPDX-License-Identifier: Apache-2.0
//
// The recorded file (docs/FORMATS.md): what the monitor saw, in the order in which it saw it, for another look through other rules. A
// header, then blocks of items, each compressed for itself, so that a file that was cut can be read up to its last whole block:
//
//   "BATTENR\n" u32 version u32 size | header | block .. block | block with the flag "end"
//   block: "BLK1" u32 packed u32 plain u32 items u32 flags u32 crc32 | packed bytes (zstd)
//   item:  u32 size u16 kind u16 zero | size bytes | zeros up to a multiple of 8
//
// Integers little endian. Kinds of items that are not known are passed over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "base/writer.h"
#include "model/event.h"
#include "model/process.h"
#include "model/running_container.h"

namespace batten::monitor {

struct RecordingHeader {
  std::uint64_t begin_ns = 0;             // since 1970
  std::uint64_t boot_ns = 0;              // when the machine had started, since 1970: start times of processes count from there
  std::string hostname, kernel, program;  // "node-1", "6.1.0-28-amd64", "batten 0.1.0"

  bool operator==(const RecordingHeader&) const = default;
};

struct RecordedContainer {
  std::uint64_t cgroup = 0;
  std::optional<model::RunningContainer> container;  // none: the cgroup is gone

  bool operator==(const RecordedContainer&) const = default;
};

class RecordingWriter {
 public:
  struct Options {
    std::size_t block_bytes = 256u << 10;  // plain; smaller ones lose less when the machine stops, and take more room
    int level = 3;                         // of zstd
    std::uint64_t max_bytes = 0;           // of the file; limit beyond it; 0: none
  };
  // Replaces a file of that name.
  static Result<RecordingWriter> create(const std::string& path, const RecordingHeader& header, Options options);
  // The same onto a descriptor that is open, a pipe for instance.
  static Result<RecordingWriter> create(base::Fd file, const RecordingHeader& header, Options options);

  // record: as Event::record(). time_ns: since 1970; stands in the file instead of the record's own.
  Result<void> add(std::string_view record, std::uint64_t time_ns);
  Result<void> add(const model::Process& process);
  Result<void> add(std::uint64_t cgroup, const model::RunningContainer* container);  // null: gone
  // What was added so far is in the file after that.
  Result<void> flush();
  // The end of the file; nothing is added behind it. A file without it counts as cut.
  Result<void> finish();

  std::uint64_t written() const { return written_; }  // bytes of the file

 private:
  RecordingWriter(base::Fd file, Options options) : file_(std::move(file)), options_(options) {}
  Result<void> put(std::uint16_t kind, std::string_view body);
  Result<void> write_block(std::uint32_t flags);

  base::Fd file_;
  Options options_;
  std::string block_;
  std::uint32_t items_ = 0;
  std::uint64_t written_ = 0;
};

class RecordingReader {
 public:
  // Good until the next call of next().
  using Item = std::variant<model::Event, model::Process, RecordedContainer>;

  // not_found, denied; unsupported: no such file or of a newer version; corrupt.
  static Result<RecordingReader> open(const std::string& path);
  static Result<RecordingReader> open(base::Fd file);

  const RecordingHeader& header() const { return header_; }
  // None at the end. corrupt or limit: what was read before stays good, nothing comes after it.
  Result<std::optional<Item>> next();
  // After the end: false when the file was cut.
  bool complete() const { return complete_; }

 private:
  explicit RecordingReader(base::Fd file) : file_(std::move(file)) {}
  Result<void> read_header();
  // False at the end.
  Result<bool> read_block();
  // Fewer bytes at the end of the file.
  Result<std::string> read(std::size_t size);
  Result<std::optional<Item>> read_item();

  base::Fd file_;
  RecordingHeader header_;
  std::vector<std::uint64_t> block_;  // aligned, so that records are read in place
  std::size_t size_ = 0, at_ = 0;     // of the block's bytes
  bool complete_ = false, ended_ = false, failed_ = false;
};

}  // namespace batten::monitor
