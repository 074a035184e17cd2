// SPDX-License-Identifier: Apache-2.0
#include "archive/byte_source.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/format.h"

namespace batten::archive {
namespace {

// A window of the file is mapped at a time, so that neither a copy nor much memory is needed.
class FileSource final : public ByteSource {
 public:
  FileSource(int fd, std::uint64_t offset, std::uint64_t size) : fd_(fd), offset_(offset), left_(size) {}
  ~FileSource() override { unmap(); }

  Result<std::string_view> next() override {
    unmap();
    if (left_ == 0) return std::string_view();
    std::uint64_t page = offset_ & 4095;
    std::uint64_t take = std::min(left_, kWindow - page);
    mapped_size_ = static_cast<std::size_t>(take + page);
    mapped_ = ::mmap(nullptr, mapped_size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd_, static_cast<off_t>(offset_ - page));
    if (mapped_ == MAP_FAILED) {
      mapped_ = nullptr;
      return base::errno_error("map file", errno);
    }
    offset_ += take;
    left_ -= take;
    return std::string_view(static_cast<const char*>(mapped_) + page, static_cast<std::size_t>(take));
  }

 private:
  static constexpr std::uint64_t kWindow = 4u << 20;

  void unmap() {
    if (mapped_ != nullptr) ::munmap(mapped_, mapped_size_);
    mapped_ = nullptr;
  }

  int fd_;
  std::uint64_t offset_, left_;
  void* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

class PipeSource final : public ByteSource {
 public:
  explicit PipeSource(int fd) : fd_(fd), buffer_(1u << 20, '\0') {}
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

std::unique_ptr<ByteSource> file_source(int fd, std::uint64_t offset, std::uint64_t size) {
  return std::make_unique<FileSource>(fd, offset, size);
}
std::unique_ptr<ByteSource> pipe_source(int fd) { return std::make_unique<PipeSource>(fd); }
std::unique_ptr<ByteSource> memory_source(std::string_view bytes, std::size_t chunk) {
  return std::make_unique<MemorySource>(bytes, chunk);
}
std::unique_ptr<ByteSource> observed_source(ByteSource& inner, std::function<void(std::string_view)> observe) {
  return std::make_unique<ObservedSource>(inner, std::move(observe));
}
std::unique_ptr<ByteSource> limited_source(ByteSource& inner, std::uint64_t size) { return std::make_unique<LimitedSource>(inner, size); }

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
