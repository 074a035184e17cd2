// SPDX-License-Identifier: Apache-2.0
#include "base/secret_bytes.h"

#include <string.h>  // NOLINT: explicit_bzero is not in <cstring>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <utility>

namespace batten::base {

SecretBytes::SecretBytes(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  mapped_ = (bytes.size() + page - 1) / page * page;
  void* memory = mmap(nullptr, mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) std::abort();  // as operator new does without memory
  (void)mlock(memory, mapped_);            // beyond RLIMIT_MEMLOCK it is not locked; protect_process_memory tells
  (void)madvise(memory, mapped_, MADV_DONTDUMP);
  (void)madvise(memory, mapped_, MADV_WIPEONFORK);
  data_ = static_cast<char*>(memory);
  size_ = bytes.size();
  std::memcpy(data_, bytes.data(), size_);
}

SecretBytes SecretBytes::taken_from(std::string& bytes) {
  SecretBytes out{std::string_view(bytes)};
  wipe(bytes);
  return out;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)), mapped_(std::exchange(other.mapped_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this == &other) return *this;
  clear();
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  mapped_ = std::exchange(other.mapped_, 0);
  return *this;
}

void SecretBytes::clear() {
  if (data_ == nullptr) return;
  explicit_bzero(data_, mapped_);
  munmap(data_, mapped_);
  data_ = nullptr;
  size_ = mapped_ = 0;
}

bool SecretBytes::equals(std::string_view other) const {
  if (other.size() != size_) return false;
  unsigned char different = 0;
  for (std::size_t i = 0; i < size_; ++i) different |= static_cast<unsigned char>(data_[i] ^ other[i]);
  return different == 0;
}

void wipe(std::string& text) {
  text.resize(text.capacity());
  explicit_bzero(text.data(), text.size());
  text.clear();
}

bool protect_process_memory() {
  rlimit none{0, 0};
  (void)setrlimit(RLIMIT_CORE, &none);
  (void)prctl(PR_SET_DUMPABLE, 0);
  // Pages as they come into use: all of the program's at once would be read from the disk for it.
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}

}  // namespace batten::base
