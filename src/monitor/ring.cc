// SPDX-License-Identifier: Apache-2.0
#include "monitor/ring.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace batten::monitor {
namespace {

constexpr std::uint32_t kBusy = 1u << 31, kDiscarded = 1u << 30;
constexpr std::size_t kHeader = 8;

std::size_t page() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

std::size_t step(std::uint32_t length) { return ((length & ~(kBusy | kDiscarded)) + kHeader + 7) / 8 * 8; }

}  // namespace

Result<Ring> Ring::open(int map, std::size_t size) {
  Ring out;
  void* reader = mmap(nullptr, page(), PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
  if (reader == MAP_FAILED) return base::errno_error("ring buffer", errno);
  out.reader_ = static_cast<unsigned long*>(reader);
  void* writer = mmap(nullptr, page() + 2 * size, PROT_READ, MAP_SHARED, map, static_cast<off_t>(page()));
  if (writer == MAP_FAILED) return base::errno_error("ring buffer", errno);
  out.writer_ = static_cast<const unsigned long*>(writer);
  out.data_ = static_cast<const char*>(writer) + page();
  out.size_ = size;
  out.at_ = *out.reader_;
  return out;
}

Ring::~Ring() {
  if (reader_ != nullptr) munmap(reader_, page());
  if (writer_ != nullptr) munmap(const_cast<unsigned long*>(writer_), page() + 2 * size_);
}

std::string_view Ring::front() {
  for (;;) {
    if (at_ >= __atomic_load_n(writer_, __ATOMIC_ACQUIRE)) return {};
    const char* record = data_ + (at_ & (size_ - 1));
    const std::uint32_t length = __atomic_load_n(reinterpret_cast<const std::uint32_t*>(record), __ATOMIC_ACQUIRE);
    if ((length & kBusy) != 0) return {};
    if ((length & kDiscarded) == 0) return {record + kHeader, length};
    at_ += step(length);
    __atomic_store_n(reader_, at_, __ATOMIC_RELEASE);
  }
}

void Ring::pop() {
  at_ += step(*reinterpret_cast<const std::uint32_t*>(data_ + (at_ & (size_ - 1))));
  __atomic_store_n(reader_, at_, __ATOMIC_RELEASE);
}

std::size_t Ring::filled() const { return __atomic_load_n(writer_, __ATOMIC_ACQUIRE) - at_; }

}  // namespace batten::monitor
