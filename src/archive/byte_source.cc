// SPDX-License-Identifier: Apache-2.0
#include "archive/byte_source.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/format.h"

namespace batten::archive {
namespace {

// Reads into one buffer that stays in the cache of a core: measured cheaper than mapping the file (page faults), and a file that shrinks
// meanwhile is an error instead of a signal.
class FileSource final : public ByteSource {
 public:
  FileSource(int fd, std::uint64_t offset, std::uint64_t size, std::size_t chunk)
      : fd_(fd), offset_(offset), left_(size), buffer_(chunk, '\0') {}

  Result<std::string_view> next() override {
    while (left_ > 0) {
      std::size_t take = static_cast<std::size_t>(std::min<std::uint64_t>(left_, buffer_.size()));
      ssize_t got = ::pread(fd_, buffer_.data(), take, static_cast<off_t>(offset_));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return base::errno_error("read", errno);
      if (got == 0) return Error{Code::kCorrupt, format("the file ends at byte {}, {} more were there before", offset_, left_)};
      offset_ += static_cast<std::uint64_t>(got);
      left_ -= static_cast<std::uint64_t>(got);
      return std::string_view(buffer_.data(), static_cast<std::size_t>(got));
    }
    return std::string_view();
  }

  std::uint64_t skip(std::uint64_t size) override {
    std::uint64_t part = std::min(size, left_);
    offset_ += part;
    left_ -= part;
    return part;
  }

 private:
  int fd_;
  std::uint64_t offset_, left_;
  std::string buffer_;
};

class PipeSource final : public ByteSource {
 public:
  explicit PipeSource(int fd) : fd_(fd), buffer_(256u << 10, '\0') {}
  Result<std::string_view> next() override {
    while (true) {
      ssize_t got = ::read(fd_, buffer_.data(), buffer_.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return base::errno_error("read", errno);
      return std::string_view(buffer_.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  int fd_;
  std::string buffer_;
};

class MemorySource final : public ByteSource {
 public:
  MemorySource(std::string_view bytes, std::size_t chunk) : bytes_(bytes), chunk_(std::max<std::size_t>(chunk, 1)) {}
  Result<std::string_view> next() override {
    std::string_view out = bytes_.substr(0, chunk_);
    bytes_.remove_prefix(out.size());
    return out;
  }

 private:
  std::string_view bytes_;
  std::size_t chunk_;
};

class ObservedSource final : public ByteSource {
 public:
  ObservedSource(ByteSource& inner, std::function<void(std::string_view)> observe) : inner_(inner), observe_(std::move(observe)) {}
  Result<std::string_view> next() override {
    Result<std::string_view> chunk = inner_.next();
    if (chunk && !chunk->empty()) observe_(*chunk);
    return chunk;
  }

 private:
  ByteSource& inner_;
  std::function<void(std::string_view)> observe_;
};

class LimitedSource final : public ByteSource {
 public:
  LimitedSource(ByteSource& inner, std::uint64_t size) : inner_(inner), left_(size) {}
  Result<std::string_view> next() override {
    if (left_ == 0) return std::string_view();
    std::string_view chunk = TRY(inner_.next());
    chunk = chunk.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, chunk.size())));
    left_ -= chunk.size();
    return chunk;
  }

 private:
  ByteSource& inner_;
  std::uint64_t left_;
};

}  // namespace

std::unique_ptr<ByteSource> file_source(int fd, std::uint64_t offset, std::uint64_t size, std::size_t chunk) {
  return std::make_unique<FileSource>(fd, offset, size, chunk);
}
std::unique_ptr<ByteSource> pipe_source(int fd) { return std::make_unique<PipeSource>(fd); }
std::unique_ptr<ByteSource> memory_source(std::string_view bytes, std::size_t chunk) {
  return std::make_unique<MemorySource>(bytes, chunk);
}
std::unique_ptr<ByteSource> observed_source(ByteSource& inner, std::function<void(std::string_view)> observe) {
  return std::make_unique<ObservedSource>(inner, std::move(observe));
}
std::unique_ptr<ByteSource> limited_source(ByteSource& inner, std::uint64_t size) { return std::make_unique<LimitedSource>(inner, size); }

Result<std::string_view> PeekedSource::head(std::size_t size) {
  while (head_.size() < size) {
    std::string_view chunk = TRY(inner_.next());
    if (chunk.empty()) break;
    if (head_.empty() && chunk.size() >= size) return head_ = chunk;
    copy_ += chunk;
    head_ = copy_;
  }
  return head_;
}

Result<std::string_view> PeekedSource::next() {
  if (head_.empty()) return inner_.next();
  return std::exchange(head_, std::string_view());
}

Result<std::string> read_all(ByteSource& source, std::uint64_t max_bytes) {
  std::string out;
  while (true) {
    std::string_view chunk = TRY(source.next());
    if (chunk.empty()) return out;
    if (out.size() + chunk.size() > max_bytes) return Error{Code::kLimit, format("longer than the allowed {} bytes", max_bytes)};
    out += chunk;
  }
}

}  // namespace batten::archive
