// SPDX-License-Identifier: Apache-2.0
//
// A recorded file of any content. The first byte says whether the rest is a file, or one item of a block: checksums keep a fuzzer from
// those.
#include "monitor/recording.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "monitor/recording_items.h"

int recording_fuzz(const std::uint8_t* data, std::size_t size);

int recording_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::monitor;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 'p') {
    if (const auto process = unpack_process(bytes)) {
      const auto again = unpack_process(pack_process(*process));
      if (!again || again->key != process->key || *again->program != *process->program) __builtin_trap();
    }
  } else if (data[0] == 'c') {
    if (const auto container = unpack_container(bytes); container && container->container) {
      const auto again = unpack_container(pack_container(container->cgroup, &*container->container));
      if (!again || !again->container) __builtin_trap();
    }
  } else if (data[0] == 'h') {
    (void)unpack_header(bytes);
  } else {
    batten::base::Fd file(memfd_create("recording", MFD_CLOEXEC));
    if (!file.valid() || write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) return 0;
    if (lseek(file.get(), 0, SEEK_SET) != 0) return 0;
    auto reader = RecordingReader::open(std::move(file));
    for (int i = 0; reader && i < 100'000; ++i) {
      const auto item = reader->next();
      if (!item || !*item) break;
    }
  }
  return 0;
}
